import { toServiceError } from '../../nodes/NinjaVideo/api/errorPolicy';
import type { Clock } from '../../nodes/NinjaVideo/pacing/clock';
import { ScheduledRun } from '../../nodes/NinjaVideo/pacing/scheduledRun';
import { Scheduler } from '../../nodes/NinjaVideo/pacing/scheduler';
import { Timing } from '../../nodes/NinjaVideo/pacing/timing';
import {
	createLedger,
	type Ledger,
	type LedgerStore,
	type Sending,
} from '../../nodes/NinjaVideo/jobs/ledger';
import { idempotencyKeyOf, type Identity } from '../../nodes/NinjaVideo/jobs/identity';
import { createJournal, type Journal } from '../../nodes/NinjaVideo/jobs/journal';
import type { Order } from '../../nodes/NinjaVideo/jobs/knownOrder';
import {
	createUniqueKeys,
	type KeysInProcess,
	type KeyStore,
	type UniqueKeys,
} from '../../nodes/NinjaVideo/jobs/uniqueKeys';
import { markStoreOf } from '../../nodes/NinjaVideo/n8n/journalStore';
import type {
	Job,
	ServiceError,
	ServiceErrorKind,
	ServiceErrorFacts,
	VideoRequest,
} from '../../nodes/NinjaVideo/videoService';
import { deduplicationHelpers, type DeduplicationStore } from './deduplicationStore';
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

/** An order at a place of its own, for a prompt of its own. */
export function anOrder(name: string, changes: Partial<Order> = {}): Order {
	return {
		place: `0:${name}`,
		hashes: { parameters: 'as written', input: name, evaluated: name },
		request: aRequest({ prompt: name }),
		priceCents: 300,
		...changes,
	};
}

/** An order with a unique key. */
export const aKeyedOrder = (uniqueKey: string, name: string, changes: Partial<Order> = {}): Order =>
	anOrder(name, { place: `key ${uniqueKey}`, uniqueKey, ...changes });

/** A key for the n-th purchase of an order in the execution of `anIdentity`. */
export const keyOf = (order: Order, purchase = 1, identity = anIdentity()): string =>
	idempotencyKeyOf(identity, order, purchase);

/** What the ledger writes of an order when it leaves, with a replay promise if one is given. */
export const aSending = (order: Order, changes: Partial<Sending> = {}): Sending => ({
	purchase: 1,
	hashes: order.hashes,
	idempotencyKey: keyOf(order),
	api: 'v1/video',
	body: JSON.stringify(order.request),
	request: order.request,
	...changes,
});

/** The orders that reached the service, by prompt and purchase: `a`, `a-2`. */
export const keysOf = ({ service }: Pick<World, 'service'>): string[] =>
	service.submits.map(({ key, prompt }) => {
		const purchase = [1, 2, 3, 4].find((one) => keyOf(anOrder(prompt), one) === key);
		return purchase === 1 ? prompt : `${prompt}-${purchase ?? key}`;
	});

/** The first execution of a workflow, begun in millisecond 1000. */
export function anIdentity(changes: Partial<Identity> = {}): Identity {
	return {
		installation: 'installation',
		workflow: 'workflow',
		node: 'node',
		executionId: '1',
		isRetry: false,
		isRecordLost: false,
		isForgetful: false,
		root: () => '1000',
		addExecutionId() {
			throw new Error('No other execution has this root');
		},
		...changes,
	};
}

/** What knows of the orders of one execution of a workflow that was never saved. */
export const records = (store: LedgerStore = {}) => ({
	identity: anIdentity(),
	ledger: createLedger(store),
	keys: createUniqueKeys({ store: {}, lines: new Map() }, { read: () => ({}) }),
});

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
	readonly identity: Identity;
	readonly keys: UniqueKeys;
	/** Absent as for a workflow that was never saved, unless the world has marks. */
	readonly journal?: Journal;
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
	/** The account in which the service replays orders; none by default, as in v1/video. */
	readonly replay?: string;
	/** When to give up on an order; never by default. */
	readonly deadlineMs?: number;
	/** Who orders; the first execution of a workflow by default. */
	readonly identity?: Identity;
	/** n8n's own store, which outlives executions. */
	readonly marks?: DeduplicationStore;
	/** What the process remembers of unique keys. */
	readonly keysInProcess?: KeysInProcess;
	/** What n8n saved of unique keys. */
	readonly savedKeys?: KeyStore;
	/** The service of another world, with what was ordered there. */
	readonly service?: FakeService;
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
	const { identity = anIdentity(), marks, savedKeys = {} } = options;
	const context = {
		getWorkflow: () => ({ id: identity.workflow }),
		helpers: marks && deduplicationHelpers(marks, identity.workflow, identity.node),
	};
	const markStore = marks && markStoreOf(context as never, async (work) => await work(), clock);
	return {
		identity,
		keys: createUniqueKeys(options.keysInProcess ?? { store: {}, lines: new Map() }, {
			read: () => savedKeys,
			write: (name, record) => {
				savedKeys[name] = record;
			},
		}),
		...(markStore === undefined
			? {}
			: { journal: createJournal(markStore, identity, { clock, random: () => 0.5 }) }),
		clock,
		store,
		signal,
		deadlineMs: () => options.deadlineMs ?? Infinity,
		service:
			options.service ??
			createFakeService(clock, options.scripts ?? {}, options.otherwise, options.replay),
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
