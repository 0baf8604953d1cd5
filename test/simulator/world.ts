import { createHash } from 'crypto';

import { type JobPlan, type JobView, type SimulatedJob, viewAt } from './job';
import { type Admission, createRateLimiter, DEFAULT_RATE_LIMIT, type RateLimit } from './rateLimit';
import { type CreateBody, findModel } from './rules';
import { createVideoTokens, type VideoAccess } from './videoTokens';

export type { JobPlan, JobView, SimulatedJob } from './job';

/** Where the world takes its time from: milliseconds from any fixed start. */
export interface SimulatorClock {
	now(): number;
}

/** A customer of the simulated service, with one API key. Money in US cents. */
export interface Account {
	readonly key: string;
	balanceCents: number;
}

/** One movement of money. `at` in milliseconds of the world's clock, `cents` always positive. */
export interface LedgerEntry {
	readonly at: number;
	readonly kind: 'charge' | 'refund';
	readonly cents: number;
	readonly requestId: string;
	/** Key of the account. */
	readonly key: string;
	readonly idempotencyKey?: string;
}

export type Submission =
	| { readonly ok: true; readonly job: SimulatedJob; readonly balanceCents: number }
	| { readonly ok: false; readonly reason: 'insufficient_credits' };

export interface WorldOptions {
	readonly clock: SimulatorClock;
	readonly accounts?: ReadonlyArray<Readonly<Account>>;
	/** Generation times are divided by it; 1 by default. */
	readonly speed?: number;
	/** Generation times vary at random by this share up and down, 0 to 1; 0 by default. */
	readonly spread?: number;
	/** From 0 up to 1; `Math.random` by default. */
	readonly random?: () => number;
	readonly rateLimit?: RateLimit;
	/** Where the video URLs point to, without a slash at the end. */
	readonly videoOrigin: () => string;
}

/** The account a world has if none is given: $100.00. */
export const DEFAULT_ACCOUNT: Readonly<Account> = {
	key: 'nj_sk_simulator',
	balanceCents: 10_000,
};

/**
 * The state of the simulated service: accounts, money, jobs. It knows no HTTP. Its ledger is the
 * truth about what was charged. Every reading first books the refunds due by then.
 */
export type World = ReturnType<typeof createWorld>;

/** Makes a world. Nothing in it waits: jobs end because the clock moves on. */
export function createWorld(options: WorldOptions) {
	const { clock, speed = 1, spread = 0, random = Math.random, videoOrigin } = options;
	const accounts = new Map(
		(options.accounts ?? [DEFAULT_ACCOUNT]).map((account) => [account.key, { ...account }]),
	);
	const ledger: LedgerEntry[] = [];
	const jobs = new Map<string, SimulatedJob>();
	const keysSeen: string[] = [];
	let failing: SimulatedJob[] = [];
	const limiter = createRateLimiter(options.rateLimit ?? DEFAULT_RATE_LIMIT);
	const tokens = createVideoTokens();

	function accountOf(key: string): Account {
		const account = accounts.get(key);
		if (account === undefined) throw new Error('No such account in the simulator');
		return account;
	}

	function move(kind: LedgerEntry['kind'], at: number, job: SimulatedJob, key?: string): void {
		const account = accountOf(job.accountKey);
		const cents = job.priceCents;
		account.balanceCents += kind === 'refund' ? cents : -cents;
		const entry = { at, kind, cents, requestId: job.requestId, key: account.key };
		ledger.push(key === undefined ? entry : { ...entry, idempotencyKey: key });
	}

	function settle(): void {
		const now = clock.now();
		const due = failing.filter((job) => job.readyAt <= now);
		if (due.length === 0) return;
		failing = failing.filter((job) => job.readyAt > now);
		due.sort((a, b) => a.readyAt - b.readyAt);
		for (const job of due) move('refund', job.readyAt, job);
	}

	/** The shape of a real request id: `:` and `/` in it must be encoded in a query. */
	function nextRequestId(): string {
		const seed = `${clock.now()} ${jobs.size}`;
		const hex = createHash('sha256').update(seed).digest('hex').slice(0, 24);
		return `gemini-veo:operations/generate-video-${hex}`;
	}

	function generationMs(body: CreateBody): number {
		const typicalMs = findModel(body.model)?.typicalMs ?? 0;
		return Math.round((typicalMs * (1 + spread * (2 * random() - 1))) / speed);
	}

	function videoUrl(job: SimulatedJob): string {
		const lifetimeMs = job.plan.urlLifetimeMs ?? Infinity;
		const token = tokens.issue(job.requestId, clock.now() + lifetimeMs);
		return `${videoOrigin()}/videos/${encodeURIComponent(job.requestId)}.mp4?token=${token}`;
	}

	const netOf = (entries: LedgerEntry[], worth: (entry: LedgerEntry) => number): number =>
		entries.reduce((sum, entry) => sum + (entry.kind === 'charge' ? 1 : -1) * worth(entry), 0);

	return {
		clock,
		jobs,
		/** Idempotency keys of the submissions that reached the service, in order. */
		keysSeen,
		/** By key. */
		get accounts(): Map<string, Account> {
			settle();
			return accounts;
		},
		get ledger(): LedgerEntry[] {
			settle();
			return ledger;
		},
		/** Counts a request against the account's limit, or refuses it. */
		admit(key: string): Admission {
			return limiter.admit(accountOf(key).key, clock.now());
		},
		/**
		 * Starts a job and charges for it. An idempotency key is written down and not acted upon:
		 * generation 1 documents none, so two submissions are two charges.
		 */
		submit(key: string, body: CreateBody, idempotencyKey?: string, plan: JobPlan = {}): Submission {
			settle();
			const account = accountOf(key);
			const priceCents = findModel(body.model)?.priceCents;
			if (priceCents === undefined) throw new Error(`No such model: ${body.model}`);
			if (idempotencyKey !== undefined) keysSeen.push(idempotencyKey);
			if (account.balanceCents < priceCents) return { ok: false, reason: 'insufficient_credits' };
			const submittedAt = clock.now();
			const job: SimulatedJob = {
				requestId: nextRequestId(),
				accountKey: key,
				body,
				priceCents,
				submittedAt,
				readyAt: submittedAt + (plan.generationMs ?? generationMs(body)),
				plan,
				looks: 0,
			};
			jobs.set(job.requestId, job);
			move('charge', submittedAt, job, idempotencyKey);
			if (plan.outcome === 'failed') failing.push(job);
			return { ok: true, job, balanceCents: account.balanceCents };
		},
		/** What the status endpoint shows of a job now. Free. */
		look(requestId: string): JobView {
			settle();
			const job = jobs.get(requestId);
			if (job === undefined) return { kind: 'not-found' };
			job.looks += 1;
			return viewAt(job, clock.now(), () => videoUrl(job));
		},
		/** Whether a video may be fetched with the token of its URL. */
		videoAccess(requestId: string, token: string): VideoAccess {
			return tokens.check(requestId, token, clock.now());
		},
		/** All charges less all refunds, in US cents. */
		chargedCents(): number {
			settle();
			return netOf(ledger, (entry) => entry.cents);
		},
		/** The number of charges less the number of refunds. */
		charges(): number {
			settle();
			return netOf(ledger, () => 1);
		},
		/** The same for one job: 1 paid, 0 refunded or never charged. */
		chargesFor(requestId: string): number {
			settle();
			return netOf(
				ledger.filter((entry) => entry.requestId === requestId),
				() => 1,
			);
		},
		/** Credit left, in US cents. */
		balanceCents(key: string): number {
			settle();
			return accountOf(key).balanceCents;
		},
	};
}
