import { type Alerts, DEFAULT_ALERTS, endedEvent, moneyEvents, type Payload } from './events';
import type { ApiVersion } from './ids';
import type { JobPlan, JobView, SimulatedJob } from './job';
import { createJobStore } from './jobStore';
import { type Account, createMoney, type LedgerEntry } from './money';
import { type Admission, createRateLimiter, DEFAULT_RATE_LIMIT, type RateLimit } from './rateLimit';
import type { CreateBody } from './pageRules';
import { createReplays } from './replays';
import { createWebhooks } from './webhooks';

export type { JobPlan, JobView, SimulatedJob } from './job';
export type { Account, LedgerEntry } from './money';

/** Where the world takes its time from: milliseconds from any fixed start. */
export interface SimulatorClock {
	now(): number;
}

/** An order that has passed the checks of its call. Money in US cents. */
export interface OrderRequest {
	/** The account's key. */
	readonly key: string;
	readonly version: ApiVersion;
	readonly body: CreateBody;
	readonly priceCents: number;
	/** How long the generation usually takes, in milliseconds, at speed 1. */
	readonly typicalMs: number;
	readonly idempotencyKey?: string | undefined;
	/** Whether an order under a used key is answered with the job of the first one. */
	readonly replays: boolean;
	readonly plan?: JobPlan;
	/** The id of the HTTP request, where requests have one. */
	readonly httpId?: string | undefined;
	/** Whether webhooks are told of the job's end. */
	readonly notifies: boolean;
	/** What the account may have spent in all when this order is paid; no limit by default. */
	readonly spendLimitCents?: number | null;
}

/** What came of an order. */
export type OrderResult =
	| { readonly kind: 'created' | 'replayed'; readonly job: SimulatedJob }
	| { readonly kind: 'in-flight' | 'key-reused' | 'insufficient-credits' | 'spend-limit' };

export interface WorldOptions {
	readonly clock: SimulatorClock;
	readonly accounts?: ReadonlyArray<Readonly<Account>>;
	/** Generation times, and the delays between attempts of a webhook, are divided by it; 1 by default. */
	readonly speed?: number;
	/** Generation times vary at random by this share up and down, 0 to 1; 0 by default. */
	readonly spread?: number;
	/** From 0 up to 1; `Math.random` by default. */
	readonly random?: () => number;
	readonly rateLimit?: RateLimit;
	/** Where the video URLs point to, without a slash at the end. */
	readonly videoOrigin: () => string;
	/** When webhooks are told of money; see `DEFAULT_ALERTS`. Can be set later, too. */
	readonly alerts?: Partial<Alerts>;
	/** Endpoints an account may have; 5 by default. */
	readonly maxWebhooks?: number;
	/** What a webhook is sent, as JSON. */
	readonly webhookPayload?: Payload;
	/** Told whenever there may be something new to be delivered. */
	readonly onWork?: () => void;
	/** Told of every job that was started. */
	readonly onStart?: (job: SimulatedJob) => void;
}

/** The account a world has if none is given: $100.00. */
export const DEFAULT_ACCOUNT: Readonly<Account> = {
	key: 'nj_sk_simulator',
	balanceCents: 10_000,
};

/**
 * The state of the simulated service: accounts, money, jobs, webhooks. It knows no HTTP and
 * no settings. Its ledger is the truth about what was charged. Every reading first books the
 * refunds and events due by then.
 */
export type World = ReturnType<typeof createWorld>;

/** Makes a world. Nothing in it waits: jobs end because the clock moves on. */
export function createWorld(options: WorldOptions) {
	const { clock, speed = 1, spread = 0, random = Math.random, videoOrigin } = options;
	const { maxWebhooks, webhookPayload: payload, onWork = () => undefined } = options;
	const alerts: { -readonly [Key in keyof Alerts]: Alerts[Key] } = {
		...DEFAULT_ALERTS,
		...options.alerts,
	};
	const webhooks = createWebhooks({ speed, maxWebhooks, payload });
	const money = createMoney(options.accounts ?? [DEFAULT_ACCOUNT], (movement) => {
		for (const event of moneyEvents(movement, alerts)) webhooks.publish(event);
	});
	const keysSeen: string[] = [];
	const replays = createReplays();
	/** The job that each HTTP request ordered, or was answered with. */
	const jobOfHttpId = new Map<string, string>();
	const limiter = createRateLimiter(options.rateLimit ?? DEFAULT_RATE_LIMIT);
	const { bookDue, start, ...store } = createJobStore({
		now: () => clock.now(),
		money,
		speed,
		spread,
		random,
		videoOrigin,
		onEnd: (job, videoUrl) => webhooks.publish(endedEvent(job, videoUrl)),
	});

	return {
		clock,
		/** By id, of both versions. */
		jobs: store.jobs,
		/** Idempotency keys of the submissions that reached the service, in order. */
		keysSeen,
		alerts,
		/** By key. */
		get accounts(): Map<string, Account> {
			bookDue();
			return money.accounts;
		},
		get ledger(): LedgerEntry[] {
			bookDue();
			return money.ledger;
		},
		/** Endpoints, events and deliveries. */
		get webhooks() {
			bookDue();
			return webhooks;
		},
		/** When the next job ends whose end does something, in milliseconds; `Infinity` if none. */
		nextEndAt: store.nextEndAt,
		/** Counts a request against the account's limit, or refuses it. */
		admit(key: string): Admission {
			return limiter.admit(money.accountOf(key).key, clock.now());
		},
		/** Starts a job and charges for it, unless its idempotency key says that it was started. */
		order(request: OrderRequest): OrderResult {
			bookDue();
			const { key, priceCents, idempotencyKey, plan = {}, httpId } = request;
			const text = JSON.stringify(request.body);
			const toResult = (kind: 'created' | 'replayed', job: SimulatedJob): OrderResult => {
				if (httpId !== undefined) jobOfHttpId.set(httpId, job.requestId);
				return { kind, job };
			};
			if (idempotencyKey !== undefined) {
				keysSeen.push(idempotencyKey);
				const earlier = request.replays
					? replays.find(key, idempotencyKey, text, clock.now())
					: ({ kind: 'none' } as const);
				if (earlier.kind === 'replayed') return toResult('replayed', earlier.job);
				if (earlier.kind !== 'none') return earlier;
			}
			const limit = request.spendLimitCents ?? Infinity;
			if (money.spentCents(key) + priceCents > limit) return { kind: 'spend-limit' };
			const job = start({ ...request, accountKey: key, plan, idempotencyKey, httpId });
			if (job === undefined) return { kind: 'insufficient-credits' };
			if (idempotencyKey !== undefined && request.replays) {
				const doneAt = job.submittedAt + (plan.createMs ?? 0);
				replays.keep(key, idempotencyKey, { text, job, doneAt });
			}
			onWork();
			options.onStart?.(job);
			return toResult('created', job);
		},
		/** The job of this account that has this id, or was ordered by the HTTP request of this id. */
		find(key: string, { jobId = '', httpId = '' }): SimulatedJob | undefined {
			const job = store.jobs.get(jobId) ?? store.jobs.get(jobOfHttpId.get(httpId) ?? '');
			return job?.accountKey === key ? job : undefined;
		},
		/** What a status call shows of a job now. Free. */
		getStatus(requestId: string): JobView {
			bookDue();
			return store.getStatus(requestId);
		},
		/** Whether a video may be fetched with the token of its URL. */
		videoAccess: store.videoAccess,
		/** All charges less all refunds, in US cents. */
		chargedCents(): number {
			bookDue();
			return money.chargedCents();
		},
		/** The number of charges less the number of refunds. */
		charges(): number {
			bookDue();
			return money.charges();
		},
		/** The same for one job: 1 paid, 0 refunded or never charged. */
		chargesFor(requestId: string): number {
			bookDue();
			return money.charges(requestId);
		},
		/** Credit left, in US cents. */
		balanceCents(key: string): number {
			bookDue();
			return money.accountOf(key).balanceCents;
		},
	};
}
