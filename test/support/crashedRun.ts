import type { IRunExecutionData, ITaskData } from 'n8n-workflow';
import { startWorkflow, type EngineRun, type EngineWorkflow } from './engine';

/** How n8n 2.41 writes down that a node had ended before a crash: with an item that stands for its output. */
const recovered = (startTime: number): ITaskData => ({
	startTime,
	executionIndex: 0,
	executionTime: 1,
	executionStatus: 'success',
	source: [null],
	data: { main: [[{ json: { isArtificialRecoveredEventItem: true } }]] },
});

/**
 * What a person's retry does after a crash. The node's context is gone; only the moment at which the execution began
 * is saved before anything runs, so the retry starts with the first node again.
 * @param record what n8n knows of the nodes that had ended: those in its event log, or nothing where that is lost
 */
export async function retryAfterCrash(
	flow: EngineWorkflow,
	crashed: EngineRun,
	record: 'from the event log' | 'lost',
): Promise<EngineRun> {
	const data = JSON.parse(JSON.stringify(crashed.run.data)) as IRunExecutionData;
	const { executionData, resultData } = data;
	const ended = Object.entries(resultData.runData).filter(() => record !== 'lost');
	resultData.runData = Object.fromEntries(
		ended.map(([name, runs]) => [name, [recovered(runs[0]?.startTime ?? 0)]]),
	);
	delete resultData.error;
	delete resultData.lastNodeExecuted;
	if (executionData !== undefined) {
		const node = { name: 'Source' } as never;
		executionData.contextData = {};
		executionData.nodeExecutionStack = [{ node, data: { main: [[{ json: {} }]] }, source: null }];
	}
	return await (
		await startWorkflow(flow, data)
	).done;
}
