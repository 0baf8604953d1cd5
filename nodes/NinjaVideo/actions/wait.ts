import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { runBatch } from '../jobs/runBatch';
import { createReporter } from '../n8n/progress';
import { refuseBadItems } from '../output/badItems';
import { inInputOrder, refuseRun, toOutput } from '../output/toOutput';
import { createRun } from '../run/createRun';
import { createItemFinisher } from '../run/finishItem';
import { readRequestIds } from '../run/readRequestIds';

/** Waits for videos that were ordered before, all together. Costs nothing. */
export async function wait(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	if (context.getInputData().length === 0) return [[]];
	const created = await createRun(context);
	if (!created.ok) return refuseRun(context, created.error);
	const run = created.value;
	const { deps, continues } = run;
	const items = readRequestIds(context);
	const refused = refuseBadItems(context, items, continues);
	if (refused !== undefined) return refused;
	const good = items.flatMap((item, itemIndex) =>
		item.ok ? [{ requestId: item.value, itemIndex }] : [],
	);

	const reporter = createReporter(context, good.length);
	const finishItem = createItemFinisher(context, run);
	const startedAtMs = deps.clock.now();
	const finished = await runBatch(
		{
			tasks: good.map(({ requestId }) => ({ kind: 'wait', job: { requestId, startedAtMs } })),
			waits: true,
			// What is already ordered is watched all at once; the rate limiter keeps the pace.
			maxConcurrent: Infinity,
			endOnFailure: !continues,
			async finish(outcome, position) {
				reporter.ended(outcome);
				return await finishItem(outcome, good[position]?.itemIndex ?? 0);
			},
		},
		{ ...deps, onProgress: (job, progress) => reporter.progressed(job, progress) },
	);
	return toOutput(context, inInputOrder(items, finished), {
		continues,
		signal: deps.signal,
		buys: false,
	});
}
