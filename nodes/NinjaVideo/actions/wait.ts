import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { runBatch } from '../jobs/runBatch';
import { createReporter } from '../n8n/progress';
import { createSemaphore } from '../pacing/semaphore';
import { withRunByRequestId } from '../run/withRun';
import { toOutput, inInputOrder } from '../output/toOutput';
import { finishItem } from '../run/finishItem';
import { DOWNLOADS_AT_ONCE } from './orderVideos';
import type { ReadRequestId } from '../run/readRequestIds';
import type { Run } from '../run/createRun';

/** Waits for videos that were ordered before, all together. Costs nothing. */
export async function wait(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withRunByRequestId(context, async (run, items) => await waitIn(context, run, items));
}

async function waitIn(
	context: IExecuteFunctions,
	run: Run,
	items: readonly ReadRequestId[],
): Promise<INodeExecutionData[][]> {
	const { deps, continues } = run;
	const good = items.filter((item) => item.ok);
	const reporter = createReporter(context, good.length);
	const downloads = createSemaphore(DOWNLOADS_AT_ONCE);
	const startedAtMs = deps.clock.now();
	const delivered = await runBatch(
		{
			tasks: good.map(({ requestId }) => ({ kind: 'wait', job: { requestId, startedAtMs } })),
			waits: true,
			// What is already ordered is watched all at once; the request limiter keeps the pace.
			maxConcurrent: Infinity,
			endOnFailure: !continues,
			async finish(outcome, position) {
				reporter.ended(outcome);
				const itemIndex = good[position]?.itemIndex ?? 0;
				return await finishItem(context, run, downloads, outcome, {
					itemIndex,
					request: undefined,
				});
			},
		},
		{ ...deps, onProgress: (job, progress) => reporter.progressed(job, progress) },
	);
	return toOutput(context, inInputOrder(items, delivered), {
		continues,
		signal: deps.signal,
		buys: false,
	});
}
