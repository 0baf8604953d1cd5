/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- drives real programs; not part of the package */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { withCredential } from '../../../tools/host/examples';
import { installHost, type HostName } from '../../../tools/host/installHost';
import { installPackage } from '../../../tools/host/installPackage';
import {
	setUpOwner,
	type ListedExecution,
	type N8nClient,
	type WorkflowJson,
} from '../../../tools/host/n8nClient';
import { startN8n, type N8nProcess } from '../../../tools/host/n8nProcess';
import { freePort } from '../../../tools/host/ports';
import { startQueueServices, type QueueServices } from '../../../tools/host/services';
import { until } from '../../../tools/host/until';
import type { SimulatorOptions } from '../../../simulator/server';
import { startFastSimulator, type Simulation } from '../../support/simulation';
import { createClosers } from './closers';
import { STAGES } from './globalSetup';
import { createCredential } from './stage';
import { chain, webhook } from './workflows';

/** A worker of queue mode. */
export interface Worker {
	readonly n8n: N8nProcess;
	/** Ids of the executions that it began or went on with, in order; one that came back is there again. */
	executions(): Promise<string[]>;
}

/** How one worker may differ. */
export interface WorkerOptions {
	/** Executions at once; 10 by default, as n8n's own. */
	readonly concurrency?: number;
	readonly env?: Readonly<Record<string, string>>;
}

/** n8n in queue mode: a main, workers, their Redis and PostgreSQL, and a simulator behind the credential. */
export interface QueueStage {
	readonly simulator: Simulation;
	readonly client: N8nClient;
	readonly services: QueueServices;
	/** Folder that workflows may read and write, on any worker. */
	readonly filesFolder: string;
	main(): N8nProcess;
	/** Starts the main again on its port, after it was killed. */
	startMainAgain(): Promise<void>;
	/** Starts one more worker; its package is installed first. */
	startWorker(options?: WorkerOptions): Promise<Worker>;
	/** Saves a workflow with the credential on every node of ours; returns its id. */
	save(workflow: WorkflowJson): Promise<string>;
	/** Saves and publishes nodes that run once per call of a webhook; returns the workflow's id. */
	publish(path: string, nodes: IDataObject[]): Promise<string>;
	/** Calls a webhook so many times at once, with the prompts `PATH 0`, `PATH 1` and so on. */
	call(path: string, times: number): Promise<void>;
	/** Waits until a workflow has so many executions and each of them is in one of the states. */
	waitForStates(
		workflowId: string,
		count: number,
		states: readonly string[],
		withinMs?: number,
	): Promise<ListedExecution[]>;
	close(): Promise<void>;
}

/** What a stage may differ in. */
export interface QueueStageOptions {
	readonly host?: HostName;
	readonly simulator?: SimulatorOptions;
	/** For every process. */
	readonly env?: Readonly<Record<string, string>>;
}

/** Four servers are started, on a slow machine and with an empty database. In milliseconds. */
export const QUEUE_STAGE_MS = 600_000;
const STARTED = /Worker started execution (\d+) /g;

/** Sets a stage with no worker yet. */
export async function openQueueStage(
	name: string,
	options: QueueStageOptions = {},
): Promise<QueueStage> {
	const folder = join(STAGES, name);
	const filesFolder = join(folder, 'files');
	await rm(folder, { recursive: true, force: true });
	await mkdir(filesFolder, { recursive: true });
	const log = (line: string) => console.log(line);
	const host = await installHost(options.host ?? 'current', log);
	const tarball = process.env.NINJA_VIDEO_TARBALL ?? '';
	const closers = createClosers();

	const services = await startQueueServices();
	closers.add(services.stop);
	async function start(
		processName: string,
		{ env = {}, ...rest }: { port?: number; command?: string[]; env?: WorkerOptions['env'] },
	): Promise<N8nProcess> {
		const n8n = await startN8n({
			host,
			userFolder: join(folder, processName),
			filesFolder,
			env: {
				...services.env,
				N8N_ENCRYPTION_KEY: 'one key for all',
				// What a person starts in the editor runs on a worker too.
				OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
				...options.env,
				...env,
			},
			...rest,
		});
		closers.add(n8n.kill);
		return n8n;
	}

	async function openMain() {
		const simulator = await startFastSimulator(options.simulator);
		closers.add(simulator.close);
		await installPackage(tarball, join(folder, 'main'));
		const port = await freePort();
		const main = await start('main', { port });
		const client = await setUpOwner(main.url);
		return { simulator, port, main, client, credential: await createCredential(client, simulator) };
	}

	const opened = await closers.opening(openMain);
	const { client, simulator } = opened;
	let { main } = opened;
	let workers = 0;
	const save = async (workflow: WorkflowJson) =>
		await client.createWorkflow(withCredential(workflow, opened.credential));
	return {
		simulator,
		client,
		services,
		filesFolder,
		main: () => main,
		async startMainAgain() {
			main = await start('main', { port: opened.port });
		},
		async startWorker({ concurrency = 10, env = {} } = {}) {
			workers += 1;
			const name = `worker-${workers}`;
			await installPackage(tarball, join(folder, name));
			const command = ['worker', `--concurrency=${concurrency}`];
			const n8n = await start(name, { command, env });
			return {
				n8n,
				async executions() {
					return [...(await n8n.readLog()).matchAll(STARTED)].map(([, id]) => String(id));
				},
			};
		},
		save,
		async publish(path, nodes) {
			const id = await save(chain(path, [webhook(path), ...nodes]));
			await client.activate(id);
			return id;
		},
		async call(path, times) {
			const prompts = Array.from({ length: times }, (_, index) => `${path} ${index}`);
			await Promise.all(prompts.map(async (prompt) => await client.callWebhook(path, { prompt })));
		},
		async waitForStates(workflowId, count, states, withinMs = 300_000) {
			return await until(
				`${count} executions to be ${states.join(' or ')}`,
				async () => {
					const all = await client.listExecutions(workflowId);
					const fit = all.filter(({ status }) => states.includes(status));
					return all.length === count && fit.length === count && all;
				},
				withinMs,
			);
		},
		close: closers.close,
	};
}
