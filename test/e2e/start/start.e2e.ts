/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- drives real programs; not part of the package */
import { readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { runCommand } from '../../../tools/host/command';
import { listExamples, readExample } from '../../../tools/host/examples';
import { PACKAGE } from '../../../tools/host/installPackage';
import { signIn } from '../../../tools/host/n8nClient';
import { freePort, isPortFree } from '../../../tools/host/ports';
import { signalGroup, spawnGroup } from '../../../tools/host/processGroup';
import { until } from '../../../tools/host/until';
import { STAGES } from '../support/globalSetup';

const SCRIPT = resolve(__dirname, '../../../tools/start.mjs');
const FOLDER = join(STAGES, 'start');
const FILES = join(FOLDER, 'files');
const OPEN = 'Stop with Ctrl-C';
/** A first start migrates the database; slow machines take minutes. In milliseconds. */
const START_MS = 400_000;

let ports: number[];
let last: ReturnType<typeof begin> | undefined;
beforeAll(async () => {
	await rm(FOLDER, { recursive: true, force: true });
	ports = [await freePort(), await freePort(), await freePort()];
});
afterAll(async () => {
	last?.pressCtrlC();
	await last?.ended;
});

/** Runs the command as `npm start` does. */
function begin() {
	const [editor, simulator, videos] = ports.map(String) as [string, string, string];
	const where = ['--port', editor, '--simulator-port', simulator, '--video-port', videos];
	const folders = ['--data', join(FOLDER, 'data'), '--files', FILES];
	const child = spawnGroup(process.execPath, [SCRIPT, ...where, ...folders]);
	let output = '';
	child.stdout.on('data', (chunk) => (output += String(chunk)));
	child.stderr.on('data', (chunk) => (output += String(chunk)));
	const ended = new Promise<number | null>((done) => child.once('close', done));
	const command = {
		output: () => output,
		ended,
		open: async () =>
			await Promise.race([
				until('n8n to open', () => output.includes(OPEN), START_MS),
				ended.then(() => Promise.reject(new Error(output))),
			]),
		pressCtrlC: () => child.kill('SIGINT'),
		kill: () => signalGroup(child.pid ?? 0, 'SIGKILL'),
	};
	last = command;
	return command;
}

const url = () => `http://127.0.0.1:${ports[0]}`;

/** The processes that have the data folder of this test in their command line or their environment. */
async function findProcesses(): Promise<string[]> {
	const { output } = await runCommand('ps', ['axewwo', 'pid=,args=']);
	return output
		.split('\n')
		.filter((line) => line.includes(`N8N_USER_FOLDER=${join(FOLDER, 'data')}`));
}

it(
	'opens an editor that has the package, the credential and the six examples',
	async () => {
		const command = begin();
		await command.open();
		const client = await signIn(url());
		const files = await listExamples();
		expect(files).toHaveLength(6);
		const examples = await Promise.all(files.map(async (file) => await readExample(file, '')));
		const saved = await client.call<Array<{ name: string }>>('GET', '/workflows');
		expect(saved.map(({ name }) => name).sort()).toEqual(examples.map(({ name }) => name).sort());
		expect(command.output()).toContain(url());
		expect(await client.call('GET', '/community-packages')).toMatchObject([
			{ packageName: PACKAGE },
		]);
		expect(await client.call('GET', '/credentials')).toMatchObject([{ type: 'ninjaChatApi' }]);
	},
	START_MS,
);

it('makes the MP4 files of the spreadsheet example at the first run', async () => {
	const client = await signIn(url());
	const saved = await client.call<Array<{ id: string; name: string }>>('GET', '/workflows');
	const { name, nodes } = await readExample('spreadsheet-to-videos.json', '');
	const trigger = nodes.find(({ type }) => type === 'n8n-nodes-base.manualTrigger');
	const { id = '' } = saved.find((workflow) => workflow.name === name) ?? {};
	const executionId = await client.run(id, String(trigger?.name));
	expect((await client.waitForEnd(executionId)).status).toBe('success');
	const videos = (await readdir(FILES)).filter((file) => file.endsWith('.mp4'));
	expect(videos).toHaveLength(5);
});

it('says which port is in use, and how to choose another', async () => {
	const running = last;
	const second = begin();
	expect(await second.ended).toBe(1);
	expect(second.output()).toContain(`Port ${ports[0]} is in use`);
	expect(second.output()).toContain('--port');
	last = running;
});

it('leaves nothing running after Ctrl-C', async () => {
	expect(await findProcesses()).not.toEqual([]);
	last?.pressCtrlC();
	expect(await last?.ended).toBe(0);
	expect(await findProcesses()).toEqual([]);
	expect(await Promise.all(ports.map(isPortFree))).toEqual([true, true, true]);
});

it(
	'recovers from a start that was killed, and keeps what is there',
	async () => {
		const killed = begin();
		await killed.open();
		killed.kill();
		await killed.ended;
		expect(await isPortFree(ports[0] ?? 0)).toBe(false);

		const next = begin();
		await next.open();
		expect(next.output()).toContain('that an earlier start had left running');
		const client = await signIn(url());
		expect(await client.call<unknown[]>('GET', '/workflows')).toHaveLength(6);
		expect(await client.call<unknown[]>('GET', '/credentials')).toHaveLength(1);
		next.pressCtrlC();
		expect(await next.ended).toBe(0);
		expect(await findProcesses()).toEqual([]);
	},
	START_MS,
);
