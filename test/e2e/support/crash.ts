/* eslint-disable @n8n/community-nodes/no-restricted-imports -- drives real programs; not part of the package */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { withCredential } from '../../../tools/host/examples';
import type { Execution, WorkflowJson } from '../../../tools/host/n8nClient';
import { until } from '../../../tools/host/until';
import { KEY, type Simulation } from '../../support/simulation';
import { openGate, type Gate, type GateRequest, type GateRule } from './gate';
import { createCredential, type Stage } from './stage';
import { chain, ninjaVideo, node, webhook } from './workflows';

/** A workflow that a webhook starts, behind a gate of its own. */
export interface GatedWorkflow {
	readonly id: string;
	readonly name: string;
	readonly gate: Gate;
	/** Starts it; returns when n8n has taken the call. */
	start(): Promise<void>;
	/** Waits until its gate keeps a request: the moment is reached, and stays. */
	reached(): Promise<void>;
	/** Charges less refunds of what it ordered. */
	charges(): number;
	/** Changes the API key of its credential; the right one by default. */
	setKey(apiKey?: string): Promise<void>;
	/** Its newest execution. */
	newest(): Promise<string>;
	/** Starts the retry of an execution, the newest by default. @returns the id of the new execution */
	startRetry(executionId?: string): Promise<string>;
	/** The same, and waits for its end. */
	retry(executionId?: string): Promise<Execution>;
}

/** Whether a request is an order, a look or the fetching of a video. */
export const isOrder = ({ method }: GateRequest) => method === 'POST';
export const isLook = ({ path }: GateRequest) =>
	path.includes('/video/status') || /\/videos\/[^.]+$/.test(path);
export const isDownload = ({ path }: GateRequest) => path.startsWith('/videos/');

/** Holds the first look at a video, so that its order waits after its answer. */
export const atFirstLook = (request: GateRequest): GateRule =>
	isLook(request) ? 'keep-request' : 'pass';

/** A node that calls a gate, so that an execution can be held there. */
export const step =
	(name: string, path = 'step', rest: IDataObject = {}) =>
	(gate: Gate) =>
		node(name, 'n8n-nodes-base.httpRequest', {
			typeVersion: 4.2,
			parameters: { url: `${gate.url}/${path}`, options: {} },
			...rest,
		});

/** Our node in a gated workflow: a stored video, with looks in quick succession. */
export const orderNode =
	(parameters: IDataObject = {}) =>
	() =>
		ninjaVideo({
			prompt: '={{ $("Start").item.json.body.prompt }}',
			downloadVideo: true,
			...parameters,
		});

/** In which order the nodes of a workflow lie in its JSON: that in which a person added them. */
export type NodeOrder = 'first to last' | 'last to first';

/** What a gated workflow is made of. */
export interface Gated {
	readonly simulator: Simulation;
	readonly name: string;
	readonly nodes: ReadonlyArray<(gate: Gate) => IDataObject>;
	/** What its gate does at first; lets all pass by default. */
	readonly rule?: (request: GateRequest) => GateRule;
	readonly order?: NodeOrder;
	/** Changes the workflow before it is saved. */
	change?(workflow: WorkflowJson): void;
}

/** Saves and publishes a workflow behind a gate. */
export async function publishGated(
	stage: Pick<Stage, 'client'>,
	{ simulator, name, nodes, rule, order, change }: Gated,
): Promise<GatedWorkflow> {
	const { client } = stage;
	const gate = await openGate(simulator, rule);
	const credential = await createCredential(client, gate);
	const workflow = chain(name, [webhook(name), ...nodes.map((make) => make(gate))]);
	change?.(workflow);
	if (order === 'last to first') workflow.nodes.reverse();
	const id = await client.createWorkflow(withCredential(workflow, credential));
	await client.activate(id);
	const jobs = () =>
		[...simulator.world.jobs.values()].filter(({ body }) => body.prompt === promptOf(name));
	const newest = async () => (await client.listExecutions(id))[0]?.id ?? '';
	async function startRetry(executionId?: string): Promise<string> {
		const known = new Set((await client.listExecutions(id)).map((execution) => execution.id));
		const failed = executionId ?? (await newest());
		// n8n answers when the retry has ended, or never, if it is killed before.
		const asked = client.call('POST', `/executions/${failed}/retry`, { loadWorkflow: true });
		asked.catch(() => {});
		return await until(`the retry of execution ${failed}`, async () => {
			const found = (await client.listExecutions(id)).find(
				(each) => each.retryOf === failed && !known.has(each.id),
			);
			return found?.id;
		});
	}
	return {
		id,
		name,
		gate,
		start: async () => await client.callWebhook(name, { prompt: promptOf(name) }),
		reached: async () => {
			await until(`the moment of ${name}`, () => gate.keeps(), 120_000);
		},
		charges: () =>
			jobs().reduce((sum, { requestId }) => sum + simulator.world.chargesFor(requestId), 0),
		async setKey(apiKey = KEY) {
			const data = { apiKey, baseUrl: gate.url };
			const { id: credentialId, name: credentialName } = credential;
			const changed = { name: credentialName, type: 'ninjaChatApi', data };
			await client.call('PATCH', `/credentials/${credentialId}`, changed);
		},
		newest,
		startRetry,
		retry: async (executionId) => await client.waitForEnd(await startRetry(executionId)),
	};
}

const promptOf = (name: string) => `The video of ${name}`;

/** Whether n8n finds its event log after a crash. In a container it is lost. */
export type EventLog = 'kept' | 'removed';

/** Ends n8n as a power cut would, starts it again, and lets all requests pass. */
export async function crash(
	stage: Stage,
	workflows: readonly GatedWorkflow[],
	eventLog: EventLog,
): Promise<void> {
	await stage.n8n().kill();
	for (const { gate } of workflows) gate.change();
	if (eventLog === 'removed') {
		const folder = join(stage.filesFolder, '..', '.n8n');
		const logs = (await readdir(folder)).filter((file) => file.startsWith('n8nEventLog'));
		await Promise.all(logs.map(async (file) => await rm(join(folder, file))));
	}
	await stage.startAgain();
	await until('n8n to notice what it was doing', async () => {
		const all = await Promise.all(
			workflows.map(async ({ id }) => await stage.client.listExecutions(id)),
		);
		return all.flat().every(({ status }) => status !== 'running' && status !== 'new');
	});
}
