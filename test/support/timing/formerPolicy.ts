/** Looks were never closer together or farther apart than this, in milliseconds. */
const [SHORTEST_WAIT_MS, LONGEST_WAIT_MS] = [3000, 30_000];
/** The progress at which a video was expected to be ready. */
const PROGRESS_WHEN_READY = 93;

/** Of the rest until the expected end a share was slept; after it, a share of the time since. */
const waitFor = (restMs: number, ofRest: number, overdue: number, leastMs: number): number =>
	Math.max(leastMs, restMs > 0 ? restMs * ofRest : -restMs * overdue);

/**
 * The policy of this package before it learned, as a rival: by the progress of the job itself, else by the catalogue's
 * time. Times are milliseconds since the order.
 */
export function createFormerPolicy(typicalMs: number) {
	let furthest = 0;
	let moves = false;
	let predictedMs: number | undefined;
	return {
		notReady(elapsedMs: number, progress: number | undefined): void {
			if (progress === undefined) return;
			moves = progress > furthest;
			if (!moves) return;
			furthest = progress;
			predictedMs = (elapsedMs * PROGRESS_WHEN_READY) / progress;
		},
		nextLookMs(elapsedMs: number): number {
			const usual = waitFor(typicalMs - elapsedMs, 0.35, 0.05, 6000);
			const byProgress =
				predictedMs === undefined
					? usual
					: waitFor(predictedMs - elapsedMs, 0.9, 0.3, SHORTEST_WAIT_MS);
			const waitMs = moves ? byProgress : Math.min(byProgress, usual);
			return elapsedMs + Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, waitMs));
		},
	};
}
