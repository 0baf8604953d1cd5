import { createClient } from '../../nodes/NinjaVideo/api/client';
import type { ApiSetting } from '../../nodes/NinjaVideo/api/credential';
import type { SendRequest } from '../../nodes/NinjaVideo/api/http';
import type { OriginCache } from '../../nodes/NinjaVideo/api/transport';
import { runBatch, type BatchDeps } from '../../nodes/NinjaVideo/jobs/runBatch';
import { idempotencyKeyOf, type Identity } from '../../nodes/NinjaVideo/jobs/identity';
import { lookUpOrder } from '../../nodes/NinjaVideo/jobs/knownOrder';
import { createJournal } from '../../nodes/NinjaVideo/jobs/journal';
import { createBudget } from '../../nodes/NinjaVideo/jobs/spendCap';
import { createLedger, type Ledger, type LedgerStore } from '../../nodes/NinjaVideo/jobs/ledger';
import type { Outcome } from '../../nodes/NinjaVideo/jobs/outcome';
import {
	createUniqueKeys,
	type KeysInProcess,
	type SavedKeys,
} from '../../nodes/NinjaVideo/jobs/uniqueKeys';
import { markStoreOf, type InLine } from '../../nodes/NinjaVideo/n8n/journalStore';
import { refuseBadItems } from '../../nodes/NinjaVideo/output/badItems';
import { inInputOrder, toOutput, refuseRun } from '../../nodes/NinjaVideo/output/toOutput';
import { createItemFinisher } from '../../nodes/NinjaVideo/run/finishItem';
import { toOrders } from '../../nodes/NinjaVideo/run/readOrders';
import { executionLimits } from '../../nodes/NinjaVideo/n8n/executionLimit';
import { numberCopies, type CopyCounts } from '../../nodes/NinjaVideo/run/numberCopies';
import { readRequests } from '../../nodes/NinjaVideo/run/readRequests';
import { inTurn, type Run } from '../../nodes/NinjaVideo/run/createRun';
import { createSpendControl, withListPrices } from '../../nodes/NinjaVideo/run/spendControl';
import { ScheduledRun, type RunLimits } from '../../nodes/NinjaVideo/pacing/scheduledRun';
import type { Scheduler } from '../../nodes/NinjaVideo/pacing/scheduler';
import { toResult } from '../../nodes/NinjaVideo/result';
import type { VideoRequest, VideoService } from '../../nodes/NinjaVideo/videoService';
import { deduplicationHelpers, type DeduplicationStore } from '../support/deduplicationStore';
import type { VirtualClock } from '../support/virtualClock';
import type { NodeContext } from './nodeContext';
import { inScriptOrder } from './movedRows';
import type { Script } from './script';

/** The parts a run is made of, so that a test can put a broken one in. */
export interface Parts {
	ledger(store: LedgerStore): Ledger;
	schedule(scheduler: Scheduler, limits: RunLimits): ScheduledRun;
	service(real: VideoService): VideoService;
	batch: typeof runBatch;
	journal: typeof createJournal;
	spending: typeof createSpendControl;
	deadlineMs(nowMs: number, timeoutMs: number): number;
	limits: typeof executionLimits;
}

/** The parts as they are shipped. */
export const REAL_PARTS: Parts = {
	ledger: createLedger,
	schedule: (scheduler, limits) => new ScheduledRun(scheduler, limits),
	service: (real) => real,
	batch: runBatch,
	journal: createJournal,
	spending: createSpendControl,
	deadlineMs: (nowMs, timeoutMs) => nowMs + timeoutMs,
	limits: executionLimits,
};

/** What outlives a run: in n8n's database, in its process, and with the workflow. */
export interface Memory {
	readonly identity: Identity;
	readonly marks: DeduplicationStore;
	readonly inProcess: KeysInProcess;
	readonly saved: SavedKeys;
	readonly inLine: InLine;
}

/** What n8n keeps in the data of an execution. */
export interface SavedStore {
	readonly ledger: LedgerStore;
	readonly copies: CopyCounts;
}

/** What a run needs to know. */
export interface RunSetup {
	readonly script: Script;
	readonly parts: Parts;
	readonly node: NodeContext;
	readonly clock: VirtualClock;
	readonly store: SavedStore;
	/** Which item of the script stands at each place. */
	readonly rows: readonly number[];
	readonly signal: AbortSignal;
	readonly send: SendRequest;
	/** What the credential says of the API's version. */
	readonly api: ApiSetting;
	/** What the process remembers. */
	readonly cache: OriginCache;
	readonly scheduler: Scheduler;
	/** What outlives this run. */
	readonly memory: Memory;
	/** Numbers from 0 to 1. */
	random(): number;
	/** Told which item an idempotency key belongs to, before anything is sent. */
	onKey(key: string, item: number): void;
}

/** More than an item of a case is ever bought. */
const MOST_PURCHASES = 8;

/** What became of one item, and when. Times in milliseconds of the clock. */
export interface ItemRecord {
	readonly outcome: Outcome;
	readonly request: VideoRequest | undefined;
	/** When its watch began; absent where there is no job. */
	readonly jobAt: number | undefined;
	readonly finishedAt: number;
}

/** What a run came to, as the user sees it. */
export interface RunResult {
	/** Refused as a whole before anything was sent. */
	readonly refused: boolean;
	/** In the order of the input; empty for a refused run. */
	readonly items: ReadonlyArray<ItemRecord | undefined>;
	/** The output of the node, where it did not throw. */
	readonly output?: ReadonlyArray<{ readonly json: unknown; readonly pairedItem?: unknown }>;
	/** The error it threw: message, description and details as one text. */
	readonly error?: string;
}

/** Runs the node once: `actions/orderVideos.ts` with its clock, its network and its form replaced. */
export async function runOnce(setup: RunSetup): Promise<RunResult> {
	return await orderIn(setup, setup.parts.ledger(setup.store.ledger));
}

/** A run as `run/createRun.ts` makes it. */
function openRun(setup: RunSetup, ledger: Ledger): Run {
	const { api, clock, cache, parts, script, send, signal } = setup;
	const { capUsd, ifFails, ifNotReady, endOnFailure, requestsPerMinute } = script;
	const scheduler = parts.schedule(setup.scheduler, { requestsPerMinute, signal });
	const connection = { baseUrl: 'https://ninjachat.ai', send, now: clock.now, cache };
	const { identity, inProcess, marks, saved } = setup.memory;
	const markContext = {
		getWorkflow: () => ({ id: identity.workflow }),
		helpers: deduplicationHelpers(marks, identity.workflow, identity.node),
	};
	const markStore = markStoreOf(markContext as never, setup.memory.inLine, clock);
	const limits = parts.limits(setup.node.context, clock.now());
	const deps: BatchDeps = {
		clock,
		...limits,
		signal,
		ledger,
		scheduler,
		identity,
		keys: createUniqueKeys(inProcess, saved),
		...(markStore === undefined
			? {}
			: { journal: parts.journal(markStore, identity, { clock, random: setup.random }) }),
		service: parts.service(createClient(connection, api, 'account')),
		deadlineMs: () =>
			Math.min(parts.deadlineMs(clock.now(), script.timeoutMinutes * 60_000), limits.limitMs),
	};
	const options = { ifFails, ifNotReady, capCents: capUsd === 0 ? Infinity : capUsd * 100 };
	return {
		api,
		deps,
		options,
		day: { budget: createBudget(Infinity, { cents: 0 }) },
		continues: !endOnFailure,
		connection: { ...connection, send: inTurn(send, scheduler, { clock, ...limits }) },
	} as unknown as Run;
}

async function orderIn(setup: RunSetup, ledger: Ledger): Promise<RunResult> {
	const { clock, node, parts, rows, script, signal } = setup;
	const { context } = node;
	const run = openRun(setup, ledger);
	const beganMs = clock.now();
	const { continues, deps } = run;
	const toRefused = async (refuse: () => ReturnType<typeof toOutput> | undefined) => {
		const refused = await toResult(Promise.resolve().then(refuse));
		if (refused.ok && refused.value === undefined) return undefined;
		return { refused: true, items: [], ...shown(refused as Shown) };
	};
	const requests = await readRequests(context, run);
	const read = await toOrders(context, requests, { runIndex: 0, ledger, clock });
	const all = numberCopies(read, 0, setup.store.copies, ledger);
	const bad = await toRefused(() => refuseBadItems(context, all, continues));
	if (bad !== undefined) return bad;
	const good = all.flatMap((item, itemIndex) =>
		item.ok ? [{ order: item.value, itemIndex: rows[itemIndex]! }] : [],
	);
	// A row that moved keeps the place where it was ordered, whichever row stands there now.
	const moved = good.filter(({ order }) => order.place !== order.row);
	for (const { order, itemIndex } of [...good, ...moved]) {
		for (let purchase = 1; purchase <= MOST_PURCHASES; purchase += 1) {
			setup.onKey(idempotencyKeyOf(setup.memory.identity, order, purchase), itemIndex);
		}
	}
	const unpriced = good.map(({ order }) => order);
	const orders = await withListPrices(run, unpriced);
	const known = orders.map((order) => lookUpOrder(order, deps));
	const spendGuard = parts.spending(run, orders, known);
	if (!spendGuard.ok) {
		const refused = await toRefused(() => refuseRun(context, spendGuard.error));
		if (refused !== undefined) return refused;
		throw new Error('A refused run handed back nothing');
	}

	const items = new Array<ItemRecord | undefined>(all.length).fill(undefined);
	const jobAt = new Map<number, number>();
	const finishItem = createItemFinisher(context, run);
	const finished = await parts.batch(
		{
			tasks: orders.map((order) => ({ kind: 'create', order })),
			waits: script.waits,
			maxConcurrent: script.maxConcurrent,
			endOnFailure: !continues,
			onJob: (_, position) => jobAt.set(good[position]?.itemIndex ?? 0, clock.now()),
			async finish(outcome, position) {
				const { itemIndex = 0, order } = good[position] ?? {};
				const place = rows.indexOf(itemIndex);
				const request = order?.request;
				items[itemIndex] = {
					outcome,
					request,
					jobAt: jobAt.get(itemIndex),
					finishedAt: clock.now(),
				};
				return await finishItem(outcome, place, request);
			},
		},
		{ ...deps, spendGuard: spendGuard.value },
	);
	const output = await toResult(
		Promise.resolve().then(() =>
			toOutput(context, inInputOrder(all, finished), {
				continues,
				keepsInput: false,
				signal,
				orderingSinceMs: beganMs,
			}),
		),
	);
	const { output: inOrder = [], error } = shown(output);
	const rest = error === undefined ? { output: inScriptOrder(inOrder, rows) } : { error };
	return { refused: false, items, ...rest };
}

type Shown = Awaited<ReturnType<typeof toResult<ReturnType<typeof toOutput>>>>;

function shown(end: Shown): Pick<RunResult, 'output' | 'error'> {
	if (end.ok) return { output: end.value[0] ?? [] };
	const { message, description, context } = end.error as Error & Record<string, unknown>;
	return { error: `${message} ${String(description)} ${JSON.stringify(context)}` };
}
