import { toServiceError } from '../../nodes/NinjaVideo/api/errorPolicy';
import { createLedger, type Ledger, type LedgerStore } from '../../nodes/NinjaVideo/jobs/ledger';
import type { Order } from '../../nodes/NinjaVideo/jobs/submit';
import type { Clock } from '../../nodes/NinjaVideo/pacing/clock';
import { ScheduledRun } from '../../nodes/NinjaVideo/pacing/scheduledRun';
import { Scheduler } from '../../nodes/NinjaVideo/pacing/scheduler';
import { Timing } from '../../nodes/NinjaVideo/pacing/timing';
import type {
	Job,
	ServiceError,
	ServiceErrorKind,
	ServiceErrorFacts,
	VideoRequest,
} from '../../nodes/NinjaVideo/videoService';
import { createFakeService, type FakeService, type JobScript } from './fakeService';
import { createVirtualClock, type VirtualClock } from './virtualClock';

/** A request that every rule lets through. */
export function aRequest(changes: Partial<VideoRequest> = {}): VideoRequest {
	return {
		prompt: 'a golden retriever',
		model: 'veo-3.1-fast',
		durationSeconds: 8,
		aspectRatio: '16:9',
		...changes,
	};
}

/** An order whose ledgerKey, prompt and keys are made of one name: key `a`, then `a-2`. */
export function anOrder(name: string, changes: Partial<Order> = {}): Order {
	return {
		ledgerKey: `ledgerKey ${name}`,
		request: aRequest({ prompt: name }),
		priceCents: 300,
		idempotencyKey: (before) => (before === 0 ? name : `${name}-${before + 1}`),
		...changes,
	};
}

/** A job as the service would give it. */
export function aJob(changes: Partial<Job> = {}): Job {
	return {
		requestId: 'gemini-veo:operations/1',
		model: 'veo-3.1-fast',
		startedAtMs: 0,
		...changes,
	};
}

/** A service error as the table of the API has it. */
export function anError(
	kind: ServiceErrorKind,
	facts: Partial<Omit<ServiceErrorFacts, 'kind'>> = {},
): ServiceError {
	return toServiceError(kind, `the service met ${kind}`, {
		paid: true,
		advice: 'Do something about it.',
		...facts,
	});
}

/** Everything jobs need, over a fake service on a virtual clock. */
export interface World {
	readonly clock: VirtualClock;
	readonly service: FakeService;
	readonly store: LedgerStore;
	readonly ledger: Ledger;
	readonly scheduler: ScheduledRun;
	readonly signal: AbortSignal;
	deadlineMs(): number;
	/** What the Stop button does. */
	stop(): void;
}

/** What a test may say about its world. */
export interface WorldOptions {
	/** How the service treats each prompt, or each request id that was ordered elsewhere. */
	readonly scripts?: Readonly<Record<string, JobScript>>;
	/** How it treats every other one. */
	readonly otherwise?: JobScript;
	readonly requestsPerMinute?: number;
	readonly store?: LedgerStore;
	readonly clock?: VirtualClock;
	/** The account in which the service replays orders; none by default, as in the first generation. */
	readonly replay?: string;
	/** When to give up on an order; never by default. */
	readonly deadlineMs?: number;
}

/** A run on an account of its own, where every video is believed to take a minute. */
export const aScheduledRun = (
	clock: Clock,
	signal: AbortSignal,
	requestsPerMinute = 60,
): ScheduledRun =>
	new ScheduledRun(new Scheduler(clock, new Timing(() => 60_000)), { requestsPerMinute, signal });

/** Makes a world of its own for one test. */
export function aWorld(options: WorldOptions = {}): World {
	const clock = options.clock ?? createVirtualClock();
	const stopping = new AbortController();
	const store = options.store ?? {};
	const { signal } = stopping;
	return {
		clock,
		store,
		signal,
		deadlineMs: () => options.deadlineMs ?? Infinity,
		service: createFakeService(clock, options.scripts ?? {}, options.otherwise, options.replay),
		ledger: createLedger(store),
		scheduler: aScheduledRun(clock, signal, options.requestsPerMinute),
		stop: () => stopping.abort(),
	};
}

/** Numbers from 0 to 1 that look random and are the same in every run. */
export function aRandom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
		return state / 4_294_967_296;
	};
}
