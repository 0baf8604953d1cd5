import type { Clock } from './clock';
import { bestLook, nextDeadlineMs, priceOfLookMs } from './lookChoice';
import { OrderPace } from './orderPace';
import { RequestWindow } from './requestWindow';
import { keepsAllLooks, keepsLastLooks, type Scope } from './reservations';
import type { RunState, WaitingOrder } from './runState';
import type { Timing } from './timing';

/** The vendor's limit: requests of one account in any 60 s. */
export const VENDOR_LIMIT = 60;

/** How long the answer to an order usually takes, in milliseconds. */
const ORDER_MS = 500;
/** How long after a check that failed for want of places it is made again, in milliseconds. */
const CHECK_AGAIN_MS = 1000;

/**
 * Whose turn it is: one for each process and account. Every place of the window goes to what is worth most now:
 *
 * 1. looks at the deadline, the longest overdue first;
 * 2. due looks and free calls, by P(ready now) + overdue / 60 s, if every look at a deadline that falls due before
 *    the place is free again keeps a place;
 * 3. orders, from the run with the lowest turn, if the planned looks, the order's own first look and the looks at
 *    deadlines keep theirs.
 */
export class Scheduler {
	readonly window = new RequestWindow(VENDOR_LIMIT);
	readonly runs = new Set<RunState>();
	private turns = 0;
	private readonly pace = new OrderPace();
	private timer: AbortController | undefined;
	private wakeMs = Infinity;
	private willServe = false;

	constructor(
		readonly clock: Clock,
		readonly timing: Timing,
	) {}

	/** A run has something to send. A new one starts at the lowest turn of those that order: they do not starve it. */
	add(run: RunState): void {
		if (this.runs.has(run)) return;
		const turns = [...this.runs].flatMap(({ orders, turn }) => (orders.length > 0 ? [turn] : []));
		run.turn = Math.max(run.turn, turns.length === 0 ? this.turns : Math.min(...turns));
		this.runs.add(run);
		this.setCeiling();
	}

	/** A run has nothing to send any more, for now. */
	remove(run: RunState): void {
		this.runs.delete(run);
		this.setCeiling();
	}

	/** Whether nobody uses the account, and nobody did within the last window. */
	isIdle(): boolean {
		return this.runs.size === 0 && this.window.isIdle(this.clock.now());
	}

	/** Runs may say that their account is allowed more than usual. */
	private setCeiling(): void {
		this.window.setCeiling(Math.max(VENDOR_LIMIT, ...[...this.runs].map(({ ceiling }) => ceiling)));
	}

	/** A request leaves. */
	take(run: RunState): void {
		this.window.take(this.clock.now());
		run.window.take(this.clock.now());
	}

	/** It was answered. */
	giveBack(
		run: RunState,
		refusal: { readonly retryAfterMs?: number | undefined } | undefined,
	): void {
		const nowMs = this.clock.now();
		run.window.giveBack(nowMs);
		if (refusal === undefined) this.window.giveBack(nowMs);
		else this.window.refuse(nowMs, refusal.retryAfterMs);
		this.serveSoon();
	}

	/** An order leaves: it counts in the turns, and its look is planned for. */
	beginOrder(run: RunState, order: WaitingOrder): void {
		const nowMs = this.clock.now();
		const lookMs = nowMs + ORDER_MS + this.timing.firstLookMs(order.model, this.priceMs());
		run.underWay.set(order, { lookMs, deadlineMs: order.deadlineMs() });
		run.turn += 1;
		this.turns = Math.max(this.turns, run.turn);
		this.pace.take();
	}

	/** Serves once everybody who is about to ask has asked; n8n's event loop turns in between. */
	serveSoon(): void {
		if (this.willServe) return;
		this.willServe = true;
		void this.clock.sleep(0).then(() => {
			this.willServe = false;
			this.serve();
		});
	}

	private serve(): void {
		for (;;) {
			const nowMs = this.clock.now();
			const isWanted = [...this.runs].some(
				({ calls, looks, orders }) => calls.length + looks.size + orders.length > 0,
			);
			if (!isWanted) return this.sleepUntil(Infinity);
			const nextMs = this.window.nextMs(nowMs);
			if (nextMs > nowMs) return this.sleepUntil(nextMs);
			const priceMs = this.priceMs();
			const { best, soonestMs } = bestLook(this.runs, nowMs, priceMs);
			if (best !== undefined) {
				if (!best.isLast && !this.scopes(best.run).every((scope) => keepsLastLooks(scope, nowMs))) {
					return this.sleepUntil(
						Math.min(soonestMs, this.nextCheckMs(nowMs), nextDeadlineMs(this.runs, nowMs)),
					);
				}
				const { job } = best;
				if (!best.isLast && job?.mayHaveLearned() === true) {
					job.plan(nowMs, priceMs);
					if (job.dueMs > nowMs) continue;
				}
				best.waiting.start();
				continue;
			}
			const order = this.nextOrder(nowMs, priceMs);
			if (order === undefined) return this.sleepUntil(soonestMs);
			if (order.waiting === undefined) return this.sleepUntil(Math.min(soonestMs, order.againMs));
			order.waiting.start();
		}
	}

	/** The order whose turn it is, or when to ask again; nothing where no order waits. */
	private nextOrder(
		nowMs: number,
		priceMs: number,
	): { waiting: WaitingOrder } | { waiting?: undefined; againMs: number } | undefined {
		let next: RunState | undefined;
		let againMs = Infinity;
		for (const run of this.runs) {
			if (run.orders.length === 0) continue;
			const openMs = run.window.nextMs(nowMs);
			if (openMs > nowMs) againMs = Math.min(againMs, openMs);
			else if (next === undefined || run.turn < next.turn) next = run;
		}
		const waiting = next?.orders[0];
		if (next === undefined || waiting === undefined) {
			return againMs === Infinity ? undefined : { againMs };
		}
		const paceMs = this.pace.nextMs(nowMs, Math.max(1, this.window.places / VENDOR_LIMIT));
		if (paceMs > nowMs) return { againMs: paceMs };
		return this.fits(nowMs, waiting, next, priceMs)
			? { waiting }
			: { againMs: this.nextCheckMs(nowMs) };
	}

	/** Whether an order may leave now. */
	private fits(nowMs: number, order: WaitingOrder, run: RunState, priceMs: number): boolean {
		const own = {
			lookMs: nowMs + ORDER_MS + this.timing.firstLookMs(order.model, priceMs),
			deadlineMs: order.deadlineMs(),
		};
		return this.scopes(run).every((scope) => keepsAllLooks(scope, nowMs, own));
	}

	/** The windows that hold a run back: the account's, with all runs, and its own where it is smaller. */
	private scopes(run: RunState | undefined): Scope[] {
		const account = { window: this.window, runs: [...this.runs] };
		const isSmaller = run !== undefined && run.ceiling < this.window.places;
		return isSmaller ? [account, { window: run.window, runs: [run] }] : [account];
	}

	private priceMs(): number {
		return priceOfLookMs(this.runs, this.clock.now(), this.window.places);
	}

	private nextCheckMs = (nowMs: number) =>
		Math.min(this.window.nextReturnMs(), nowMs + CHECK_AGAIN_MS);

	private sleepUntil(ms: number): void {
		if (ms === this.wakeMs) return;
		this.timer?.abort();
		this.wakeMs = ms;
		this.timer = undefined;
		if (ms === Infinity) return;
		const timer = new AbortController();
		this.timer = timer;
		void this.clock.sleep(ms - this.clock.now(), timer.signal).then(() => {
			if (this.timer !== timer) return;
			this.timer = undefined;
			this.wakeMs = Infinity;
			this.serve();
		});
	}
}
