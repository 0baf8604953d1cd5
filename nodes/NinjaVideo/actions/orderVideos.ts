import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { runBatch } from '../jobs/runBatch';
import type { Ledger } from '../jobs/ledger';
import type { Order } from '../jobs/submit';
import { createReporter } from '../n8n/progress';
import { createSemaphore } from '../pacing/semaphore';
import { withRun } from '../run/withRun';
import { toOutput, inInputOrder, refuseRun } from '../output/toOutput';
import { finishItem } from '../run/finishItem';
import { readRequests } from '../run/readOrders';
import type { Run } from '../run/createRun';
import { createSpendControl, withListPrices } from '../run/spendControl';
import { isTool } from '../output/toNodeError';

/** Videos are stored a few at a time, so that many finished at once do not crowd the memory. */
export const DOWNLOADS_AT_ONCE = 2;

/**
 * Buys a video for every item; `waits` also waits for it. In this order, so that no money is spent on a run
 * that cannot go well: credential and options, every item's fields, the price of the whole run, and only then
 * the first order.
 */
export async function orderVideos(
	context: IExecuteFunctions,
	waits: boolean,
): Promise<INodeExecutionData[][]> {
	return await withRun(context, async (run) => {
		try {
			return await orderIn(context, run, waits);
		} finally {
			run.deps.ledger.release();
		}
	});
}

async function orderIn(
	context: IExecuteFunctions,
	run: Run,
	waits: boolean,
): Promise<INodeExecutionData[][]> {
	const { deps, options, continues } = run;
	const items = readRequests(context, deps.ledger, run.api);
	const bad = items.findIndex((item) => !item.ok);
	const firstBad = items[bad];
	if (firstBad !== undefined && !firstBad.ok && !continues) {
		return refuseRun(context, firstBad.failure, bad);
	}
	const good = items.flatMap((item, itemIndex) =>
		item.ok ? [{ order: item.order, itemIndex }] : [],
	);
	const orders = await withListPrices(
		run,
		good.map(({ order }) => order),
	);
	const { failure, checkOrder } = createSpendControl(run, orders);
	if (failure !== undefined) return refuseRun(context, failure);

	const reporter = createReporter(context, good.length);
	const downloads = createSemaphore(DOWNLOADS_AT_ONCE);
	const delivered = await runBatch(
		{
			tasks: orders.map((order) => ({ kind: 'create', order })),
			waits,
			maxConcurrent: options.maxConcurrent,
			endOnFailure: !continues,
			onJob: (job) => reporter.ordered(job),
			async finish(outcome, position) {
				reporter.ended(outcome);
				return await finishItem(context, run, downloads, outcome, aboutItem(good[position]));
			},
		},
		{ ...deps, checkOrder, onProgress: (job, progress) => reporter.progressed(job, progress) },
	);
	const output = toOutput(context, inInputOrder(items, delivered), {
		continues,
		signal: deps.signal,
		buys: true,
	});
	if (isTool(context)) forgetDelivered(orders, deps.ledger);
	return output;
}

/**
 * An agent that asks for the same video once more wants another one; a retry after an error does not get here.
 * What may have been charged stays in the ledger all the same.
 */
function forgetDelivered(orders: readonly Order[], ledger: Ledger): void {
	for (const { ledgerKey } of orders) {
		if (ledger.find(ledgerKey).kind === 'ordered') ledger.forget(ledgerKey);
	}
}

function aboutItem(good: { order: Order; itemIndex: number } | undefined) {
	return { itemIndex: good?.itemIndex ?? 0, request: good?.order.request };
}
