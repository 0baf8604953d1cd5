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

/** How much of the expected rest is slept before looking again. */
const SHARE_OF_REST = 0.75;
/** How much of the time already waited is slept once a job is overdue. */
const SHARE_WHEN_OVERDUE = 0.12;

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
					predictedMs =
						moved && progress > 0 && progress < 100 ? (elapsedMs * 100) / progress : undefined;
					last = { elapsedMs, progress };
				},
				finished(elapsedMs) {
					tookMs.set(
						model,
						[...(tookMs.get(model) ?? []), elapsedMs].sort((a, b) => a - b),
					);
				},
				nextWaitMs(elapsedMs) {
					const siblings = tookMs.get(model) ?? [];
					const expectedMs =
						predictedMs ??
						siblings[Math.floor(siblings.length / 2)] ??
						typicalSeconds(job.model) * 1000;
					const restMs = expectedMs - elapsedMs;
					return clampWait(restMs > 0 ? restMs * SHARE_OF_REST : elapsedMs * SHARE_WHEN_OVERDUE);
				},
			};
		},
	};
}
