import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { fetchStatus } from '../jobs/fetchStatus';
import { toOutcome } from '../jobs/watch';
import { createSemaphore } from '../pacing/semaphore';
import { ServiceError } from '../videoService';
import { withRunByRequestId } from '../run/withRun';
import { toOutput, type ItemResult } from '../output/toOutput';
import { lookFailure } from '../output/failure';
import type { ReadRequestId } from '../run/readRequestIds';
import type { Run } from '../run/createRun';
import { toItem } from '../output/toItem';

/** One look at every request id. A failed video is a status like any other, not an error. Costs nothing. */
export async function getStatus(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withRunByRequestId(context, async (run, items) => {
		const { deps, continues, options } = run;
		const atOnce = createSemaphore(options.maxConcurrent);
		const results = await Promise.all(
			items.map(async (item) => await atOnce.run(async () => await lookFor(run, item))),
		);
		return toOutput(context, results, { continues, signal: deps.signal, buys: false });
	});
}

async function lookFor(run: Run, item: ReadRequestId): Promise<ItemResult> {
	if (!item.ok) return { failed: true, failure: item.failure };
	const { requestId, itemIndex } = item;
	const seen = await fetchStatus({ requestId }, run.deps);
	if (seen?.ok === true) {
		const outcome = toOutcome({ requestId, startedAtMs: run.deps.clock.now() }, seen.value, 0);
		return { failed: false, outcome, item: withoutWait(toItem(outcome, undefined, itemIndex)) };
	}
	const error = seen?.error;
	return {
		failed: true,
		failure: lookFailure(requestId, error instanceof ServiceError ? error : notSent),
	};
}

/** A single look has not waited for anything. */
function withoutWait(item: ReturnType<typeof toItem>): ReturnType<typeof toItem> {
	delete item.json.elapsed_seconds;
	return item;
}

/** A look whose turn did not come. */
export const notSent = new ServiceError(
	'The status was not asked for, because the run was stopped',
	{
		kind: 'no-answer',
		charged: 'no',
		code: 'stopped',
		advice: 'Run it again.',
	},
);
