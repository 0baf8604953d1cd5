import type { Job, ServiceError } from '../videoService';

/** Why an order was not sent, other than by a failure of the service. */
export type Refusal =
	/** The unique key was used for another order; both in a few words. */
	| {
			readonly kind: 'key-taken';
			readonly uniqueKey: string;
			readonly wanted: string;
			readonly taken: string;
	  }
	/** An earlier row of the run asks for another order under the same unique key; both in a few words. */
	| {
			readonly kind: 'key-shared';
			readonly uniqueKey: string;
			readonly wanted: string;
			readonly first: string;
	  }
	/** The journal has the order, and nothing else has: not its request id, nor a way to replay it. */
	| { readonly kind: 'already-ordered'; readonly uniqueKey?: string }
	/** n8n lost every record of the execution in a crash, its beginning included. */
	| { readonly kind: 'record-lost' }
	/** n8n keeps nothing between tries, and the service promises no replay. */
	| { readonly kind: 'needs-replay' }
	/** n8n's database could not be written. */
	| { readonly kind: 'no-journal' };

/** What became of one item. Wherever a job exists, the outcome carries it. */
export type Outcome =
	/** The video is ready. */
	| {
			readonly kind: 'completed';
			readonly job: Job;
			readonly videoUrl: string;
			/** From the order, or the start of the wait, to our knowing, in milliseconds. */
			readonly elapsedMs?: number;
	  }
	/** The service could not make it. Not charged. */
	| {
			readonly kind: 'failed';
			readonly job: Job;
			readonly reason: string;
			readonly elapsedMs?: number;
	  }
	/** Over without a video, by a word that no contract explains. It may have been charged. */
	| {
			readonly kind: 'ended';
			readonly job: Job;
			/** The service's own word. */
			readonly word: string;
			readonly reason?: string;
			readonly elapsedMs?: number;
	  }
	/** Ordered and, as far as we know, still being made. `fault` is what the last look met, if it met one. */
	| {
			readonly kind: 'processing';
			readonly job: Job;
			readonly reason: 'submitted' | 'looked' | 'deadline' | 'ended';
			readonly progress?: number;
			readonly elapsedMs?: number;
			readonly fault?: ServiceError;
	  }
	/** Ordered, and not looked at in time: nobody knows whether it is ready. `fault` is what the last look met. */
	| {
			readonly kind: 'not-looked-at';
			readonly job: Job;
			readonly progress?: number;
			readonly elapsedMs?: number;
			readonly fault?: ServiceError;
	  }
	/** Ordered and paid for, but the service's answers no longer say how it is doing. */
	| {
			readonly kind: 'status-unknown';
			readonly job: Job;
			readonly error: ServiceError;
			readonly elapsedMs?: number;
	  }
	/** Never ordered, nothing charged. Without error and reason the run simply ended before its turn. */
	| {
			readonly kind: 'not-submitted';
			readonly error?: ServiceError;
			readonly refusal?: Refusal;
			/** The workflow's own time limit came before its turn. */
			readonly reason?: 'time-limit';
	  }
	/** Sent, but no answer came that says whether it was accepted. Never bought again. */
	| {
			readonly kind: 'unknown';
			readonly idempotencyKey: string;
			/** Whether the same order may be sent again under its key, because the service replays it. */
			readonly mayBeSentAgain: boolean;
			/** The unique key of the item: a new execution refuses it too. */
			readonly uniqueKey?: string;
			/** Absent when an earlier run was cut off while sending. */
			readonly error?: ServiceError;
			/** The workflow's own time limit came before the answer. */
			readonly reason?: 'time-limit';
			/** Set where it was not sent this time. */
			readonly refusal?: Refusal;
	  };

/** Stands between ids of which one is the job's, wherever they are written for people. */
export const OR = ' or ';

/** The job an outcome speaks of, where one exists. */
export function jobOf(outcome: Outcome): Job | undefined {
	return 'job' in outcome ? outcome.job : undefined;
}

/**
 * Every id by which the video of an outcome may be found, most likely first. As soon as the service has said how the
 * job of one id ended, the others of its answer are none.
 */
export function idsOf(outcome: Outcome): readonly string[] {
	const job = jobOf(outcome);
	if (job === undefined) {
		const isOpen = outcome.kind === 'unknown' || outcome.kind === 'not-submitted';
		return (isOpen && outcome.error?.facts.possibleRequestIds) || [];
	}
	const isOpen = ['processing', 'not-looked-at', 'status-unknown'].includes(outcome.kind);
	return [job.requestId, ...((isOpen && job.otherIds) || [])];
}
