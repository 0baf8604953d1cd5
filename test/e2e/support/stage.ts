/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- drives real programs; not part of the package */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { withCredential, type CredentialReference } from '../../../tools/host/examples';
import { installHost, type Host, type HostName } from '../../../tools/host/installHost';
import { installPackage } from '../../../tools/host/installPackage';
import { setUpOwner, type N8nClient, type WorkflowJson } from '../../../tools/host/n8nClient';
import { startN8n, type N8nProcess } from '../../../tools/host/n8nProcess';
import { freePort } from '../../../tools/host/ports';
import type { SimulatorOptions } from '../../../simulator/server';
import { KEY, startFastSimulator, type Simulation } from '../../support/simulation';
import { createClosers } from './closers';
import { STAGES } from './globalSetup';

/** A real n8n with the packed package, its owner signed in, and a simulator behind its credential. */
export interface Stage {
	readonly simulator: Simulation;
	readonly client: N8nClient;
	/** The saved NinjaChat credential, as a node refers to it. */
	readonly credential: CredentialReference;
	/** Folder that workflows may read and write. */
	readonly filesFolder: string;
	readonly host: Host;
	readonly n8n: () => N8nProcess;
	/** Starts n8n again in the same folder and on the same port, after `kill` or `stop`. */
	startAgain(env?: Readonly<Record<string, string>>): Promise<void>;
	/** Saves a workflow with the credential on every node of ours; returns its id. */
	save(workflow: WorkflowJson): Promise<string>;
	close(): Promise<void>;
}

/** What a stage may differ in. */
export interface StageOptions {
	readonly host?: HostName;
	readonly simulator?: SimulatorOptions;
	readonly env?: Readonly<Record<string, string>>;
	/** Installs the package when n8n runs; by default it lies there before n8n starts. */
	install?(client: N8nClient): Promise<void>;
}

/** Sets a stage. Takes about twenty seconds: once per file of tests. */
export async function openStage(name: string, options: StageOptions = {}): Promise<Stage> {
	const userFolder = join(STAGES, name);
	const filesFolder = join(userFolder, 'files');
	await rm(userFolder, { recursive: true, force: true });
	await mkdir(filesFolder, { recursive: true });
	const host = await installHost(options.host ?? 'current', (line) => console.log(line));
	if (options.install === undefined) {
		await installPackage(process.env.NINJA_VIDEO_TARBALL ?? '', userFolder);
	}
	const closers = createClosers();
	return await closers.opening(async () => {
		const simulator = await startFastSimulator(options.simulator);
		closers.add(simulator.close);
		const port = await freePort();
		const start = async (env = options.env ?? {}) =>
			await startN8n({ host, userFolder, filesFolder, port, env });
		let n8n = await start();
		closers.add(async () => await n8n.stop());
		const client = await setUpOwner(n8n.url);
		await options.install?.(client);
		const credential = await createCredential(client, simulator);
		return {
			simulator,
			client,
			credential,
			filesFolder,
			host,
			n8n: () => n8n,
			async startAgain(env) {
				n8n = await start(env);
			},
			save: async (workflow) => await client.createWorkflow(withCredential(workflow, credential)),
			close: closers.close,
		};
	});
}

/** Saves a credential for a simulator. */
export async function createCredential(
	client: N8nClient,
	simulator: Pick<Simulation, 'url'>,
): Promise<CredentialReference> {
	return await client.createCredential({
		name: 'NinjaChat',
		type: 'ninjaChatApi',
		data: { apiKey: KEY, baseUrl: simulator.url },
	});
}
