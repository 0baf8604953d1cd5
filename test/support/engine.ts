/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- this file starts the real n8n engine */
import { resolve } from 'node:path';
import { createRequire } from 'node:module';
import type {
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	IRun,
	IRunExecutionData,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { NodeConnectionTypes, NodeHelpers, Workflow } from 'n8n-workflow';
import { createDeduplicationStore } from './deduplicationStore';
import { createCredentialsHelper, type CredentialData } from './credentialsHelper';
import { again, passOn } from './testNodes';
import { makeUserFolder } from './userFolder';

// n8n-core writes to its user folder from the moment it is loaded, so the folder is set first.
process.env.N8N_USER_FOLDER = makeUserFolder();
process.env.N8N_ENCRYPTION_KEY = 'for tests only';
process.env.N8N_LOG_LEVEL = 'silent';

/** n8n's engine. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- must come after the lines above
export const core = require('n8n-core') as typeof import('n8n-core');
// n8n-core's own copy: the container that holds its services.
export const { Container } = createRequire(require.resolve('n8n-core'))('@n8n/di') as {
	Container: { get<T>(type: new (...parts: never[]) => T): T };
};

/** The package as it is built: `npm test` builds it first. */
const PACKAGE = resolve(__dirname, '../..');

/** A workflow of one Ninja Video node between a source of items and two ends. */
export interface EngineWorkflow {
	/** The items that reach the node. */
	readonly items: IDataObject[];
	readonly parameters: INodeParameters;
	readonly credential: CredentialData;
	/** What else is set on the node: onError, retryOnFail, maxTries, waitBetweenTries. */
	readonly node?: Partial<INode>;
	readonly settings?: IDataObject;
	/** Moment at which n8n itself would end the run, in milliseconds since the epoch. */
	readonly timeoutAtMs?: number;
	readonly executionId?: string;
	/** The node under test runs under this type, such as the tool form. */
	readonly nodeType?: string;
	/** The node under test; the built one by default. */
	readonly implementation?: INodeType;
	/** The items come from the package's trigger, which gets an empty event, instead of a node that makes them. */
	readonly startsWithTrigger?: boolean;
	/** Where n8n says its REST interface is. */
	readonly restApiUrl?: string;
	/** How many times the items go round the node in a loop; once by default. */
	readonly rounds?: number;
	/** Called with what the browser's console would show, line by line. */
	onMessage?(line: string): void;
}

/** A finished run. */
export interface EngineRun {
	readonly run: IRun;
	/** What came out of the node's main output and reached the next node. */
	readonly items: INodeExecutionData[];
	/** What came out of its error output. */
	readonly failed: INodeExecutionData[];
	readonly error: (Error & { description?: string; context?: IDataObject }) | undefined;
	/** Everything n8n would save of the run, as text. */
	readonly saved: string;
	readonly hints: string[];
	/** What the browser's console would show. */
	readonly uiMessages: string[];
}

/** A run that has been started. */
export interface StartedRun {
	/** What the Stop button does. */
	stop(): void;
	readonly done: Promise<EngineRun>;
}

let executions = 0;

let loaded: ReturnType<typeof loadPackage> | undefined;
let stores: Promise<unknown> | undefined;

/** n8n's store of what was processed, for all workflows of a test file. */
export const deduplication = createDeduplicationStore();

/** Makes n8n's stores ready. */
export async function openStores(): Promise<void> {
	stores ??= Promise.all([
		Container.get(core.BinaryDataService).init(),
		core.DataDeduplicationService.init(deduplication),
	]);
	await stores;
}

async function loadPackage() {
	await openStores();
	const loader = new core.PackageDirectoryLoader(PACKAGE);
	await loader.loadAll();
	return loader;
}

/** A built node, loaded by n8n's own package loader. */
export async function loadNode(name = 'ninjaVideo'): Promise<INodeType> {
	return (await (loaded ??= loadPackage())).getNode(name).type as INodeType;
}

const NODE_TYPE = 'n8n-nodes-ninja-video.ninjaVideo';

async function buildWorkflow(flow: EngineWorkflow): Promise<Workflow> {
	await openStores();
	const ninjaVideo = flow.implementation ?? (await loadNode());
	const trigger = await loadNode('ninjaVideoTrigger');
	const sourceType = flow.startsWithTrigger === true ? 'trigger' : 'test.passOn';
	const typeOf = (name: string) => {
		if (name.startsWith(NODE_TYPE)) return ninjaVideo;
		return { 'test.again': again, trigger }[name] ?? passOn;
	};
	const node = (name: string, type: string, parameters: INodeParameters): INode => ({
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters,
	});
	const credentials = { ninjaChatApi: { id: '1', name: 'NinjaChat' } };
	const main = (name: string) => ({ node: name, type: NodeConnectionTypes.Main, index: 0 });
	return new Workflow({
		id: 'workflow-1',
		name: 'Test',
		active: false,
		nodes: [
			{ ...node('Source', sourceType, { items: JSON.stringify(flow.items) }), credentials },
			{
				...node('Ninja Video', flow.nodeType ?? NODE_TYPE, flow.parameters),
				credentials,
				...flow.node,
			},
			node('Done', 'test.passOn', {}),
			node('Failed', 'test.passOn', {}),
			node('Again', 'test.again', { items: String(flow.rounds ?? 1) }),
		],
		connections: {
			Source: { main: [[main('Ninja Video')]] },
			'Ninja Video': { main: [[main('Done')], [main('Failed')]] },
			Done: { main: [[main('Again')]] },
			Again: { main: [[main('Ninja Video')]] },
		},
		nodeTypes: {
			getByName: typeOf,
			getByNameAndVersion: (name: string) => NodeHelpers.getVersionedNodeType(typeOf(name)),
			getKnownTypes: () => ({}),
		},
		settings: { executionOrder: 'v1', ...flow.settings },
	});
}

/** Starts a workflow on n8n-core's own engine. */
export async function startWorkflow(
	flow: EngineWorkflow,
	earlier?: IRunExecutionData,
): Promise<StartedRun> {
	const workflow = await buildWorkflow(flow);
	const mode: WorkflowExecuteMode = earlier === undefined ? 'manual' : 'retry';
	executions += 1;
	const executionId = flow.executionId ?? `execution-${executions}`;
	const uiMessages: string[] = [];
	let finish: (run: IRun) => void;
	const finished = new Promise<IRun>((done) => {
		finish = done;
	});
	const hooks = new core.ExecutionLifecycleHooks(mode, executionId, {} as never);
	hooks.addHandler('workflowExecuteAfter', (run) => finish(run));
	const additionalData = {
		executionId,
		hooks,
		credentialsHelper: createCredentialsHelper(flow.credential),
		restApiUrl: flow.restApiUrl ?? 'https://n8n.example.com/rest',
		webhookWaitingBaseUrl: 'http://127.0.0.1/webhook-waiting',
		formWaitingBaseUrl: 'http://127.0.0.1/form-waiting',
		currentNodeExecutionIndex: 0,
		variables: {},
		sendDataToUI: (_: string, data: { messages?: unknown[] }) => {
			const lines = (data.messages ?? []).map(String);
			uiMessages.push(...lines);
			for (const line of lines) flow.onMessage?.(line);
		},
		...(flow.timeoutAtMs === undefined ? {} : { executionTimeoutTimestamp: flow.timeoutAtMs }),
	} as unknown as IWorkflowExecuteAdditionalData;

	// "Retry with currently saved workflow" puts the nodes as they are now on the stack of the failed run.
	for (const entry of earlier?.executionData?.nodeExecutionStack ?? []) {
		entry.node = workflow.getNode(entry.node.name) ?? entry.node;
	}
	const engine = new core.WorkflowExecute(additionalData, mode, earlier);
	const execution =
		earlier === undefined
			? engine.run({ workflow, startNode: workflow.getNode('Source') as INode })
			: engine.processRunExecutionData(workflow);
	return {
		stop: () => execution.cancel(),
		done: Promise.race([finished, execution.then((run) => run)]).then((run) =>
			describe(run, uiMessages),
		),
	};
}

/** Runs a workflow to its end. */
export async function runWorkflow(flow: EngineWorkflow): Promise<EngineRun> {
	const { done } = await startWorkflow(flow);
	return await done;
}

/** What a person does with a failed execution in the executions list: "Retry", under a new execution id. */
export async function retryExecution(flow: EngineWorkflow, failed: EngineRun): Promise<EngineRun> {
	const data = JSON.parse(JSON.stringify(failed.run.data)) as IRunExecutionData;
	data.resultData.runData[data.resultData.lastNodeExecuted ?? '']?.pop();
	delete data.resultData.error;
	const { done } = await startWorkflow(flow, data);
	return await done;
}

function describe(run: IRun, uiMessages: string[]): EngineRun {
	const { resultData } = run.data;
	const inputOf = (name: string) => resultData.runData[name]?.at(-1)?.data?.main?.[0] ?? [];
	return {
		run,
		items: inputOf('Done'),
		failed: inputOf('Failed'),
		error: resultData.error as EngineRun['error'],
		saved: JSON.stringify(run),
		hints: (resultData.runData['Ninja Video']?.at(-1)?.hints ?? []).map(({ message }) => message),
		uiMessages,
	};
}

/** The bytes of a binary field, read back from n8n's storage. */
export async function readBinary(item: INodeExecutionData, field: string): Promise<Buffer> {
	const binary = item.binary?.[field];
	if (binary === undefined) throw new Error(`The item has no binary field ${field}`);
	return await Container.get(core.BinaryDataService).getAsBuffer(binary);
}
