import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { runBatch } from '../jobs/runBatch';
import { createReporter } from '../n8n/progress';
import { refuseBadItems } from '../output/badItems';
import { addHint } from '../output/hints';
import { inInputOrder, refuseRun, toOutput, type ItemResult } from '../output/toOutput';
import { success } from '../result';
import { createRun } from '../run/createRun';
import { createItemFinisher } from '../run/finishItem';
import { mayLackRequestId, readRequestIds } from '../run/readRequestIds';

/** Waits for videos that were ordered before, all together. Costs nothing. */
export async function wait(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	if (context.getInputData().length === 0) return [[]];
	const created = await createRun(context);
	if (!created.ok) return refuseRun(context, created.error);
	const run = created.value;
	const { deps, continues, options } = run;
	const items = readRequestIds(context);
	const lacksId = mayLackRequestId(context);
	const unread = items.map((item) => (lacksId(item) ? success(undefined) : item));
	const refused = refuseBadItems(context, unread, continues);
	if (refused !== undefined) return refused;
	const good = items.flatMap((item, itemIndex) =>
		item.ok ? [{ ids: item.value, itemIndex }] : [],
	);

	const reporter = createReporter(context, good.length);
	const finishItem = createItemFinisher(context, run);
	const startedAtMs = deps.clock.now();
	const finished = await runBatch(
		{
			tasks: good.map(({ ids }) => ({ kind: 'wait', job: { ...ids, startedAtMs } })),
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
	const results = inInputOrder(items, finished);
	const input = context.getInputData();
	const handedOn = results.map((result, index): ItemResult => {
		const item = items[index];
		return item !== undefined && lacksId(item) ? passOn(input[index], index) : result;
	});
	const handedOnCount = items.filter(lacksId).length;
	if (handedOnCount > 0) {
		addHint(
			context,
			`${handedOnCount} of ${items.length} items had no request ID and came out as they were`,
		);
	}
	return toOutput(context, handedOn, {
		continues,
		keepsInput: options.keepsInput,
		signal: deps.signal,
	});
}

/** A row that has no request id comes out as it came: so both outputs of an ordering node may lead here. */
const passOn = (input: INodeExecutionData | undefined, index: number): ItemResult => ({
	failed: false,
	item: { json: {}, ...input, pairedItem: { item: index } },
});
