import { type Generation, makeJobId } from './ids';
import { type JobPlan, type JobView, type SimulatedJob, viewAt } from './job';
import type { LedgerEntry, Money } from './money';
import type { CreateBody } from './rules';
import { createVideoTokens, type VideoAccess } from './videoTokens';

/** What is ordered, and by whom. */
export interface Order {
	readonly generation: Generation;
	readonly accountKey: string;
	readonly body: CreateBody;
	readonly priceCents: number;
	/** How long the generation usually takes, in milliseconds, at speed 1. */
	readonly typicalMs: number;
	readonly plan: JobPlan;
	readonly idempotencyKey: string | undefined;
}

/** What the jobs of a world depend on. */
export interface JobBookOptions {
	readonly now: () => number;
	readonly money: Money;
	readonly speed: number;
	readonly spread: number;
	readonly random: () => number;
	readonly videoOrigin: () => string;
	/** Whether webhooks are told of a job. */
	readonly isTold: (job: SimulatedJob) => boolean;
	/** Told of every such job that has ended, after its refund. */
	readonly onEnd: (job: SimulatedJob, videoUrl: string | undefined) => void;
}

/** The jobs of both generations. Every one is paid for when it starts, and refunded if it fails. */
export function createJobBook(options: JobBookOptions) {
	const { now, money, speed, spread, random, videoOrigin, isTold, onEnd } = options;
	const jobs = new Map<string, SimulatedJob>();
	const tokens = createVideoTokens();
	/** Jobs whose end does something: a refund, an event. */
	let ending: SimulatedJob[] = [];

	function move(kind: LedgerEntry['kind'], at: number, job: SimulatedJob, key?: string): void {
		const { priceCents: cents, requestId } = job;
		const entry = { at, kind, cents, requestId, key: job.accountKey };
		money.move(key === undefined ? entry : { ...entry, idempotencyKey: key });
	}

	function generationMs(typicalMs: number): number {
		return Math.round((typicalMs * (1 + spread * (2 * random() - 1))) / speed);
	}

	function videoUrl(job: SimulatedJob): string {
		const lifetimeMs = job.plan.urlLifetimeMs ?? Infinity;
		const token = tokens.issue(job.requestId, now() + lifetimeMs);
		return `${videoOrigin()}/videos/${encodeURIComponent(job.requestId)}.mp4?token=${token}`;
	}

	function end(job: SimulatedJob): void {
		const hasFailed = job.plan.outcome === 'failed';
		if (hasFailed) move('refund', job.readyAt, job);
		if (!isTold(job)) return;
		onEnd(job, hasFailed || job.plan.withoutUrl === true ? undefined : videoUrl(job));
	}

	return {
		/** By id. */
		jobs,
		/** Books what has become due: refunds, and the ends webhooks are told of. */
		settle(): void {
			const time = now();
			const due = ending.filter((job) => job.readyAt <= time);
			if (due.length === 0) return;
			ending = ending.filter((job) => job.readyAt > time);
			due.sort((a, b) => a.readyAt - b.readyAt);
			for (const job of due) end(job);
		},
		/** When the next thing becomes due, in milliseconds; `Infinity` if nothing will. */
		nextEndAt(): number {
			return Math.min(...ending.map(({ readyAt }) => readyAt));
		},
		/** Charges for a job and starts it, or `undefined` if the account cannot pay. */
		start(order: Order): SimulatedJob | undefined {
			const { generation, accountKey, body, priceCents, plan, idempotencyKey } = order;
			if (money.accountOf(accountKey).balanceCents < priceCents) return undefined;
			const submittedAt = now();
			const job: SimulatedJob = {
				requestId: makeJobId(generation, submittedAt, jobs.size),
				generation,
				accountKey,
				body,
				priceCents,
				submittedAt,
				readyAt: submittedAt + (plan.generationMs ?? generationMs(order.typicalMs)),
				plan,
				looks: 0,
			};
			jobs.set(job.requestId, job);
			move('charge', submittedAt, job, idempotencyKey);
			if (plan.outcome === 'failed' || isTold(job)) ending.push(job);
			return job;
		},
		/** What the status endpoint of its generation shows of a job now. */
		look(requestId: string): JobView {
			const job = jobs.get(requestId);
			if (job === undefined) return { kind: 'not-found' };
			job.looks += 1;
			return viewAt(job, now(), () => videoUrl(job));
		},
		/** Whether a video may be fetched with the token of its URL. */
		videoAccess(requestId: string, token: string): VideoAccess {
			return tokens.check(requestId, token, now());
		},
	};
}
