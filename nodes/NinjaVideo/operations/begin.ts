import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { refuse } from './conclude';
import { readRequestIds, type ReadRequestId } from './readRequestIds';
import { openRun, type Run } from './run';

type Output = INodeExecutionData[][];

/** Does `work` in a run of the node, unless there are no items or the run may not start. */
export async function inRun(
	context: IExecuteFunctions,
	work: (run: Run) => Promise<Output>,
): Promise<Output> {
	if (context.getInputData().length === 0) return [[]];
	const opened = await openRun(context);
	return opened.ok ? await work(opened.run) : refuse(context, opened.failure);
}

/** The same for an operation whose items name requests; a bad one ends a run that does not go on over failures. */
export async function inRunById(
	context: IExecuteFunctions,
	work: (run: Run, items: readonly ReadRequestId[]) => Promise<Output>,
): Promise<Output> {
	return await inRun(context, async (run) => {
		const items = readRequestIds(context);
		const bad = items.find((item) => !item.ok);
		return bad === undefined || bad.ok || run.continues
			? await work(run, items)
			: refuse(context, bad.failure, bad.itemIndex);
	});
}
