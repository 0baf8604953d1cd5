import type { Clock } from './clock';
import { lookPriceMs } from './lookPrice';
import { RequestWindow } from './requestWindow';
import { hasRoomForOrder, keepsLastLooks, type Scope } from './room';
import type { RunState, Waiting, WaitingOrder } from './runState';
import type { Timing } from './timing';
import type { WatchedJob } from './watchedJob';

/** The vendor's limit: requests of one account in any 60 s. */
export const VENDOR_LIMIT = 60;

/** How long the answer to an order usually takes, in milliseconds. */
const ORDER_MS = 500;
/** An overdue look gains as much in this time, in milliseconds, as one that is certainly ready. */
const OVERDUE_MS = 60_000;
/** What a free call is worth, on the scale of the chance that a job is ready. */
const CALL_VALUE = 0.7;
/** Orders leave in a burst of this many, then at this rate per second, so that looks fall apart. */
const ORDERS = { burst: 20, perSecond: 1.5 } as const;
/** Looks that are planned anew at once, so that n8n's event loop is never held up. */
const MOST_PLANS_AT_ONCE = 20;
const PLAN_MORE_MS = 10;
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
	private tokens: number = ORDERS.burst;
	private tokensAtMs = 0;
	private timer: AbortController | undefined;
	private wakeMs = Infinity;
	private willServe = false;

	constructor(
		readonly clock: Clock,
		readonly timing: Timing,
	) {}

	/** A run begins. A new one starts at the lowest turn of those that still order: it is not starved by them. */
	add(run: RunState): void {
		const waiting = [...this.runs].filter(({ orders }) => orders.length > 0);
		run.turn = waiting.length === 0 ? this.turns : Math.min(...waiting.map(({ turn }) => turn));
		this.runs.add(run);
		this.setCeiling();
	}

	/** A run has ended. */
	remove(run: RunState): void {
		this.runs.delete(run);
		this.setCeiling();
		this.serveSoon();
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
		this.tokens -= 1;
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
			const { best, soonestMs } = this.bestLook(nowMs, priceMs);
			if (best !== undefined) {
				if (
					!best.isLast &&
					!this.scopes(best.run).every((scope) => keepsLastLooks(scope, nowMs))
				) {
					return this.sleepUntil(
						Math.min(soonestMs, this.nextCheckMs(nowMs), this.nextDeadlineMs(nowMs)),
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

	/** The look or call that is worth most now, and when the next one is due where none is. */
	private bestLook(nowMs: number, priceMs: number) {
		let best: { waiting: Waiting; run: RunState; job?: WatchedJob; isLast: boolean } | undefined;
		let bestValue = -Infinity;
		let soonestMs = Infinity;
		let plans = MOST_PLANS_AT_ONCE;
		for (const run of this.runs) {
			const openMs = run.window.nextMs(nowMs);
			if (openMs > nowMs) {
				if (run.looks.size + run.calls.length > 0) soonestMs = Math.min(soonestMs, openMs);
				continue;
			}
			const [call] = run.calls;
			const callValue = call === undefined ? -1 : CALL_VALUE + (nowMs - call.sinceMs) / OVERDUE_MS;
			if (call !== undefined && callValue > bestValue) {
				bestValue = callValue;
				best = { waiting: call, run, isLast: false };
			}
			for (const look of run.looks) {
				const { job } = look;
				if (job.isStale(priceMs)) {
					if (plans > 0 || job.dueMs <= nowMs) {
						job.plan(nowMs, priceMs);
						plans -= 1;
					} else soonestMs = Math.min(soonestMs, nowMs + PLAN_MORE_MS);
				}
				if (job.dueMs > nowMs) {
					soonestMs = Math.min(soonestMs, job.dueMs);
					continue;
				}
				const isLast = job.isLast(nowMs);
				const value = isLast
					? 1e6 + (nowMs - job.deadlineMs)
					: job.chanceReady(nowMs) + (nowMs - job.dueMs) / OVERDUE_MS;
				if (value > bestValue) {
					bestValue = value;
					best = { waiting: look, run, job, isLast };
				}
			}
		}
		return { best, soonestMs };
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
		const rate = Math.max(1, this.window.places / VENDOR_LIMIT);
		const perMs = (ORDERS.perSecond * rate) / 1000;
		const gained = Math.max(0, nowMs - this.tokensAtMs) * perMs;
		this.tokens = Math.min(ORDERS.burst * rate, this.tokens + gained);
		this.tokensAtMs = nowMs;
		if (this.tokens < 1) return { againMs: nowMs + (1 - this.tokens) / perMs + 1 };
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
		return this.scopes(run).every((scope) => hasRoomForOrder(scope, nowMs, own));
	}

	/** The windows that hold a run back: the account's, with all runs, and its own where it is smaller. */
	private scopes(run: RunState | undefined): Scope[] {
		const account = { window: this.window, runs: [...this.runs] };
		const isSmaller = run !== undefined && run.ceiling < this.window.places;
		return isSmaller ? [account, { window: run.window, runs: [run] }] : [account];
	}

	/** What a look costs now. */
	private priceMs(): number {
		const nowMs = this.clock.now();
		let waiting = 0;
		let watched = 0;
		let usualMs = 0;
		for (const run of this.runs) {
			waiting += run.orders.length;
			for (const { job } of run.looks) {
				if (job.dueMs <= nowMs) waiting += 1;
			}
			for (const job of run.jobs) {
				watched += 1;
				usualMs += job.usualMs;
			}
		}
		const { places } = this.window;
		return lookPriceMs({ places, waiting, watched, usualMs: usualMs / Math.max(1, watched) });
	}

	private nextCheckMs = (nowMs: number) =>
		Math.min(this.window.nextReturnMs(), nowMs + CHECK_AGAIN_MS);

	private nextDeadlineMs(nowMs: number): number {
		let nextMs = Infinity;
		for (const { jobs } of this.runs) {
			for (const { deadlineMs } of jobs)
				if (deadlineMs > nowMs) nextMs = Math.min(nextMs, deadlineMs);
		}
		return nextMs;
	}

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
