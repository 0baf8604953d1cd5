import type { Job } from '../service';

/** When to look next at the jobs of one run. */
export interface Foresight {
	/** A view of one job. */
	watchJob(job: Job): JobView;
}

/** What is known of one job while it is watched. Times are milliseconds since it was ordered. */
export interface JobView {
	saw(elapsedMs: number, progress: number | undefined): void;
	finished(elapsedMs: number): void;
	/** The wait before the next look, in milliseconds. */
	nextWaitMs(elapsedMs: number): number;
}

/** Looks are never closer together than this, in milliseconds, unless a fixed interval says so. */
export const SHORTEST_WAIT_MS = 3000;
/** Looks are never farther apart than this, in milliseconds. */
export const LONGEST_WAIT_MS = 30_000;

/** A progress of 100 stands for less than a whole video: the service's scale ends at 95, roughly. */
const WHOLE_PROGRESS = 97;
/** How much of an expected rest is slept that is only known from other videos, and the least, in milliseconds. */
const SHARE_OF_USUAL_REST = 0.5;
const LEAST_BEFORE_USUAL_MS = 5000;
/** How much of the time already waited is slept once a job is overdue, and the least, in milliseconds. */
const SHARE_WHEN_OVERDUE = 0.04;
const LEAST_WHEN_OVERDUE_MS = 4000;

const clampWait = (ms: number) => Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, ms));

/** The same wait every time, in milliseconds. */
export function createFixedForesight(intervalMs: number): Foresight {
	const view: JobView = { saw() {}, finished() {}, nextWaitMs: () => intervalMs };
	return { watchJob: () => view };
}

/**
 * Looks when a job is likely to be ready: by the progress it reports, else by how long other jobs of the same
 * model took in this run, else by the model's typical time.
 * @param typicalSeconds a model's usual time in seconds; undefined for a job whose model is not known
 */
export function createForesight(typicalSeconds: (model: string | undefined) => number): Foresight {
	const tookMs = new Map<string, number[]>();
	return {
		watchJob(job) {
			const model = job.model ?? '';
			let last: { elapsedMs: number; progress: number } | undefined;
			let predictedMs: number | undefined;
			return {
				saw(elapsedMs, progress) {
					if (progress === undefined) return;
					const moved = last === undefined || progress > last.progress;
					predictedMs = moved && progress > 0 ? (elapsedMs * WHOLE_PROGRESS) / progress : undefined;
					last = { elapsedMs, progress };
				},
				finished(elapsedMs) {
					tookMs.set(
						model,
						[...(tookMs.get(model) ?? []), elapsedMs].sort((a, b) => a - b),
					);
				},
				nextWaitMs(elapsedMs) {
					// A job's own progress tells more than any other video does: the whole rest is slept.
					if (predictedMs !== undefined) return clampWait(predictedMs - elapsedMs);
					const siblings = tookMs.get(model) ?? [];
					const usualMs =
						siblings[Math.floor(siblings.length / 2)] ?? typicalSeconds(job.model) * 1000;
					const restMs = usualMs - elapsedMs;
					return clampWait(
						restMs > 0
							? Math.max(restMs * SHARE_OF_USUAL_REST, LEAST_BEFORE_USUAL_MS)
							: Math.max(elapsedMs * SHARE_WHEN_OVERDUE, LEAST_WHEN_OVERDUE_MS),
					);
				},
			};
		},
	};
}
