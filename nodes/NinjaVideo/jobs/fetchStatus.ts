import type { RateLimiter } from '../pacing/rateLimiter';
import type { Result } from '../result';
import type { Job, JobStatus, ServiceError, VideoService } from '../videoService';

/**
 * Asks once for the status of a job, when the rate limiter allows. Where the address that is asked does not know the
 * job, the next one is asked, in a turn of its own. Sends free requests only.
 * @returns undefined where `giveUp`, or Stop, came before the turn
 */
export async function fetchStatus(
	job: Pick<Job, 'requestId' | 'otherIds' | 'api'>,
	{ limiter, service }: { readonly limiter: RateLimiter; readonly service: VideoService },
	giveUp?: AbortSignal,
): Promise<Result<JobStatus, ServiceError> | undefined> {
	let first: Result<JobStatus, ServiceError> | undefined;
	for (const address of service.addressesOf(job)) {
		const turn = await limiter.schedule(
			'poll',
			async () => await service.getStatus(address),
			giveUp,
		);
		if (!turn.sent) break;
		if (turn.value.ok || turn.value.error.kind !== 'not-found') return turn.value;
		first ??= turn.value;
	}
	return first;
}
