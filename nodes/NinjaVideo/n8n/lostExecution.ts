import type { IExecuteFunctions, IRunExecutionData } from 'n8n-workflow';

const KEY = 'ninjaVideoRuns';

/** Kept in the node's context, which n8n saves when a node has ended, and not when n8n itself is cut off. */
interface Runs {
	/** Run indexes at which this node began. */
	begun?: number[];
	/** Once found to be lost, an execution stays so in every later retry. */
	lost?: boolean;
}

type RunData = IRunExecutionData['resultData']['runData'];

/**
 * Notes that a run of the node begins, and tells whether it repeats one of which nothing is left: after a crash
 * or a power cut n8n offers Retry, but has lost the ledger. The evidence, in a retry whose context knows of no
 * such run: n8n has a record of this node all the same, or none of another node that failed and was retried.
 */
export function isLostExecution(context: IExecuteFunctions): boolean {
	const nodeContext = context.getContext('node');
	nodeContext[KEY] ??= {};
	const runs = nodeContext[KEY] as Runs;
	const runIndex = context.getWorkflowDataProxy(0).$runIndex as number;
	const known = new Set(runs.begun);
	if (context.getMode() === 'retry' && !known.has(runIndex)) {
		const runData = runDataOf(context);
		const record = runData[context.getNode().name];
		const isUnknownRun = record?.some((_, index) => !known.has(index)) ?? false;
		// n8n takes the last task out of the record before it retries: an empty one had a task that did not end.
		if (isUnknownRun || record?.length === 0 || !hasRetriedElsewhere(runData)) runs.lost = true;
	}
	if (runs.lost !== true) runs.begun = [...known.add(runIndex)];
	return runs.lost === true;
}

/** Each execution counts its tasks from 0: two first tasks are the trigger's of the first, and the retried node's. */
const hasRetriedElsewhere = (runData: RunData): boolean =>
	Object.values(runData)
		.flat()
		.filter(({ executionIndex }) => executionIndex === 0).length > 1;

/** The record of the execution so far; it is on the context, like the moment of the timeout. */
function runDataOf(context: IExecuteFunctions): RunData {
	const { runExecutionData } = context as unknown as {
		runExecutionData?: Partial<IRunExecutionData>;
	};
	return runExecutionData?.resultData?.runData ?? {};
}
