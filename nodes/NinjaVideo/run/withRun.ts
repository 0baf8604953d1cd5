import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { refuseRun } from '../output/toOutput';
import { readRequestIds, type ReadRequestId } from './readRequestIds';
import { createRun, type Run } from './createRun';

type Output = INodeExecutionData[][];

/** Does `work` in a run of the node, unless there are no items or the run may not start. */
export async function withRun(
	context: IExecuteFunctions,
	work: (run: Run) => Promise<Output>,
): Promise<Output> {
	if (context.getInputData().length === 0) return [[]];
	const opened = await createRun(context);
	return opened.ok ? await work(opened.run) : refuseRun(context, opened.failure);
}

/** The same for an operation whose items name requests; a bad one ends a run that does not go on over failures. */
export async function withRunByRequestId(
	context: IExecuteFunctions,
	work: (run: Run, items: readonly ReadRequestId[]) => Promise<Output>,
): Promise<Output> {
	return await withRun(context, async (run) => {
		const items = readRequestIds(context);
		const bad = items.find((item) => !item.ok);
		return bad === undefined || bad.ok || run.continues
			? await work(run, items)
			: refuseRun(context, bad.failure, bad.itemIndex);
	});
}
