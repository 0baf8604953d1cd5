import type { ApiSetting } from '../../nodes/NinjaVideo/api/credential';
import type { OriginCache } from '../../nodes/NinjaVideo/api/transport';
import { createApp } from '../../simulator/app';
import { createContractRecorder } from '../../simulator/contracts/recorder';
import { createFaults } from '../../simulator/faults';
import type { Settings } from '../../simulator/settings';
import { createWorld, type LedgerEntry } from '../../simulator/world';
import { MODELS, typicalSecondsOf } from '../../nodes/NinjaVideo/catalog/models';
import { Scheduler } from '../../nodes/NinjaVideo/pacing/scheduler';
import { Timing } from '../../nodes/NinjaVideo/pacing/timing';
import { createVirtualClock, type VirtualClock } from '../support/virtualClock';
import { createNetwork, type SentRequest } from './network';
import { createSurroundings } from './memory';
import { createNodeContext } from './nodeContext';
import { REAL_PARTS, runOnce, type Parts, type RunResult, type SavedStore } from './oneRun';
import { rowsOf } from './movedRows';
import type { RunScript, Script } from './script';

/** The account's key. It must show nowhere. */
export const ACCOUNT = 'nj_sk_chaos_5ecret';

/** One run as it went. Times in milliseconds of the clock. */
export interface RunRecord {
	readonly startedAt: number;
	readonly endedAt: number;
	readonly stopped: boolean;
	/** What the credential said of the API's version. */
	readonly api: ApiSetting;
	/** n8n crashed at the Stop: nobody saw what the run handed back. */
	readonly crashed: boolean;
	/** It was cut off while it asked the journal for what left before. */
	readonly leftAsked: boolean;
	/** Undefined where the run did not end within its bound. */
	readonly result: RunResult | undefined;
	readonly logs: readonly string[];
	/** The store as JSON when the run was over. */
	readonly store: string;
}

/** Everything that happened in one case. */
export interface History {
	readonly script: Script;
	readonly runs: readonly RunRecord[];
	readonly sent: readonly SentRequest[];
	/** Where a request, or an answer that no fault struck, departed from the contract of the service. */
	readonly contractProblems: readonly string[];
	/** The simulator's own book, in order. */
	readonly book: readonly LedgerEntry[];
	/** The item an idempotency key belongs to. */
	itemOf(key: string): number | undefined;
}

/**
 * The longest a submit may take by itself, in milliseconds: tries of 2 time-outs (one redirect) and a pause; one at
 * the other version, and up to 10 while the service is busy.
 */
const TRIES = 1 + 10;
const SUBMIT_MS = TRIES * 3 * 120_000;
/** The longest until a busy place is free again: two time-outs and the window, in milliseconds. */
const PLACE_MS = 2 * 120_000 + 60_000;
/** The look made at the deadline itself may take so long, in milliseconds. */
export const LAST_LOOK_MS = 10_000;

/**
 * The longest a run may take: rounds of jobs, each with its submit, its turns and its deadline. For a turn a
 * submit may find the gate closed twice, each time until the deadline of some job, and every place busy.
 */
export function boundMs(script: Script): number {
	const rounds = Math.ceil(script.items.length / script.maxConcurrent);
	const lines = Math.ceil(script.maxConcurrent / script.requestsPerMinute);
	const watchMs = script.timeoutMinutes * 60_000 + LAST_LOOK_MS;
	const turnMs = lines * PLACE_MS + 2 * Math.max(watchMs, 120_000);
	return rounds * (watchMs + SUBMIT_MS + TRIES * turnMs) + turnMs;
}

/** Random numbers from a seed (mulberry32), 0 up to 1. */
function createRandom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** Every price of the catalogue, raised or lowered. */
const pricesOf = (factor: number): Settings['prices'] =>
	factor === 1
		? {}
		: Object.fromEntries(
				MODELS.map(({ id, priceCents }) => [
					id,
					{ unit: 'request' as const, cents: Math.round(priceCents * factor) },
				]),
			);

const nothingSaved = (): SavedStore => ({ ledger: {}, copies: {} });

const createScheduler = (clock: VirtualClock) =>
	new Scheduler(clock, new Timing((model) => typicalSecondsOf(model) * 1000));

/** Plays a script against the shipped code and writes down everything that can be seen from outside. */
export async function runScript(script: Script, parts: Parts = REAL_PARTS): Promise<History> {
	const clock = createVirtualClock();
	const random = createRandom(script.seed);
	const world = createWorld({
		clock,
		accounts: [{ key: ACCOUNT, balanceCents: script.balanceUsd * 100 }],
		speed: script.speed,
		spread: 0.9,
		random,
		rateLimit: { requests: script.requestsPerMinute, windowMs: 60_000 },
		videoOrigin: () => 'https://videos.example',
	});
	const faults = createFaults(random);
	for (const fault of script.faults) faults.add(fault);
	const contract = createContractRecorder();
	const app = createApp({ world, faults, onAnswer: contract.onAnswer });
	const network = createNetwork(script, app, clock, ACCOUNT);
	const owners = new Map<string, number>();
	const itemOf = (key: string) => owners.get(key);

	const runs: RunRecord[] = [];
	const around = createSurroundings(script);
	let store: SavedStore = nothingSaved();
	/** The saved store of every run of this execution and its retries. */
	let stores: string[] = [];
	/** What the process remembers of the service's address; a crash makes it forget. */
	let cache: OriginCache = {};
	let scheduler = createScheduler(clock);

	/** Input is worked out again after a crash, and in a new execution. */
	let input = 0;
	const workOutAgain = () => {
		if (script.changes || script.moves) input += 1;
	};

	async function play(one: RunScript, index: number, again: RunScript['again'] | undefined) {
		const { cutOffArrives, stopAfterMs, contract = 'page', api = 'automatic' } = one;
		app.change({ contract, prices: pricesOf(script.priceFactor) });
		const stopping = new AbortController();
		const { signal } = stopping;
		const limitAtMs =
			script.limitSeconds === 0 ? undefined : clock.now() + script.limitSeconds * 1000;
		const rows = rowsOf(script, input);
		const node = createNodeContext(script, around.execution(), {
			run: index,
			input,
			rows,
			limitAtMs,
		});
		let saved: string | undefined;
		const stop = () => {
			if (signal.aborted) return;
			saved = JSON.stringify(store);
			opened.stopped();
			stopping.abort();
		};
		const opened = around.open(one, again, stop);
		if (stopAfterMs !== undefined) clock.after(stopAfterMs, stop);
		const startedAt = clock.now();
		const send = network.open({ run: index, signal, cutOffArrives, itemOf });
		const work = runOnce({
			...{ script, parts, node, rows, clock, store, signal, send, cache, scheduler, api, random },
			memory: opened.memory,
			onKey: (key, item) => owners.set(key, item),
		});
		const late = clock.sleep(boundMs(script)).then(() => undefined);
		const result = await clock.run(Promise.race([work, late]));
		const crashed = (again === 'crash' || again === 'crash-lost') && saved !== undefined;
		opened.close(crashed);
		runs.push({
			...{ startedAt, endedAt: clock.now(), result, crashed, logs: node.logs },
			stopped: signal.aborted,
			leftAsked: opened.leftAsked(),
			api,
			store: JSON.stringify(store),
		});
		if (!crashed) return JSON.stringify(store);
		cache = {};
		scheduler = createScheduler(clock);
		workOutAgain();
		return again === 'crash' && saved !== undefined ? saved : JSON.stringify(nothingSaved());
	}

	/** A new execution of items without unique keys would be other videos, and no case of ours. */
	const againOf = (index: number): RunScript['again'] | undefined => {
		const again = script.runs[index]?.again;
		return again === 'new' && !script.ownKeys ? 'person' : again;
	};

	for (const [index, run] of script.runs.entries()) {
		if (index > 0) await clock.run(clock.sleep(run.pauseMs));
		const again = againOf(index + 1);
		stores.push(await play(run, index, again));
		if (runs.at(-1)?.result === undefined || again === undefined) break;
		around.next(again);
		if (again === 'retry-on-fail') continue;
		if (again === 'new') {
			stores = [];
			workOutAgain();
		}
		const found = again === 'earlier' ? stores[0] : stores.at(-1);
		store = found === undefined ? nothingSaved() : (JSON.parse(found) as SavedStore);
	}
	// Late arrivals and refunds.
	await clock.run(clock.sleep(6 * 3_600_000));
	const { problems: contractProblems } = contract;
	return { script, runs, sent: network.sent, book: world.ledger, contractProblems, itemOf };
}
