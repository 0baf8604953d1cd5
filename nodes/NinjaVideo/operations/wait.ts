import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { runBatch } from '../jobs/batch';
import { createReporter } from '../n8n/progress';
import { createSlots } from '../pacing/slots';
import { inRunById } from './begin';
import { conclude, inInputOrder } from './conclude';
import { deliver } from './deliver';
import { DOWNLOADS_AT_ONCE } from './order';
import type { ReadRequestId } from './readRequestIds';
import type { Run } from './run';

/** Waits for videos that were ordered before, all together. Costs nothing. */
export async function wait(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await inRunById(context, async (run, items) => await waitIn(context, run, items));
}

async function waitIn(
	context: IExecuteFunctions,
	run: Run,
	items: readonly ReadRequestId[],
): Promise<INodeExecutionData[][]> {
	const { deps, continues } = run;
	const good = items.filter((item) => item.ok);
	const reporter = createReporter(context, good.length);
	const downloads = createSlots(DOWNLOADS_AT_ONCE);
	const startedAtMs = deps.clock.now();
	const delivered = await runBatch(
		{
			tasks: good.map(({ requestId }) => ({ kind: 'wait', job: { requestId, startedAtMs } })),
			waits: true,
			// What is already ordered is watched all at once; the request budget keeps the pace.
			maxConcurrent: Infinity,
			endOnFailure: !continues,
			async finish(outcome, position) {
				reporter.ended(outcome);
				const itemIndex = good[position]?.itemIndex ?? 0;
				return await deliver(context, run, downloads, outcome, {
					itemIndex,
					request: undefined,
				});
			},
		},
		{ ...deps, onProgress: (job, progress) => reporter.progressed(job, progress) },
	);
	return conclude(context, inInputOrder(items, delivered), {
		continues,
		signal: deps.signal,
		buys: false,
	});
}
