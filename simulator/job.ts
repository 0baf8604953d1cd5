import type { Generation } from './ids';
import type { CreateBody } from './rules';

/** How one job is to run where that differs from the usual. */
export interface JobPlan {
	/** How it ends; `completed` by default. A failed job is refunded. */
	readonly outcome?: 'completed' | 'failed';
	readonly failureReason?: string;
	/** Exact generation time in milliseconds: neither speed nor spread apply to it. */
	readonly generationMs?: number;
	readonly progress?: 'normal' | 'missing' | 'stuck' | 'jumps-back';
	/** The first so many looks do not find the job. */
	readonly notFoundLooks?: number;
	/** Completed, but without a video URL. */
	readonly withoutUrl?: boolean;
	/** Sent instead of `processing` as long as the job runs. */
	readonly statusWord?: string;
	/** How long a video URL is good for, in milliseconds. Every look at the job makes a new one. */
	readonly urlLifetimeMs?: number;
	/**
	 * How long the create call itself runs, in milliseconds: its answer comes that late, and in
	 * generation 2 the same write is `request_in_flight` until then. Exact, like `generationMs`.
	 */
	readonly createMs?: number;
}

/** A paid job of the simulated service. Times in milliseconds of the world's clock. */
export interface SimulatedJob {
	/** Its id. Generation 2 calls it `id`; there a `request_id` is the HTTP request's. */
	readonly requestId: string;
	/** The generation it was made under; the other one does not know it. */
	readonly generation: Generation;
	/** The key of the account that paid. */
	readonly accountKey: string;
	readonly body: CreateBody;
	readonly priceCents: number;
	readonly submittedAt: number;
	/** When the generation ends, well or badly. */
	readonly readyAt: number;
	readonly plan: JobPlan;
	/** How often its status was asked for. */
	looks: number;
}

/** What a look at a job shows. */
export type JobView =
	| { readonly kind: 'not-found' }
	| { readonly kind: 'processing'; readonly word: string; readonly progress?: number }
	| { readonly kind: 'completed'; readonly videoUrl?: string }
	| { readonly kind: 'failed'; readonly reason: string };

const MAX_PROGRESS = 95;
const STUCK_AT = 40;
const JUMP_BACK = 40;
/** Share of its time a job of generation 2 is queued; invented. */
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
	if (job.looks <= (plan.notFoundLooks ?? 0)) return { kind: 'not-found' };
	if (now < job.readyAt) {
		const isQueued = job.generation === 'second' && shareAt(job, now) < QUEUED_SHARE;
		const word = plan.statusWord ?? (isQueued ? 'queued' : 'processing');
		const progress = progressAt(job, now);
		return progress === undefined
			? { kind: 'processing', word }
			: { kind: 'processing', word, progress };
	}
	if (plan.outcome === 'failed') {
		return { kind: 'failed', reason: failureReasonOf(job) };
	}
	return plan.withoutUrl === true
		? { kind: 'completed' }
		: { kind: 'completed', videoUrl: makeUrl() };
}
