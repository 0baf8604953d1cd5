import {
	createRunExecutionData,
	NodeHelpers,
	Workflow,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type IRun,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { core, loadNode } from './engine';
import { passOn } from './testNodes';

/** The name of the trigger in its workflow. */
export const NODE = 'Ninja Video Trigger';

/** An execution that a delivery has started. */
export interface Execution {
	readonly mode: WorkflowExecuteMode;
	/** What reached the node after the trigger. */
	readonly items: INodeExecutionData[];
	readonly error: (Error & { description?: string }) | undefined;
}

/** The trigger and one node after it. */
export function aWorkflow(
	trigger: INodeType,
	parameters: INodeParameters,
	staticData: IDataObject,
): Workflow {
	const typeOf = (name: string) => (name === 'test.passOn' ? passOn : trigger);
	return new Workflow({
		id: 'workflow-1',
		name: 'Test',
		active: true,
		nodes: [
			{
				...aNode(NODE, 'n8n-nodes-ninja-video.ninjaVideoTrigger', parameters),
				webhookId: 'f7c1a2d0',
				credentials: { ninjaChatApi: { id: '1', name: 'NinjaChat' } },
			},
			aNode('Done', 'test.passOn', {}),
		],
		connections: { [NODE]: { main: [[{ node: 'Done', type: 'main', index: 0 }]] } },
		nodeTypes: {
			getByName: (name) => typeOf(name),
			getByNameAndVersion: (name) => NodeHelpers.getVersionedNodeType(typeOf(name)),
			getKnownTypes: () => ({}),
		},
		staticData,
		settings: { executionOrder: 'v1' },
	});
}

let executions = 0;

/** The execution that n8n starts with what a webhook has returned. Stopped when n8n ends. */
export async function runFromTrigger(
	workflow: Workflow,
	additionalData: IWorkflowExecuteAdditionalData,
	mode: WorkflowExecuteMode,
	data: INodeExecutionData[][],
	end: AbortSignal,
): Promise<Execution> {
	executions += 1;
	const executionId = `execution-${executions}`;
	let finish: (run: IRun) => void;
	const finished = new Promise<IRun>((done) => {
		finish = done;
	});
	const hooks = new core.ExecutionLifecycleHooks(mode, executionId, {} as never);
	hooks.addHandler('workflowExecuteAfter', (run) => finish(run));
	const main = JSON.parse(JSON.stringify(data)) as INodeExecutionData[][];
	const stack = [{ node: workflow.getNode(NODE)!, data: { main }, source: null }];
	const engine = new core.WorkflowExecute(
		{ ...additionalData, executionId, hooks },
		mode,
		createRunExecutionData({ executionData: { nodeExecutionStack: stack } }),
	);
	const running = engine.processRunExecutionData(workflow);
	const stop = () => running.cancel();
	end.addEventListener('abort', stop);
	const { resultData } = (await finished).data;
	end.removeEventListener('abort', stop);
	return {
		mode,
		items: resultData.runData.Done?.[0]?.data?.main?.[0] ?? [],
		error: resultData.error as Execution['error'],
	};
}

const aNode = (name: string, type: string, parameters: INodeParameters): INode => ({
	id: name,
	name,
	type,
	typeVersion: 1,
	position: [0, 0],
	parameters,
});

/** A node as a process that has just started has it. */
export async function freshNode(): Promise<INodeType> {
	const { constructor } = await loadNode('ninjaVideoTrigger');
	return new (constructor as new () => INodeType)();
}
