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
	let found: Extract<Result<JobStatus, ServiceError>, { ok: false }> | undefined;
	for (const address of service.addressesOf(job)) {
		const turn = await limiter.schedule(
			'poll',
			async () => await service.getStatus(address),
			giveUp,
		);
		if (!turn.sent) break;
		if (turn.value.ok || !isAboutAddress(turn.value.error)) return turn.value;
		if (found === undefined || found.error.kind === 'not-found') found = turn.value;
	}
	return found;
}

/** Whether an error is an answer to this address, so that another address may know the job. */
const isAboutAddress = ({ kind, facts }: ServiceError): boolean =>
	kind === 'not-found' || (facts.status !== undefined && !ABOUT_ALL_CALLS.has(kind));

/** Failures that every address would meet. */
const ABOUT_ALL_CALLS = new Set(['rate-limited', 'key-rejected', 'intercepted', 'redirected']);
