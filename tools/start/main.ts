/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- a command of the repository, not part of the package */
/**
 * The package in a real n8n, for a newcomer: installs n8n once, starts it with the packed node, the credential,
 * the example workflows and the simulator behind them, and prints the address. Everything lies in two
 * folders that git ignores.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { installHost } from '../host/installHost';
import { installPackage, packPackage } from '../host/installPackage';
import { OWNER } from '../host/n8nClient';
import { startN8n } from '../host/n8nProcess';
import { isPortFree } from '../host/ports';
import { until } from '../host/until';
import { startSimulator } from '../../simulator/server';
import { chooseRealService } from './chooseService';
import { readCommandLine, USAGE, type Ports, type StartOptions } from './commandLine';
import { fillN8n } from './fillN8n';

const SIMULATOR_KEY = 'nj_sk_simulator';
/** The simulator's videos are made this many times faster than real ones. */
const SPEED = 10;
const PORT_FREE_WITHIN_MS = 10_000;

/** What has to be stopped in the end, the last started first. */
const started: Array<() => Promise<void>> = [];
let stopping: Promise<void> | undefined;

async function stopAll(): Promise<void> {
	stopping ??= (async () => {
		for (const stop of started.reverse()) await stop();
	})();
	await stopping;
}

async function checkPorts(ports: Ports): Promise<void> {
	const wanted = [
		['--port', ports.editor],
		['--simulator-port', ports.simulator],
		['--video-port', ports.videos],
	] as const;
	for (const [option, port] of wanted) {
		// The n8n of a start that was killed ends by itself, and holds its port until then.
		const isFree = until('the port', async () => await isPortFree(port), PORT_FREE_WITHIN_MS);
		if (await isFree.catch(() => false)) continue;
		throw new Error(
			`Port ${port} is in use. Stop what uses it, or choose another: npm start -- ${option} ${port + 10}`,
		);
	}
}

async function start({ ports, dataFolder, filesFolder }: StartOptions): Promise<void> {
	const host = await installHost('current', console.log);
	await checkPorts(ports);
	const real = await chooseRealService();

	console.log('Packing this package and installing it into n8n: some seconds.');
	const packed = join(dataFolder, 'package');
	await rm(packed, { recursive: true, force: true });
	await installPackage(await packPackage(packed), dataFolder);

	const simulator = await startSimulator({
		contract: 'N',
		port: ports.simulator,
		videoPort: ports.videos,
		speed: SPEED,
		spread: 0.2,
		accounts: [{ key: SIMULATOR_KEY, balanceCents: 100_000 }],
	});
	started.push(async () => await simulator.close());

	console.log('Starting n8n; the first time takes up to a minute.');
	const n8n = await startN8n({
		host,
		userFolder: dataFolder,
		filesFolder,
		port: ports.editor,
		onEnd: () => void endedByItself(join(dataFolder, 'n8n.log')),
	});
	started.push(async () => await n8n.stop());
	const service = real ?? { apiKey: SIMULATOR_KEY, baseUrl: simulator.url };
	const workflows = await fillN8n(n8n.url, service, filesFolder);

	console.log(`
n8n ${host.version} is open:  ${n8n.url}
Sign in with:        ${OWNER.email}  ${OWNER.password}
Begin with:          ${workflows.map(({ name, url }) => `${url}  ${name}`).join('\n                     ')}
A sheet to upload:   ${join(filesFolder, 'prompts.csv')} (in the form of Spreadsheet to videos)
NinjaChat:           ${real === undefined ? `the simulator at ${simulator.url}, nothing is spent` : `the real service, every video costs $3 to $5`}
Stop with Ctrl-C.`);
}

async function endedByItself(logPath: string): Promise<void> {
	if (stopping !== undefined) return;
	console.error(`n8n has ended. Its log: ${logPath}`);
	await stopAll();
	process.exit(1);
}

function stopOnSignal(): void {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => {
			// A second Ctrl-C does not wait; what is left is killed as this process ends.
			if (stopping !== undefined) process.exit(1);
			console.log('\nStopping...');
			void stopAll().then(() => {
				console.log('Everything is stopped.');
				process.exit(0);
			});
		});
	}
}

async function fail(error: unknown): Promise<void> {
	if (stopping !== undefined) return;
	console.error(`\n${error instanceof Error ? error.message : String(error)}`);
	await stopAll();
	process.exit(1);
}

const commandLine = readCommandLine(process.argv.slice(2));
switch (commandLine.kind) {
	case 'help':
		console.log(USAGE);
		break;
	case 'wrong':
		console.error(`${commandLine.message}\n\n${USAGE}`);
		process.exitCode = 1;
		break;
	case 'start':
		stopOnSignal();
		start(commandLine.options).catch(fail);
}
