import { type Alerts, DEFAULT_ALERTS, endedEvent, moneyEvents, type Payload } from './events';
import type { Generation } from './ids';
import type { JobPlan, JobView, SimulatedJob } from './job';
import { createJobBook } from './jobStore';
import { type Account, createMoney, type LedgerEntry } from './money';
import { type Admission, createRateLimiter, DEFAULT_RATE_LIMIT, type RateLimit } from './rateLimit';
import { type CreateBody, findModel } from './rules';
import { findVideoModel, priceCentsOf } from './v2/models';
import type { VideoBody } from './v2/rules';
import { createWrites } from './v2/writes';
import { createWebhooks } from './webhooks';

export type { JobPlan, JobView, SimulatedJob } from './job';
export type { Account, LedgerEntry } from './money';

/** Where the world takes its time from: milliseconds from any fixed start. */
export interface SimulatorClock {
	now(): number;
}

/** What came of a create call of generation 1. */
export type Submission =
	| { readonly ok: true; readonly job: SimulatedJob; readonly balanceCents: number }
	| { readonly ok: false; readonly reason: 'insufficient_credits' };

/** What came of a create call of generation 2. */
export type Creation =
	| { readonly kind: 'created' | 'replayed'; readonly job: SimulatedJob }
	| { readonly kind: 'in-flight' | 'key-reused' | 'insufficient-credits' };

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
	/**
	 * Whether the routes of the two generations are aliases of each other, as the vendor's later
	 * document says; `false` by default. Then each status route knows the jobs of both, and the
	 * `request_id` of a create call of generation 2 is the job's.
	 */
	readonly aliases?: boolean;
	/** Told whenever there may be something new for a courier to wait for. */
	readonly onWork?: () => void;
}

/** The account a world has if none is given: $100.00. */
export const DEFAULT_ACCOUNT: Readonly<Account> = {
	key: 'nj_sk_simulator',
	balanceCents: 10_000,
};

/**
 * The state of the simulated service: accounts, money, jobs, webhooks, for both generations. It
 * knows no HTTP. Its ledger is the truth about what was charged. Every reading first books the
 * refunds and events due by then.
 */
export type World = ReturnType<typeof createWorld>;

/** Makes a world. Nothing in it waits: jobs end because the clock moves on. */
export function createWorld(options: WorldOptions) {
	const { clock, speed = 1, spread = 0, random = Math.random, videoOrigin } = options;
	const { aliases = false } = options;
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
	const writes = createWrites();
	const limiter = createRateLimiter(options.rateLimit ?? DEFAULT_RATE_LIMIT);
	const { settle, start, ...book } = createJobBook({
		now: () => clock.now(),
		money,
		speed,
		spread,
		random,
		videoOrigin,
		// Assumed: webhooks are told of the jobs GET /videos/{id} knows.
		isTold: (job) => aliases || job.generation === 'second',
		onEnd: (job, videoUrl) => webhooks.publish(endedEvent(job, videoUrl)),
	});

	return {
		clock,
		/** Whether the routes of one generation know the jobs of the other. */
		aliases,
		/** By id, of both generations. */
		jobs: book.jobs,
		/** Idempotency keys of the submissions that reached the service, in order. */
		keysSeen,
		alerts,
		/** By key. */
		get accounts(): Map<string, Account> {
			settle();
			return money.accounts;
		},
		get ledger(): LedgerEntry[] {
			settle();
			return money.ledger;
		},
		/** Endpoints, events and deliveries. */
		get webhooks() {
			settle();
			return webhooks;
		},
		/** When the next job ends whose end does something, in milliseconds; `Infinity` if none. */
		nextEndAt: book.nextEndAt,
		/** Counts a request against the account's limit, or refuses it. */
		admit(key: string): Admission {
			return limiter.admit(money.accountOf(key).key, clock.now());
		},
		/**
		 * Starts a job of generation 1 and charges for it. An idempotency key is written down and not
		 * acted upon: generation 1 documents none, so two submissions are two charges.
		 */
		submit(key: string, body: CreateBody, idempotencyKey?: string, plan: JobPlan = {}): Submission {
			settle();
			const rule = findModel(body.model);
			if (rule === undefined) throw new Error(`No such model: ${body.model}`);
			if (idempotencyKey !== undefined) keysSeen.push(idempotencyKey);
			const { priceCents, typicalMs } = rule;
			const order = { accountKey: key, body, priceCents, typicalMs, plan, idempotencyKey };
			const job = start({ generation: 'first', ...order });
			if (job === undefined) return { ok: false, reason: 'insufficient_credits' };
			onWork();
			return { ok: true, job, balanceCents: money.accountOf(key).balanceCents };
		},
		/** Starts a job of generation 2 and charges for it, unless its key says that it was started. */
		create(key: string, body: VideoBody, idempotencyKey?: string, plan: JobPlan = {}): Creation {
			settle();
			const model = findVideoModel(body.model);
			if (model === undefined) throw new Error(`No such model: ${body.model}`);
			const text = JSON.stringify(body);
			if (idempotencyKey !== undefined) {
				keysSeen.push(idempotencyKey);
				const earlier = writes.find(key, idempotencyKey, text, clock.now());
				if (earlier.kind !== 'none') return earlier;
			}
			const priceCents = priceCentsOf(model, body.duration);
			const { typicalMs } = model;
			const order = { accountKey: key, body, priceCents, typicalMs, plan, idempotencyKey };
			const job = start({ generation: 'second', ...order });
			if (job === undefined) return { kind: 'insufficient-credits' };
			const doneAt = job.submittedAt + (plan.createMs ?? 0);
			if (idempotencyKey !== undefined) writes.keep(key, idempotencyKey, { text, job, doneAt });
			onWork();
			return { kind: 'created', job };
		},
		/** The job of this id, as far as this account's calls of this generation know it. */
		find(requestId: string, key: string, generation: Generation): SimulatedJob | undefined {
			const job = book.jobs.get(requestId);
			const isKnown = job?.accountKey === key && (aliases || job.generation === generation);
			return isKnown ? job : undefined;
		},
		/** What the status endpoint of its generation shows of a job now. Free. */
		look(requestId: string): JobView {
			settle();
			return book.look(requestId);
		},
		/** Whether a video may be fetched with the token of its URL. */
		videoAccess: book.videoAccess,
		/** All charges less all refunds, in US cents. */
		chargedCents(): number {
			settle();
			return money.chargedCents();
		},
		/** The number of charges less the number of refunds. */
		charges(): number {
			settle();
			return money.charges();
		},
		/** The same for one job: 1 paid, 0 refunded or never charged. */
		chargesFor(requestId: string): number {
			settle();
			return money.charges(requestId);
		},
		/** Credit left, in US cents. */
		balanceCents(key: string): number {
			settle();
			return money.accountOf(key).balanceCents;
		},
	};
}
