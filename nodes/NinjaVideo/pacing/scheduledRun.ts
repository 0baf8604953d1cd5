import { RequestWindow } from './requestWindow';
import type { RunState, WaitingCall, WaitingLook, WaitingOrder } from './runState';
import type { Scheduler } from './scheduler';
import { WatchedJob, type JobToWatch } from './watchedJob';

/** A request that had its turn, or whose turn did not come before the run or its own wait ended. */
export type Turn<T> = { readonly sent: true; readonly value: T } | { readonly sent: false };

/** What a 429 says. */
export interface Refusal {
	/** How long to stay away, in milliseconds, where it is said. */
	readonly retryAfterMs?: number | undefined;
}

/** One request. */
export interface ScheduledRequest<T> {
	send(): Promise<T>;
	/** Reads from what came back whether it was a 429. */
	refusalOf(value: T): Refusal | undefined;
	/** Leaves the line when it aborts. */
	readonly giveUp?: AbortSignal | undefined;
}

/** What a run may do. */
export interface RunLimits {
	/** The run's own ceiling: its requests in any 60 s. */
	readonly requestsPerMinute: number;
	/** Ends all waiting when it aborts. */
	readonly signal: AbortSignal;
}

/** One run's way to its account's scheduler: every request of the run waits here for its turn. */
export class ScheduledRun {
	private readonly state: RunState;
	private readonly leaveAll = new Set<() => void>();

	constructor(
		private readonly scheduler: Scheduler,
		private readonly limits: RunLimits,
	) {
		this.state = {
			window: new RequestWindow(limits.requestsPerMinute),
			ceiling: limits.requestsPerMinute,
			orders: [],
			underWay: new Map(),
			looks: new Set(),
			calls: [],
			jobs: new Set(),
			turn: -Infinity,
		};
	}

	/** Counts among the account's runs while it has anything to send or to watch. */
	private enter(): void {
		this.scheduler.add(this.state);
		this.limits.signal.addEventListener('abort', this.leaveLines);
	}

	private leaveIfDone(): void {
		const { orders, underWay, looks, calls, jobs } = this.state;
		if (orders.length + calls.length + underWay.size + looks.size + jobs.size > 0) return;
		this.limits.signal.removeEventListener('abort', this.leaveLines);
		this.scheduler.remove(this.state);
	}

	/**
	 * An order, in its run's turn. Within a run the slowest models go first.
	 * @param about `isAgain`: it was refused by a 429, and goes before all others of its run
	 */
	async order<T>(
		request: ScheduledRequest<T>,
		about: { readonly model: string; readonly isAgain: boolean; deadlineMs(): number },
	): Promise<Turn<T>> {
		const { orders, underWay } = this.state;
		const { model, isAgain } = about;
		const usualMs = isAgain ? Infinity : this.scheduler.timing.usualMs(model);
		const deadlineMs = () => about.deadlineMs();
		return await this.inTurn(request, {
			join: (start) => {
				const order: WaitingOrder = { start, model, usualMs, deadlineMs };
				const faster = orders.findIndex((other) => other.usualMs < usualMs);
				orders.splice(faster < 0 ? orders.length : faster, 0, order);
				return order;
			},
			leave: (order) => remove(orders, order),
			began: (order) => this.scheduler.beginOrder(this.state, order),
			answered: (order) => underWay.delete(order),
		});
	}

	/** A free call about no job that is watched. */
	async call<T>(request: ScheduledRequest<T>): Promise<Turn<T>> {
		const { calls } = this.state;
		return await this.inTurn(request, {
			join: (start) => {
				const call: WaitingCall = { start, sinceMs: this.scheduler.clock.now() };
				calls.push(call);
				return call;
			},
			leave: (call) => remove(calls, call),
		});
	}

	/** Begins to watch a job. `unwatch` ends it. */
	watch(job: JobToWatch): WatchedJob {
		const watched = new WatchedJob(job, this.scheduler.timing, this.scheduler.clock.now());
		this.state.jobs.add(watched);
		this.enter();
		return watched;
	}

	/** Ends the watch of a job. */
	unwatch(job: WatchedJob): void {
		this.state.jobs.delete(job);
		this.leaveIfDone();
		this.scheduler.serveSoon();
	}

	/** Waits until a look at a job is due and worth its place, then sends it. */
	async look<T>(request: ScheduledRequest<T>, job: WatchedJob): Promise<Turn<T>> {
		const { looks } = this.state;
		const { clock } = this.scheduler;
		return await this.inTurn(request, {
			join: (start) => {
				const look: WaitingLook = {
					job,
					start() {
						job.lookedAtMs = clock.now();
						start();
					},
				};
				looks.add(look);
				return look;
			},
			leave: (look) => looks.delete(look),
		});
	}

	private leaveLines = () => {
		for (const leave of [...this.leaveAll]) leave();
	};

	/** Waits in a line until its turn comes, the run ends, or `giveUp` aborts. */
	private async inTurn<T, W>(
		{ send, refusalOf, giveUp }: ScheduledRequest<T>,
		line: {
			join(start: () => void): W;
			leave(waiting: W): void;
			began?(waiting: W): void;
			answered?(waiting: W): void;
		},
	): Promise<Turn<T>> {
		const { scheduler, state, limits } = this;
		if (limits.signal.aborted || giveUp?.aborted === true) return { sent: false };
		return await new Promise<Turn<T>>((resolve, reject) => {
			const end = () => {
				line.leave(waiting);
				this.leaveAll.delete(leave);
				giveUp?.removeEventListener('abort', leave);
			};
			const leave = () => {
				end();
				this.leaveIfDone();
				resolve({ sent: false });
				scheduler.serveSoon();
			};
			const start = () => {
				end();
				scheduler.take(state);
				line.began?.(waiting);
				const answered = (refusal?: Refusal) => {
					line.answered?.(waiting);
					scheduler.giveBack(state, refusal);
					this.leaveIfDone();
				};
				send().then(
					(value) => {
						answered(refusalOf(value));
						resolve({ sent: true, value });
					},
					(error: Error) => {
						answered();
						reject(error);
					},
				);
			};
			const waiting = line.join(start);
			this.enter();
			this.leaveAll.add(leave);
			giveUp?.addEventListener('abort', leave);
			scheduler.serveSoon();
		});
	}
}

function remove<T>(list: T[], item: T): void {
	const place = list.indexOf(item);
	if (place >= 0) list.splice(place, 1);
}
