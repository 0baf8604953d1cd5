import { createClient } from '../../nodes/NinjaVideo/api/client';
import type { ApiSetting } from '../../nodes/NinjaVideo/api/credential';
import type { Send } from '../../nodes/NinjaVideo/api/http';
import type { OriginNotes } from '../../nodes/NinjaVideo/api/transport';
import { typicalSecondsOf } from '../../nodes/NinjaVideo/catalog/models';
import { runBatch, type BatchDeps } from '../../nodes/NinjaVideo/jobs/batch';
import { createForesight } from '../../nodes/NinjaVideo/jobs/foresight';
import { createLedger, type Ledger, type LedgerStore } from '../../nodes/NinjaVideo/jobs/ledger';
import type { Outcome } from '../../nodes/NinjaVideo/jobs/outcome';
import { conclude, refuse } from '../../nodes/NinjaVideo/operations/conclude';
import { deliver } from '../../nodes/NinjaVideo/operations/deliver';
import { readRequests } from '../../nodes/NinjaVideo/operations/readRequests';
import { inTurn, type Run } from '../../nodes/NinjaVideo/operations/run';
import { controlSpending, withLivePrices } from '../../nodes/NinjaVideo/operations/spending';
import { createRequestBudget } from '../../nodes/NinjaVideo/pacing/requestBudget';
import { settle } from '../../nodes/NinjaVideo/pacing/settle';
import { createSlots } from '../../nodes/NinjaVideo/pacing/slots';
import type { VideoRequest, VideoService } from '../../nodes/NinjaVideo/service';
import type { VirtualClock } from '../support/virtualClock';
import type { NodeContext } from './nodeContext';
import type { Script } from './script';

/** The parts a run is made of, so that a test can put a broken one in. */
export interface Parts {
	ledger(store: LedgerStore): Ledger;
	budget: typeof createRequestBudget;
	service(real: VideoService): VideoService;
	batch: typeof runBatch;
	spending: typeof controlSpending;
	deadlineMs(nowMs: number, timeoutMs: number): number;
}

/** The parts as they are shipped. */
export const REAL_PARTS: Parts = {
	ledger: createLedger,
	budget: createRequestBudget,
	service: (real) => real,
	batch: runBatch,
	spending: controlSpending,
	deadlineMs: (nowMs, timeoutMs) => nowMs + timeoutMs,
};

/** What a run needs to know. */
export interface RunSetup {
	readonly script: Script;
	readonly parts: Parts;
	readonly node: NodeContext;
	readonly clock: VirtualClock;
	readonly store: LedgerStore;
	readonly signal: AbortSignal;
	readonly send: Send;
	/** What the credential says of the API's generation. */
	readonly api: ApiSetting;
	/** What the process remembers. */
	readonly notes: OriginNotes;
	/** Told which item an idempotency key belongs to, before anything is sent. */
	onKey(key: string, item: number): void;
}

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

/** Runs the node once: `operations/order.ts` with its clock, its network and its form replaced. */
export async function runOnce(setup: RunSetup): Promise<RunResult> {
	const ledger = setup.parts.ledger(setup.store);
	try {
		return await orderIn(setup, ledger);
	} finally {
		ledger.release();
	}
}

/** A run as `operations/run.ts` makes it. */
function openRun(setup: RunSetup, ledger: Ledger): Run {
	const { api, clock, notes, parts, script, send, signal } = setup;
	const budget = parts.budget({
		requests: script.requestsPerMinute,
		windowMs: 60_000,
		clock,
		signal,
	});
	const door = { baseUrl: 'https://ninjachat.ai', send, now: clock.now, notes };
	const deps: BatchDeps = {
		clock,
		signal,
		ledger,
		budget,
		service: parts.service(createClient(door, api, 'account')),
		foresight: createForesight(typicalSecondsOf),
		deadlineMs: () => parts.deadlineMs(clock.now(), script.timeoutMinutes * 60_000),
	};
	const { capUsd, ifFails, ifNotReady, endOnFailure } = script;
	const options = { ifFails, ifNotReady, capCents: capUsd * 100 };
	return {
		api,
		deps,
		options,
		continues: !endOnFailure,
		door: { ...door, send: inTurn(send, budget) },
	} as unknown as Run;
}

async function orderIn(setup: RunSetup, ledger: Ledger): Promise<RunResult> {
	const { api, clock, node, parts, script, signal } = setup;
	const { context } = node;
	const read = readRequests(context, ledger, api).flatMap((item) => (item.ok ? [item.order] : []));
	read.forEach((order, index) => setup.onKey(order.idempotencyKey(0), index));
	const run = openRun(setup, ledger);
	const { continues, deps } = run;
	const orders = await withLivePrices(run, read);
	const { failure, findObjection } = parts.spending(run, orders);
	if (failure !== undefined) {
		const refused = await settle(Promise.resolve().then(() => refuse(context, failure)));
		return { refused: true, items: [], ...shown(refused) };
	}

	const items = new Array<ItemRecord | undefined>(orders.length).fill(undefined);
	const jobAt = new Map<number, number>();
	const downloads = createSlots(2);
	const delivered = await parts.batch(
		{
			tasks: orders.map((order) => ({ kind: 'create', order })),
			waits: script.waits,
			maxConcurrent: script.maxConcurrent,
			endOnFailure: !continues,
			onJob: (_, index) => jobAt.set(index, clock.now()),
			async finish(outcome, itemIndex) {
				const request = orders[itemIndex]?.request;
				items[itemIndex] = {
					outcome,
					request,
					jobAt: jobAt.get(itemIndex),
					finishedAt: clock.now(),
				};
				return await deliver(context, run, downloads, outcome, { itemIndex, request });
			},
		},
		{ ...deps, findObjection },
	);
	const concluded = await settle(
		Promise.resolve().then(() => conclude(context, delivered, { continues, signal, buys: true })),
	);
	return { refused: false, items, ...shown(concluded) };
}

type Shown = Awaited<ReturnType<typeof settle<ReturnType<typeof conclude>>>>;

function shown(end: Shown): Pick<RunResult, 'output' | 'error'> {
	if (end.ok) return { output: end.value[0] ?? [] };
	const { message, description, context } = end.error as Error & Record<string, unknown>;
	return { error: `${message} ${String(description)} ${JSON.stringify(context)}` };
}
