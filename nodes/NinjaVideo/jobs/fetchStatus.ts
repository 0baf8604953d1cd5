import type { RateLimiter } from '../pacing/rateLimiter';
import { toResult, type Result } from '../result';
import { ServiceError, type Job, type JobStatus, type VideoService } from '../videoService';

/**
 * One look at a job, in its turn. Where the generation that is asked does not know the job, the other one is asked
 * too, in a turn of its own. Sends free requests only.
 * @returns undefined where `giveUp`, or Stop, came before the turn
 */
export async function fetchStatus(
	job: Pick<Job, 'requestId' | 'api'>,
	{ limiter, service }: { readonly limiter: RateLimiter; readonly service: VideoService },
	giveUp?: AbortSignal,
): Promise<Result<JobStatus> | undefined> {
	let first: Result<JobStatus> | undefined;
	for (const api of service.apisOf(job)) {
		const turn = await limiter.schedule(
			'poll',
			async () => await toResult(service.getStatus(job.requestId, api)),
			giveUp,
		);
		if (!turn.sent) break;
		if (turn.value.ok || !isNotFound(turn.value.error)) return turn.value;
		first ??= turn.value;
	}
	return first;
}

/** Whether a look failed because the service does not know the job. */
export const isNotFound = (error: unknown): boolean =>
	error instanceof ServiceError && error.facts.kind === 'not-found';
