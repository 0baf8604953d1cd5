/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a small n8n that listens on a port */
import { setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import type {
	IDataObject,
	IHookFunctions,
	INodeExecutionData,
	INodeParameters,
	IWebhookData,
	IWebhookFunctions,
	IWebhookResponseData,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { createCredentialsHelper, type CredentialData } from './credentialsHelper';
import { core } from './engine';
import { aWorkflow, freshNode, NODE, runFromTrigger, type Execution } from './triggerWorkflow';

/** What the trigger stands in, and how it is set. */
export interface TriggerHostOptions {
	readonly credential: CredentialData;
	readonly parameters?: INodeParameters;
	/** What n8n believes to be its public address; by default where it listens. */
	readonly publicUrl?: string;
}

type TriggerHook = 'checkExists' | 'create' | 'delete';

const PATH = 'f7c1a2d0/webhook';

/**
 * As much of n8n as a webhook trigger meets, around n8n-core's own contexts and engine. Order and timing are those of
 * n8n 2.41.1: every request gets a workflow of its own with the static data that is saved at that moment; what the
 * webhook changes in it is saved only if the node answers by itself, and the execution starts after that.
 */
export async function startTriggerHost(options: TriggerHostOptions) {
	let saved = '{}';
	let testData: IDataObject | undefined;
	let node = await freshNode();
	let { parameters = {} } = options;
	const executions: Array<Promise<Execution>> = [];
	const warnings: string[] = [];
	const end = new AbortController();
	setMaxListeners(0, end.signal);
	const ignore = () => {};
	const warn = (line: string) => void warnings.push(line);
	const logger = { debug: ignore, info: ignore, warn, error: warn };

	const server = createServer((request, response) => void receive(request, response));
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const publicUrl = options.publicUrl ?? url;

	const toWorkflow = (staticData: IDataObject) => aWorkflow(node, parameters, staticData);

	const additionalData = (rest: Partial<IWorkflowExecuteAdditionalData> = {}) =>
		({
			credentialsHelper: createCredentialsHelper(options.credential),
			webhookBaseUrl: `${publicUrl}/webhook`,
			webhookTestBaseUrl: `${publicUrl}/webhook-test`,
			webhookWaitingBaseUrl: `${publicUrl}/webhook-waiting`,
			formWaitingBaseUrl: `${publicUrl}/form-waiting`,
			currentNodeExecutionIndex: 0,
			variables: {},
			...rest,
		}) as unknown as IWorkflowExecuteAdditionalData;

	const webhookData = (isTest: boolean) =>
		({
			httpMethod: 'POST',
			node: NODE,
			path: PATH,
			webhookDescription: node.description.webhooks![0]!,
			workflowId: 'workflow-1',
			isTest,
		}) as unknown as IWebhookData;

	async function runHook(hook: TriggerHook, workflow: Workflow, isTest: boolean) {
		const context = new core.HookContext(
			workflow,
			workflow.getNode(NODE)!,
			additionalData(),
			isTest ? 'manual' : 'trigger',
			isTest ? 'manual' : 'activate',
			webhookData(isTest),
		);
		Object.defineProperty(context, 'logger', { value: logger });
		return (await node.webhookMethods!.default![hook].call(
			context as unknown as IHookFunctions,
		)) as boolean;
	}

	async function register(workflow: Workflow, isTest: boolean): Promise<void> {
		const exists = await runHook('checkExists', workflow, isTest);
		if (!exists) await runHook('create', workflow, isTest);
	}

	function save(workflow: Workflow): void {
		if (workflow.staticData.__dataChanged === true) saved = JSON.stringify(workflow.staticData);
	}

	async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const isTest = request.url === `/webhook-test/${PATH}`;
		const isKnown = request.method === 'POST' && (isTest || request.url === `/webhook/${PATH}`);
		const rawBody = await readAll(request);
		if (!isKnown || (isTest && testData === undefined)) {
			response.writeHead(404).end();
			return;
		}
		const workflow = toWorkflow(JSON.parse(saved) as IDataObject);
		if (isTest) workflow.setTestStaticData(testData!);
		// As reading the workflow from the database takes a moment, others come in between.
		await setImmediate();
		const result = await callWebhook(
			workflow,
			isTest,
			Object.assign(request, { rawBody }),
			response,
		);
		if (result === undefined) return;
		if (result.noWebhookResponse !== true) response.end();
		else if (!isTest) save(workflow);
		if (result.workflowData === undefined) return;
		executions.push(execute(isTest ? 'manual' : 'webhook', result.workflowData));
		if (isTest) await stopListening();
	}

	async function callWebhook(
		workflow: Workflow,
		isTest: boolean,
		httpRequest: IncomingMessage,
		httpResponse: ServerResponse,
	): Promise<IWebhookResponseData | undefined> {
		const context = new core.WebhookContext(
			workflow,
			workflow.getNode(NODE)!,
			additionalData({ httpRequest, httpResponse } as never),
			isTest ? 'manual' : 'webhook',
			webhookData(isTest),
			[],
			null,
		);
		Object.defineProperty(context, 'logger', { value: logger });
		return await node
			.webhook!.call(context as unknown as IWebhookFunctions)
			.catch((error: Error) => {
				warnings.push(error.message);
				httpResponse.writeHead(500).end();
				return undefined;
			});
	}

	const execute = async (mode: WorkflowExecuteMode, data: INodeExecutionData[][]) =>
		await runFromTrigger(
			toWorkflow(JSON.parse(saved) as IDataObject),
			additionalData(),
			mode,
			data,
			end.signal,
		);

	async function stopListening(): Promise<void> {
		if (testData === undefined) return;
		const workflow = toWorkflow({});
		workflow.staticData = testData;
		testData = undefined;
		await runHook('delete', workflow, true);
	}

	return {
		/** Where the service delivers to while the workflow is active. */
		webhookUrl: `${publicUrl}/webhook/${PATH}`,
		executions,
		/** What the node wrote into n8n's log as a warning. */
		warnings,
		/** The node's own part of what n8n has saved. */
		kept: () => ((JSON.parse(saved) as IDataObject)[`node:${NODE}`] ?? {}) as IDataObject,
		/** All executions so far, ended. */
		ended: async () => await Promise.all(executions),
		/** What happens when the workflow is activated, and whenever n8n starts with it active. */
		async activate(changed: INodeParameters = parameters): Promise<void> {
			parameters = changed;
			const workflow = toWorkflow(JSON.parse(saved) as IDataObject);
			await register(workflow, false).catch(async (error: unknown) => {
				await runHook('delete', workflow, false);
				throw error;
			});
			save(workflow);
		},
		/** What happens when it is deactivated. */
		async deactivate(): Promise<boolean> {
			const workflow = toWorkflow(JSON.parse(saved) as IDataObject);
			const removed = await runHook('delete', workflow, false);
			save(workflow);
			return removed;
		},
		/** "Listen for test event": ends with the first execution it starts. */
		async listen(): Promise<void> {
			const workflow = toWorkflow({});
			await register(workflow, true);
			testData = workflow.staticData;
		},
		stopListening,
		/** n8n ends and starts again: its memory is gone, its database is not. */
		async restart(): Promise<void> {
			node = await freshNode();
		},
		/** The database is set back, as by a stale writer; `{}` loses everything. */
		setSaved(staticData: IDataObject): void {
			saved = JSON.stringify(staticData);
		},
		/** Stops what still runs. */
		async close(): Promise<void> {
			end.abort();
			server.closeAllConnections();
			await new Promise((done) => server.close(done));
		},
	};
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks);
}
