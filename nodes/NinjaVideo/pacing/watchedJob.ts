import { priceWhileLearning } from './lookPrice';
import type { JobForecast } from './jobForecast';
import type { Timing } from './timing';

/** A job that is to be watched. */
export interface JobToWatch {
	/** Absent for a job that is only known by its id. */
	readonly model?: string | undefined;
	/** When it was ordered, or first heard of, in milliseconds since the epoch. */
	readonly startedAtMs: number;
	/** Whether it was ordered just now: only then does it teach how long videos take. */
	readonly isNew: boolean;
	/** When to give up, in milliseconds since the epoch. The last look is made at this moment. */
	readonly deadlineMs: number;
	/** A fixed time between looks in milliseconds, instead of what was learned. */
	readonly intervalMs?: number | undefined;
}

/** A plan this close before the deadline, in milliseconds, is moved to the deadline. */
const CLOSE_TO_DEADLINE_MS = 1000;
/** How soon a look that failed at the deadline is made again, in milliseconds. */
const RETRY_AFTER_DEADLINE_MS = 2000;

/** One job that is watched: when to look at it next, and how much that look is worth. */
export class WatchedJob {
	/** When the next look is due, in milliseconds since the epoch. */
	dueMs: number;
	/** When the last look was sent, in milliseconds since the epoch. */
	lookedAtMs = -Infinity;
	/** The price of a look, and what was known, when the look was planned. */
	plannedAt: { priceMs: number; version: number } = { priceMs: Number.NaN, version: -1 };
	/** The model's usual time when it began to be watched, in milliseconds. */
	readonly usualMs: number;
	readonly deadlineMs: number;
	private readonly forecast: JobForecast;
	private readonly modelId: string;
	/** Before this moment no look but the last one, in milliseconds since the epoch. */
	private heldUntilMs = -Infinity;
	/** When it was probably ordered, in milliseconds since the epoch. */
	private startedAtMs: number;
	private hasReported = false;

	constructor(
		private readonly job: JobToWatch,
		private readonly timing: Timing,
		nowMs: number,
	) {
		this.modelId = job.model ?? '';
		this.deadlineMs = job.deadlineMs;
		this.startedAtMs = job.startedAtMs;
		this.usualMs = timing.usualMs(this.modelId);
		this.forecast = timing.follow(this.modelId);
		this.dueMs = nowMs;
		if (job.isNew) this.holdForInterval(nowMs);
		if (!job.isNew) this.plannedAt = { priceMs: Infinity, version: Infinity };
	}

	/** No look within the fixed interval, where there is one; an interval beyond the deadline ends there. */
	private holdForInterval(nowMs: number): void {
		const { intervalMs } = this.job;
		if (intervalMs !== undefined) {
			this.heldUntilMs = Math.min(nowMs + intervalMs, this.deadlineMs);
		}
	}

	/** Plans the next look. What was ordered before, elsewhere or by an earlier run, is looked at at once. */
	plan(nowMs: number, priceMs: number): void {
		const isFirstOfOld = this.plannedAt.version === Infinity;
		if (isFirstOfOld) return;
		this.plannedAt = { priceMs, version: this.timing.version };
		if (this.isLast(nowMs)) {
			this.dueMs = Math.max(nowMs, this.heldUntilMs);
			return;
		}
		const plannedMs = Math.max(nowMs, this.heldUntilMs, this.plannedMs(nowMs, priceMs));
		const isClose = plannedMs > this.deadlineMs - CLOSE_TO_DEADLINE_MS;
		this.dueMs = isClose ? this.deadlineMs : plannedMs;
	}

	private plannedMs(nowMs: number, priceMs: number): number {
		if (this.job.intervalMs !== undefined) return nowMs;
		const price = priceWhileLearning(priceMs, this.timing.finished(this.modelId));
		return this.startedAtMs + this.forecast.nextLookMs(nowMs - this.startedAtMs, price);
	}

	/** Whether the last look was the one at the deadline, after which nothing more is waited for. */
	get wasLast(): boolean {
		return this.lookedAtMs >= this.deadlineMs;
	}

	/** Whether the plan is from other times: another price of a look. */
	isStale(priceMs: number): boolean {
		return this.plannedAt.version !== Infinity && this.plannedAt.priceMs !== priceMs;
	}

	/** Whether another video was finished since the plan was made. */
	mayHaveLearned(): boolean {
		return this.plannedAt.version < this.timing.version;
	}

	/** Whether a look now is the one at the deadline. */
	isLast(nowMs: number): boolean {
		return nowMs >= this.deadlineMs;
	}

	/** The chance that it is ready at a moment, in milliseconds since the epoch. */
	chanceReady(atMs: number): number {
		return this.forecast.chanceReady(atMs - this.startedAtMs);
	}

	/** A look failed: the next one in `waitMs` milliseconds, but at the deadline at the latest, or soon after it. */
	retryIn(waitMs: number, nowMs: number): void {
		const latestMs = Math.max(this.deadlineMs, nowMs + RETRY_AFTER_DEADLINE_MS);
		this.heldUntilMs = Math.min(nowMs + waitMs, latestMs);
		this.forget();
	}

	/** A look found it not ready. */
	notReady(nowMs: number, progress: number | undefined): void {
		const isOld = !this.job.isNew && this.job.model === undefined;
		if (isOld && !this.hasReported && progress !== undefined) {
			// Nobody knows when it was ordered: as long ago as its progress would usually take.
			this.startedAtMs -= (Math.min(95, Math.max(0, progress)) / 95) * this.usualMs;
			this.hasReported = true;
		}
		this.forecast.notReady(nowMs - this.startedAtMs, progress);
		this.holdForInterval(nowMs);
		this.forget();
	}

	/** A look found it ready. */
	ready(nowMs: number): void {
		if (this.job.isNew) this.forecast.ready(nowMs - this.startedAtMs);
		else this.forecast.leave();
	}

	/** It is not watched any more, and was not ready. */
	leave(): void {
		this.forecast.leave();
	}

	private forget(): void {
		this.plannedAt = { priceMs: Number.NaN, version: -1 };
	}
}
