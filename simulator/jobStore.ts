import { type ApiVersion, makeJobId } from './ids';
import { type JobPlan, type JobView, type SimulatedJob, viewAt } from './job';
import type { LedgerEntry, Money } from './money';
import type { CreateBody } from './pageRules';
import { createVideoTokens, type VideoAccess } from './videoTokens';

/** What is ordered, and by whom. */
export interface Order {
	readonly version: ApiVersion;
	readonly accountKey: string;
	readonly body: CreateBody;
	readonly priceCents: number;
	/** How long the generation usually takes, in milliseconds, at speed 1. */
	readonly typicalMs: number;
	readonly plan: JobPlan;
	readonly idempotencyKey: string | undefined;
	/** The id of the HTTP request, where requests have one. */
	readonly httpId: string | undefined;
	/** Whether webhooks are told of its end. */
	readonly notifies: boolean;
}

/** What the jobs of a world depend on. */
export interface JobStoreOptions {
	readonly now: () => number;
	readonly money: Money;
	readonly speed: number;
	readonly spread: number;
	readonly random: () => number;
	readonly videoOrigin: () => string;
	/** Told of every job that notifies and has ended, after its refund. */
	readonly onEnd: (job: SimulatedJob, videoUrl: string | undefined) => void;
}

/** The jobs of both versions. Every one is paid for when it starts, and refunded if it fails. */
export function createJobStore(options: JobStoreOptions) {
	const { now, money, speed, spread, random, videoOrigin, onEnd } = options;
	const jobs = new Map<string, SimulatedJob>();
	const tokens = createVideoTokens();
	/** Jobs whose end does something: a refund, an event. */
	let ending: SimulatedJob[] = [];

	function move(kind: LedgerEntry['kind'], at: number, job: SimulatedJob, order?: Order): void {
		const { priceCents: cents, requestId } = job;
		const { idempotencyKey, httpId } = order ?? {};
		money.move({
			...{ at, kind, cents, requestId, key: job.accountKey },
			...(idempotencyKey !== undefined && { idempotencyKey }),
			...(httpId !== undefined && { httpId }),
		});
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
		if (!job.notifies) return;
		onEnd(job, hasFailed || job.plan.withoutUrl === true ? undefined : videoUrl(job));
	}

	return {
		/** By id. */
		jobs,
		/** Books what has become due: refunds, and the ends webhooks are told of. */
		bookDue(): void {
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
			const { version, accountKey, body, priceCents, plan, notifies } = order;
			if (money.accountOf(accountKey).balanceCents < priceCents) return undefined;
			const submittedAt = now();
			const job: SimulatedJob = {
				requestId: makeJobId(version, submittedAt, jobs.size),
				version,
				notifies,
				accountKey,
				body,
				priceCents,
				submittedAt,
				readyAt: submittedAt + (plan.generationMs ?? generationMs(order.typicalMs)),
				plan,
				statusCalls: 0,
			};
			jobs.set(job.requestId, job);
			move('charge', submittedAt, job, order);
			if (plan.outcome === 'failed' || notifies) ending.push(job);
			return job;
		},
		/** What a status call shows of a job now. */
		getStatus(requestId: string): JobView {
			const job = jobs.get(requestId);
			if (job === undefined) return { kind: 'not-found' };
			job.statusCalls += 1;
			return viewAt(job, now(), () => videoUrl(job));
		},
		/** Whether a video may be fetched with the token of its URL. */
		videoAccess(requestId: string, token: string): VideoAccess {
			return tokens.check(requestId, token, now());
		},
	};
}
