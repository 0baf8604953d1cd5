/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- drives real programs; not part of the package */
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { listExamples, readExample } from '../../../tools/host/examples';
import { signIn } from '../../../tools/host/n8nClient';
import { freePort, isPortFree } from '../../../tools/host/ports';
import { spawnGroup } from '../../../tools/host/processGroup';
import { until } from '../../../tools/host/until';
import { STAGES } from '../support/globalSetup';

const SCRIPT = resolve(__dirname, '../../../tools/start/main.ts');
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
	const child = spawnGroup(process.execPath, ['--import', 'tsx', SCRIPT, ...where, ...folders]);
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
		kill: () => child.kill('SIGKILL'),
	};
	last = command;
	return command;
}

const url = () => `http://127.0.0.1:${ports[0]}`;

const arePortsFree = async () => (await Promise.all(ports.map(isPortFree))).every(Boolean);

it(
	'npm start opens an editor that has the credential and the seven examples',
	async () => {
		const command = begin();
		await command.open();
		const client = await signIn(url());
		const files = await listExamples();
		expect(files).toHaveLength(7);
		const examples = await Promise.all(files.map(async (file) => await readExample(file, '')));
		const saved = await client.call<Array<{ name: string }>>('GET', '/workflows');
		expect(saved.map(({ name }) => name).sort()).toEqual(examples.map(({ name }) => name).sort());
		expect(command.output()).toContain(url());
		expect(await client.call('GET', '/credentials')).toMatchObject([{ type: 'ninjaChatApi' }]);
	},
	START_MS,
);

it('the first example makes its video at the first run, is the first that is named, and starts the one with the trigger', async () => {
	const client = await signIn(url());
	const saved = await client.call<Array<{ id: string; name: string }>>('GET', '/workflows');
	const { id = '' } = saved.find(({ name }) => name === 'First video') ?? {};
	const ended = await client.runToEnd(id, 'Start');
	expect(ended.status).toBe('success');
	expect(ended.items('Ninja Video')[0]?.binary?.data?.mimeType).toBe('video/mp4');
	const ready = saved.find(({ name }) => name === 'Ready videos')?.id ?? '';
	const [event] = await until('the trigger to start its example', async () => {
		const started = await client.listExecutions(ready);
		return started.length > 0 && started;
	});
	const reported = await client.waitForEnd(event?.id ?? '');
	expect(reported.items('What Comes Next')).toMatchObject([
		{ json: { event: 'video.completed' }, binary: { data: { mimeType: 'video/mp4' } } },
	]);
	expect(last?.output()).toMatch(new RegExp(`Begin with: +${url()}/workflow/${id} `));
});

it('the example of a data table makes the rows that are in the table from the start', async () => {
	const client = await signIn(url());
	const saved = await client.call<Array<{ id: string; name: string }>>('GET', '/workflows');
	const { id = '' } = saved.find(({ name }) => name === 'Table to videos') ?? {};
	const ended = await client.runToEnd(id, 'Start');
	expect(ended.error).toBeUndefined();
	expect(ended.items('Ninja Video').map(({ json }) => json.status)).toEqual([
		'completed',
		'completed',
	]);
});

it('npm start says which port is in use, and how to choose another', async () => {
	const running = last;
	const second = begin();
	expect(await second.ended).toBe(1);
	expect(second.output()).toContain(`Port ${ports[0]} is in use`);
	expect(second.output()).toContain('--port');
	last = running;
});

it('npm start leaves no port in use after Ctrl-C', async () => {
	last?.pressCtrlC();
	expect(await last?.ended).toBe(0);
	expect(await arePortsFree()).toBe(true);
});

it(
	'npm start leaves no port in use when it is killed, and keeps what is there for the next start',
	async () => {
		const killed = begin();
		await killed.open();
		killed.kill();
		await killed.ended;
		await until('n8n to end by itself', arePortsFree);

		const next = begin();
		await next.open();
		const client = await signIn(url());
		expect(await client.call<unknown[]>('GET', '/workflows')).toHaveLength(7);
		expect(await client.call<unknown[]>('GET', '/credentials')).toHaveLength(1);
		next.pressCtrlC();
		expect(await next.ended).toBe(0);
		expect(await arePortsFree()).toBe(true);
	},
	START_MS,
);
