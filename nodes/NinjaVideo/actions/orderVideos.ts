import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { lookUpOrder, type Order } from '../jobs/knownOrder';
import type { Outcome } from '../jobs/outcome';
import { runBatch } from '../jobs/runBatch';
import { copyCountsOf } from '../n8n/ledgerStore';
import { createReporter } from '../n8n/progress';
import { runIndexOf } from '../n8n/runIndex';
import { isTool } from '../n8n/tool';
import { nameFields, refuseBadItems } from '../output/badItems';
import { inInputOrder, refuseRun, toOutput } from '../output/toOutput';
import { createRun, type Run } from '../run/createRun';
import { findInterception } from '../run/findInterception';
import { createItemFinisher } from '../run/finishItem';
import { numberCopies } from '../run/numberCopies';
import { mapInTurns } from '../pacing/turns';
import { toOrders } from '../run/readOrders';
import { refuseTakenKeys } from '../run/refuseTakenKeys';
import { readRequests } from '../run/readRequests';
import { createSpendControl, withListPrices } from '../run/spendControl';

/**
 * Buys a video for every item; `waits` also waits for it. In this order, so that no money is spent on a run
 * that cannot go well: credential and options, every item's fields, the price of the whole run, and only then
 * the first order.
 */
export async function orderVideos(
	context: IExecuteFunctions,
	waits: boolean,
): Promise<INodeExecutionData[][]> {
	if (context.getInputData().length === 0) return [[]];
	const runIndex = runIndexOf(context);
	const created = await createRun(context);
	if (!created.ok) return refuseRun(context, created.error);
	return await orderIn(context, created.value, { runIndex, waits });
}

async function orderIn(
	context: IExecuteFunctions,
	run: Run,
	{ runIndex, waits }: { readonly runIndex: number; readonly waits: boolean },
): Promise<INodeExecutionData[][]> {
	const { deps, options, continues } = run;
	const orderingSinceMs = deps.clock.now();
	const requests = await readRequests(context, run);
	const read = await toOrders(context, requests, {
		runIndex,
		ledger: deps.ledger,
		clock: deps.clock,
	});
	// An agent's calls are known by their words already.
	const numbered = isTool(context)
		? read
		: numberCopies(read, runIndex, copyCountsOf(context), deps.ledger);
	const named = nameFields(numbered, context.getInputData());
	// Looked up once, before the first order; each order is looked up again when its turn comes.
	const knownItems = await mapInTurns(named, deps.clock, (item) =>
		item.ok ? lookUpOrder(item.value, deps) : undefined,
	);
	const items = refuseTakenKeys(named, knownItems);
	const refused = refuseBadItems(context, items, continues);
	if (refused !== undefined) return refused;
	const good = items.flatMap((item, itemIndex) => {
		const known = knownItems[itemIndex];
		return item.ok && known !== undefined ? [{ order: item.value, itemIndex, known }] : [];
	});
	const knownOrders = good.map(({ known }) => known);
	const orders = await withListPrices(
		run,
		good.map(({ order }) => order),
	);
	const spendGuard = createSpendControl(run, orders, knownOrders);
	if (!spendGuard.ok) return refuseRun(context, spendGuard.error);
	const interception = await findInterception(run, knownOrders);

	const sent = new Set<number>();
	const reporter = createReporter(context, good.length);
	const finishItem = createItemFinisher(context, run);
	const finished = await runBatch(
		{
			tasks: orders.map((order) => ({ kind: 'create', order })),
			waits,
			maxConcurrent: options.maxConcurrent,
			endOnFailure: !continues,
			onJob: (job) => reporter.ordered(job),
			async finish(outcome, position) {
				reporter.ended(outcome);
				const { itemIndex = 0, order } = good[position] ?? {};
				return await finishItem(withUniqueKey(outcome, order), itemIndex, order?.request);
			},
		},
		{
			...deps,
			spendGuard: {
				...spendGuard.value,
				reserve: async (order, signal) =>
					interception ?? (await spendGuard.value.reserve(order, signal)),
				confirm(order) {
					sent.add(good[orders.indexOf(order)]?.itemIndex ?? 0);
					return spendGuard.value.confirm(order);
				},
			},
			onProgress: (job, progress) => reporter.progressed(job, progress),
			onLate: (answer) => reporter.answeredLate(answer),
		},
	);
	const expected = new Map(
		orders.map(({ priceCents }, position) => [good[position]?.itemIndex, priceCents]),
	);
	return toOutput(context, inInputOrder(items, finished), {
		continues,
		keepsInput: options.keepsInput,
		signal: deps.signal,
		orderingSinceMs,
		expectedCents: (itemIndex) => expected.get(itemIndex),
		isOrderedNow: (itemIndex) => sent.has(itemIndex),
	});
}

/** What is not known of an order with a unique key is got round in another way. */
const withUniqueKey = (outcome: Outcome, order: Order | undefined): Outcome =>
	outcome.kind === 'unknown' && order?.uniqueKey !== undefined
		? { ...outcome, uniqueKey: order.uniqueKey }
		: outcome;
