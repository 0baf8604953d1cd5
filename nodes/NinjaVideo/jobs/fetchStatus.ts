import type { ScheduledRequest, ScheduledRun } from '../pacing/scheduledRun';
import type { WatchedJob } from '../pacing/watchedJob';
import type { Result } from '../result';
import {
	madeNoVideo,
	type Job,
	type JobStatus,
	type ServiceError,
	type VideoService,
} from '../videoService';
import { refusalOf } from './refusal';

/**
 * Asks once for the status of a job, when its turn has come. Where the address that is asked does not know the job,
 * the next one is asked, in a turn of its own. Of several ids one that did not fail is the job's. Sends free requests
 * only.
 * @param when the job, if it is watched: then the turn comes when a look is due; when to leave the line; and how long
 *   an answer may take, in milliseconds, asked when it is sent
 * @returns undefined where `giveUp`, or Stop, came before the turn
 */
export async function fetchStatus(
	job: Pick<Job, 'requestId' | 'otherIds' | 'api'>,
	{ scheduler, service }: { readonly scheduler: ScheduledRun; readonly service: VideoService },
	{
		watched,
		giveUp,
		timeoutMs,
	}: {
		readonly watched?: WatchedJob;
		readonly giveUp?: AbortSignal | undefined;
		timeoutMs?(): number;
	} = {},
): Promise<Result<JobStatus, ServiceError> | undefined> {
	let found: Extract<Result<JobStatus, ServiceError>, { ok: false }> | undefined;
	let over:
		| { readonly requestId: string; readonly status: Result<JobStatus, ServiceError> }
		| undefined;
	for (const address of service.addressesOf(job)) {
		if (over?.requestId === address.requestId) continue;
		const request: ScheduledRequest<Result<JobStatus, ServiceError>> = {
			send: async () => await service.getStatus(address, timeoutMs?.()),
			refusalOf,
			giveUp,
		};
		const isDue = watched === undefined || found !== undefined || over !== undefined;
		const turn = await (isDue ? scheduler.call(request) : scheduler.look(request, watched));
		if (!turn.sent) break;
		if (turn.value.ok && madeNoVideo(turn.value.value)) {
			over ??= { requestId: address.requestId, status: turn.value };
			continue;
		}
		if (turn.value.ok || !isAboutAddress(turn.value.error)) return turn.value;
		if (found === undefined || found.error.kind === 'not-found') found = turn.value;
	}
	return over?.status ?? found;
}

/** Whether an error is an answer to this address, so that another address may know the job. */
const isAboutAddress = ({ kind, facts }: ServiceError): boolean =>
	kind === 'not-found' || (facts.status !== undefined && !ABOUT_ALL_CALLS.has(kind));

/** Failures that every address would meet, and a job that is known but for its URL. */
const ABOUT_ALL_CALLS = new Set([
	'rate-limited',
	'key-rejected',
	'intercepted',
	'redirected',
	'no-video-url',
]);
