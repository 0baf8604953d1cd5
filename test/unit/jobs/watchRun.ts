import { watch, type WatchDeps } from '../../../nodes/NinjaVideo/jobs/watch';
import type { ServiceErrorKind } from '../../../nodes/NinjaVideo/videoService';
import { aJob, anError, aWorld } from '../../support/builders';
import type { JobScript } from '../../support/fakeService';
import { MINUTE_MS } from './batchRun';

/** The request id of the job that is watched. */
export const ID = 'ordered-elsewhere';

/** A world with one job, and the watch of it. */
export function setUp(script: JobScript, timeoutMs = 20 * MINUTE_MS) {
	const world = aWorld({ scripts: { [ID]: script } });
	const job = aJob({ requestId: ID, startedAtMs: world.clock.now() });
	const deadlineMs = world.clock.now() + timeoutMs;
	const run = async (changes: Partial<WatchDeps> = {}, isNew = true) =>
		await world.clock.run(watch(job, isNew, { ...world, deadlineMs, ...changes }));
	return { ...world, world, job, run };
}

/** The same fault some times in a row. */
export const times = (count: number, cause: ServiceErrorKind) =>
	Array.from({ length: count }, () => anError(cause));
