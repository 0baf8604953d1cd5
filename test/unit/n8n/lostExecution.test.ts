import type { IDataObject, IExecuteFunctions, WorkflowExecuteMode } from 'n8n-workflow';
import { isLostExecution } from '../../../nodes/NinjaVideo/n8n/lostExecution';

/** What n8n has on record: of each node the place of its tasks in the execution that ran them. */
type Record = Readonly<{ [node: string]: number[] }>;

/** The node at a run, in an execution with that record. The context is what n8n kept of earlier runs. */
function at(
	mode: WorkflowExecuteMode,
	record: Record,
	{ context = {}, runIndex = 0 }: { context?: IDataObject; runIndex?: number } = {},
) {
	const runData = Object.fromEntries(
		Object.entries(record).map(([node, places]) => [
			node,
			places.map((executionIndex) => ({ executionIndex })),
		]),
	);
	return {
		getContext: () => context,
		getMode: () => mode,
		getNode: () => ({ name: 'Ninja Video' }),
		getWorkflowDataProxy: () => ({ $runIndex: runIndex }),
		runExecutionData: { resultData: { runData } },
	} as unknown as IExecuteFunctions;
}

/** What n8n keeps of a node that began at these runs and then ended, well or badly. */
function afterRuns(...runIndexes: number[]): IDataObject {
	const context = {};
	for (const runIndex of runIndexes) {
		isLostExecution(at('trigger', { Start: [0] }, { context, runIndex }));
	}
	return context;
}

describe('a retry finds that n8n lost what came before', () => {
	it.each<[string, Record, number]>([
		['it was cut off in this node', { Start: [0, 0], 'Ninja Video': [] }, 0],
		['it was cut off after this node', { Start: [0, 0], 'Ninja Video': [0], Upload: [] }, 1],
		['it left no record and starts anew', { Start: [0] }, 0],
		['it saved its progress up to this node', { Start: [0], Rows: [1] }, 0],
	])('when %s', (_, record, runIndex) => {
		expect(isLostExecution(at('retry', record, { runIndex }))).toBe(true);
	});

	it('when it was cut off in a later round of a loop that saves its progress', () => {
		const record = { Start: [0], 'Ninja Video': [2], Again: [3] };
		const lost = at('retry', record, { context: afterRuns(0), runIndex: 1 });
		expect(isLostExecution(lost)).toBe(true);
	});

	it('and so does every retry after it', () => {
		const context = {};
		expect(isLostExecution(at('retry', { Start: [0] }, { context }))).toBe(true);
		const again = { Start: [0], Rows: [0], 'Ninja Video': [] };
		expect(isLostExecution(at('retry', again, { context }))).toBe(true);
	});
});

describe('a retry orders', () => {
	it.each<[string, Record, number[], number]>([
		['when this node had failed', { Start: [0], 'Ninja Video': [] }, [0], 0],
		['when a node before it had failed', { Start: [0], Rows: [0] }, [], 0],
		['when n8n was cut off in a node before it', { Start: [0, 0], Rows: [1] }, [], 0],
		[
			'when a node before it had failed in a later round of a loop',
			{ Start: [0], 'Ninja Video': [2], Rows: [1, 0] },
			[0],
			1,
		],
	])('%s', (_, record, begun, runIndex) => {
		const context = afterRuns(...begun);
		expect(isLostExecution(at('retry', record, { context, runIndex }))).toBe(false);
	});
});

it('never says so of an execution that is not a retry', () => {
	expect(isLostExecution(at('webhook', { Start: [0] }))).toBe(false);
	expect(isLostExecution(at('manual', { Start: [0], 'Ninja Video': [] }))).toBe(false);
});

it('knows a host that does not show its record as one that has none', () => {
	const bare = { ...at('retry', {}), runExecutionData: undefined } as unknown as IExecuteFunctions;
	expect(isLostExecution(bare)).toBe(true);
});
