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
}

/** A paid job of the simulated service. Times in milliseconds of the world's clock. */
export interface SimulatedJob {
	readonly requestId: string;
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

/**
 * Progress of a running job: an integer from 0 to 95 that grows with the time passed, or
 * `undefined` if its plan says that none is reported. `now` in milliseconds.
 */
export function progressAt(job: SimulatedJob, now: number): number | undefined {
	const share = (now - job.submittedAt) / Math.max(1, job.readyAt - job.submittedAt);
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

/** What the job shows at `now` (ms). `makeUrl` is called only if a video URL is to be shown. */
export function viewAt(job: SimulatedJob, now: number, makeUrl: () => string): JobView {
	const { plan } = job;
	if (job.looks <= (plan.notFoundLooks ?? 0)) return { kind: 'not-found' };
	if (now < job.readyAt) {
		const word = plan.statusWord ?? 'processing';
		const progress = progressAt(job, now);
		return progress === undefined
			? { kind: 'processing', word }
			: { kind: 'processing', word, progress };
	}
	if (plan.outcome === 'failed') {
		return { kind: 'failed', reason: plan.failureReason ?? 'The video could not be generated' };
	}
	return plan.withoutUrl === true
		? { kind: 'completed' }
		: { kind: 'completed', videoUrl: makeUrl() };
}
