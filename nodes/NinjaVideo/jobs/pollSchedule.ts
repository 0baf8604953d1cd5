import type { Job } from '../videoService';

/** When to look next at the jobs of one run. */
export interface PollSchedule {
	/** A view of one job. */
	watchJob(job: Job): JobSchedule;
}

/** What is known of one job while it is watched. Times are milliseconds since it was ordered. */
export interface JobSchedule {
	recordProgress(elapsedMs: number, progress: number | undefined): void;
	recordReady(elapsedMs: number): void;
	/** The wait before the next look, in milliseconds. */
	nextWaitMs(elapsedMs: number): number;
}

/** Looks are never closer together than this, in milliseconds, unless a fixed interval says so. */
export const SHORTEST_WAIT_MS = 3000;
/** Looks are never farther apart than this, in milliseconds. */
export const LONGEST_WAIT_MS = 30_000;

/**
 * How a job is approached whose end is expected at some moment. Of the rest only a share is slept, so that a
 * guess that is too late costs little; once the moment has passed, a share of the time since. Never less than
 * `leastMs` milliseconds.
 */
interface Approach {
	readonly shareOfRest: number;
	readonly shareOverdue: number;
	readonly leastMs: number;
}

/** A job's own progress is a good guess: nearly the whole rest is slept, then it is looked for closely. */
const BY_PROGRESS: Approach = { shareOfRest: 0.9, shareOverdue: 0.3, leastMs: SHORTEST_WAIT_MS };
/** What other videos took says much less: the looks begin early and stay evenly spread. */
const BY_USUAL_TIME: Approach = { shareOfRest: 0.35, shareOverdue: 0.05, leastMs: 6000 };

/** The service's scale ends at 95. Slightly less, because a look too early costs less than one too late. */
const PROGRESS_WHEN_READY = 93;

const clampWait = (ms: number) => Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, ms));

function waitFor(restMs: number, approach: Approach): number {
	const { leastMs, shareOfRest, shareOverdue } = approach;
	return Math.max(leastMs, restMs > 0 ? restMs * shareOfRest : -restMs * shareOverdue);
}

/** The same wait every time, in milliseconds. */
export function createFixedPollSchedule(intervalMs: number): PollSchedule {
	const view: JobSchedule = { recordProgress() {}, recordReady() {}, nextWaitMs: () => intervalMs };
	return { watchJob: () => view };
}

/**
 * Looks when a job is likely to be ready: by the progress it reports, else by how long other jobs of the same
 * model took in this run, else by the model's typical time.
 * @param typicalSeconds a model's usual time in seconds; undefined for a job whose model is not known
 */
export function createPollSchedule(
	typicalSeconds: (model: string | undefined) => number,
): PollSchedule {
	const tookMs = new Map<string, number[]>();
	return {
		watchJob(job) {
			const model = job.model ?? '';
			let furthest = 0;
			let moves = false;
			let predictedMs: number | undefined;
			return {
				recordProgress(elapsedMs, progress) {
					if (progress === undefined) return;
					moves = progress > furthest;
					if (!moves) return;
					furthest = progress;
					predictedMs = (elapsedMs * PROGRESS_WHEN_READY) / progress;
				},
				recordReady(elapsedMs) {
					tookMs.set(
						model,
						[...(tookMs.get(model) ?? []), elapsedMs].sort((a, b) => a - b),
					);
				},
				nextWaitMs(elapsedMs) {
					const siblings = tookMs.get(model) ?? [];
					const usualMs =
						siblings[Math.floor(siblings.length / 2)] ?? typicalSeconds(job.model) * 1000;
					const usualWaitMs = waitFor(usualMs - elapsedMs, BY_USUAL_TIME);
					if (predictedMs === undefined) return clampWait(usualWaitMs);
					const predictedWaitMs = waitFor(predictedMs - elapsedMs, BY_PROGRESS);
					// A progress that stands still is coarse or stuck: then whichever wait is shorter.
					return clampWait(moves ? predictedWaitMs : Math.min(predictedWaitMs, usualWaitMs));
				},
			};
		},
	};
}
