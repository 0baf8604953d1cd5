import { lookPriceMs } from './lookPrice';
import type { RunState, Waiting } from './runState';
import type { WatchedJob } from './watchedJob';

/** An overdue look gains as much in this time, in milliseconds, as one that is certainly ready. */
const OVERDUE_MS = 60_000;
/** What a free call is worth, on the scale of the chance that a job is ready. */
const CALL_VALUE = 0.7;
/** Looks that are planned anew at once, so that n8n's event loop is never held up. */
const MOST_PLANS_AT_ONCE = 20;
const PLAN_MORE_MS = 10;

/** A look or a call that may leave now. */
export interface BestLook {
	readonly waiting: Waiting;
	readonly run: RunState;
	/** Absent for a call. */
	readonly job?: WatchedJob;
	/** Whether it is the look at the deadline. */
	readonly isLast: boolean;
}

/** The look or call that is worth most now, and when the next one is due where none is. */
export function bestLook(
	runs: ReadonlySet<RunState>,
	nowMs: number,
	priceMs: number,
): { readonly best?: BestLook | undefined; readonly soonestMs: number } {
	let best: BestLook | undefined;
	let bestValue = -Infinity;
	let soonestMs = Infinity;
	let plans = MOST_PLANS_AT_ONCE;
	for (const run of runs) {
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

/** What a look costs now. */
export function priceOfLookMs(runs: ReadonlySet<RunState>, nowMs: number, places: number): number {
	let waiting = 0;
	let watched = 0;
	let usualMs = 0;
	for (const run of runs) {
		waiting += run.orders.length;
		for (const { job } of run.looks) {
			if (job.dueMs <= nowMs) waiting += 1;
		}
		for (const job of run.jobs) {
			watched += 1;
			usualMs += job.usualMs;
		}
	}
	return lookPriceMs({ places, waiting, watched, usualMs: usualMs / Math.max(1, watched) });
}

/** When the next look at a deadline is due. */
export function nextDeadlineMs(runs: ReadonlySet<RunState>, nowMs: number): number {
	let nextMs = Infinity;
	for (const { jobs } of runs) {
		for (const { deadlineMs } of jobs)
			if (deadlineMs > nowMs) nextMs = Math.min(nextMs, deadlineMs);
	}
	return nextMs;
}
