import type { ApiVersion } from './ids';
import type { CreateBody } from './pageRules';

/** How one job is to run where that differs from the usual. */
export interface JobPlan {
	/** How it ends; `completed` by default. A failed job is refunded. */
	readonly outcome?: 'completed' | 'failed';
	readonly failureReason?: string;
	/** Exact generation time in milliseconds: neither speed nor spread apply to it. */
	readonly generationMs?: number;
	readonly progress?: 'normal' | 'missing' | 'stuck' | 'jumps-back';
	/** The first so many status calls do not find the job. */
	readonly notFoundCalls?: number;
	/** Completed, but without a video URL. */
	readonly withoutUrl?: boolean;
	/** Sent instead of `processing` as long as the job runs. */
	readonly statusWord?: string;
	/** How long a video URL is good for, in milliseconds. Every status call makes a new one. */
	readonly urlLifetimeMs?: number;
	/**
	 * How long the create call itself runs, in milliseconds: its answer comes that late, and where
	 * orders are replayed the same one is `request_in_flight` until then. Exact, like `generationMs`.
	 */
	readonly createMs?: number;
}

/** A paid job of the simulated service. Times in milliseconds of the world's clock. */
export interface SimulatedJob {
	/** Its id, whatever an answer calls it. */
	readonly requestId: string;
	/** The version it was ordered from. */
	readonly version: ApiVersion;
	/** Whether webhooks are told of its end. */
	readonly notifies: boolean;
	/** The key of the account that paid. */
	readonly accountKey: string;
	readonly body: CreateBody;
	readonly priceCents: number;
	readonly submittedAt: number;
	/** When the generation ends, well or badly. */
	readonly readyAt: number;
	readonly plan: JobPlan;
	/** How often its status was asked for. */
	statusCalls: number;
}

/** What a status call shows of a job. */
export type JobView =
	| { readonly kind: 'not-found' }
	| {
			readonly kind: 'processing';
			/** In the first moments; the reference page has no word for it. */
			readonly isQueued: boolean;
			/** A word of the plan, in place of the service's own. */
			readonly word?: string;
			readonly progress?: number;
	  }
	| { readonly kind: 'completed'; readonly videoUrl?: string }
	| { readonly kind: 'failed'; readonly reason: string };

const MAX_PROGRESS = 95;
const STUCK_AT = 40;
const JUMP_BACK = 40;
/** Share of its time a job of v2 is queued; invented. */
const QUEUED_SHARE = 0.05;

const shareAt = (job: SimulatedJob, now: number): number =>
	(now - job.submittedAt) / Math.max(1, job.readyAt - job.submittedAt);

/**
 * Progress of a running job: an integer from 0 to 95 that grows with the time passed, or
 * `undefined` if its plan says that none is reported. `now` in milliseconds.
 */
export function progressAt(job: SimulatedJob, now: number): number | undefined {
	const share = shareAt(job, now);
	const progress = Math.max(0, Math.min(MAX_PROGRESS, Math.floor(share * MAX_PROGRESS)));
	switch (job.plan.progress) {
		case 'missing':
			return undefined;
		case 'stuck':
			return Math.min(progress, STUCK_AT);
		case 'jumps-back':
			return share < 0.5 ? progress : Math.max(0, progress - JUMP_BACK);
		case 'normal':
		case undefined:
			return progress;
	}
}

/** Why a job failed that is planned to. */
export function failureReasonOf({ plan }: SimulatedJob): string {
	return plan.failureReason ?? 'The video could not be generated';
}

/** What the job shows at `now` (ms). `makeUrl` is called only if a video URL is to be shown. */
export function viewAt(job: SimulatedJob, now: number, makeUrl: () => string): JobView {
	const { plan } = job;
	if (job.statusCalls <= (plan.notFoundCalls ?? 0)) return { kind: 'not-found' };
	if (now < job.readyAt) {
		const isQueued = job.version === 'v2' && shareAt(job, now) < QUEUED_SHARE;
		const progress = progressAt(job, now);
		return {
			kind: 'processing',
			isQueued,
			...(plan.statusWord !== undefined && { word: plan.statusWord }),
			...(progress !== undefined && { progress }),
		};
	}
	if (plan.outcome === 'failed') {
		return { kind: 'failed', reason: failureReasonOf(job) };
	}
	return plan.withoutUrl === true
		? { kind: 'completed' }
		: { kind: 'completed', videoUrl: makeUrl() };
}
