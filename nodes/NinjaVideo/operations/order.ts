import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { runBatch } from '../jobs/batch';
import type { Ledger } from '../jobs/ledger';
import type { Order } from '../jobs/submit';
import { createReporter } from '../n8n/progress';
import { createSlots } from '../pacing/slots';
import { inRun } from './begin';
import { conclude, inInputOrder, refuse } from './conclude';
import { deliver } from './deliver';
import { readRequests } from './readRequests';
import type { Run } from './run';
import { controlSpending, withLivePrices } from './spending';
import { isTool } from './toNodeError';

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
	return await inRun(context, async (run) => {
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
		return refuse(context, firstBad.failure, bad);
	}
	const good = items.flatMap((item, itemIndex) =>
		item.ok ? [{ order: item.order, itemIndex }] : [],
	);
	const orders = await withLivePrices(
		run,
		good.map(({ order }) => order),
	);
	const { failure, findObjection } = controlSpending(run, orders);
	if (failure !== undefined) return refuse(context, failure);

	const reporter = createReporter(context, good.length);
	const downloads = createSlots(DOWNLOADS_AT_ONCE);
	const delivered = await runBatch(
		{
			tasks: orders.map((order) => ({ kind: 'create', order })),
			waits,
			maxConcurrent: options.maxConcurrent,
			endOnFailure: !continues,
			onJob: (job) => reporter.ordered(job),
			async finish(outcome, position) {
				reporter.ended(outcome);
				return await deliver(context, run, downloads, outcome, aboutItem(good[position]));
			},
		},
		{ ...deps, findObjection, onProgress: (job, progress) => reporter.progressed(job, progress) },
	);
	const output = conclude(context, inInputOrder(items, delivered), {
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
	for (const { slot } of orders) {
		if (ledger.find(slot).kind === 'ordered') ledger.forget(slot);
	}
}

function aboutItem(good: { order: Order; itemIndex: number } | undefined) {
	return { itemIndex: good?.itemIndex ?? 0, request: good?.order.request };
}
