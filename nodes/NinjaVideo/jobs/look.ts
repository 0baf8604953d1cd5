import type { RequestBudget } from '../pacing/requestBudget';
import { settle, type Settled } from '../pacing/settle';
import { ServiceError, type Job, type JobStatus, type VideoService } from '../service';

/**
 * One look at a job, in its turn. Where the generation that is asked does not know the job, the other one is asked
 * too, in a turn of its own. Sends free requests only.
 * @returns undefined where `giveUp`, or Stop, came before the turn
 */
export async function lookAt(
	job: Pick<Job, 'requestId' | 'api'>,
	{ budget, service }: { readonly budget: RequestBudget; readonly service: VideoService },
	giveUp?: AbortSignal,
): Promise<Settled<JobStatus> | undefined> {
	let first: Settled<JobStatus> | undefined;
	for (const api of service.apisOf(job)) {
		const turn = await budget.spend(
			'poll',
			async () => await settle(service.look(job.requestId, api)),
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
	error instanceof ServiceError && error.facts.cause === 'not-found';
