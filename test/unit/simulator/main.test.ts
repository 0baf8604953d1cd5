/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';

const COMMAND = ['--import', 'tsx', join(__dirname, '../../../simulator/main.ts')];
/** A busy machine takes its time to compile the simulator. */
const PRINTS_WITHIN_MS = 120_000;
let children: ChildProcess[] = [];

function run(...options: string[]) {
	const child = spawn(process.execPath, [...COMMAND, ...options]);
	children.push(child);
	const printed = { out: '', err: '' };
	child.stdout.on('data', (chunk) => (printed.out += String(chunk)));
	child.stderr.on('data', (chunk) => (printed.err += String(chunk)));
	const ended = once(child, 'close').then(([code]) => code as number | null);
	return { child, printed, ended };
}

async function untilPrinted({ child, printed }: ReturnType<typeof run>, text: string) {
	while (!printed.out.includes(text)) {
		// A process that has ended prints no more.
		await once(child.stdout, 'data', { signal: AbortSignal.timeout(PRINTS_WITHIN_MS) });
	}
}

afterEach(() => {
	for (const child of children) child.kill('SIGKILL');
	children = [];
});

it('runs, tells of every call and the money without the key, and closes when told', async () => {
	const simulator = run('--port', '0', '--video-port', '0', '--key', 'nj_sk_test');
	await untilPrinted(simulator, 'Ctrl-C');
	const { out } = simulator.printed;
	expect(out).toContain('API key   nj_sk_test');
	const url = /http:\/\/127\.0\.0\.1:\d+/.exec(out)?.[0] ?? '';
	const headers = { authorization: 'Bearer nj_sk_test' };
	await fetch(`${url}/api/v1/video`, { method: 'POST', headers, body: '{"prompt":"A cat"}' });
	await untilPrinted(simulator, 'POST /api/v1/video 200  charged so far: $3.00\n');
	expect(simulator.printed.out.slice(out.length)).not.toContain('nj_sk_test');

	simulator.child.kill('SIGTERM');
	expect(await simulator.ended).toBe(0);
});

it('says which port is taken', async () => {
	const first = run('--port', '0', '--video-port', '0');
	await untilPrinted(first, 'Ctrl-C');
	const port = /:(\d+)/.exec(first.printed.out)?.[1] ?? '';
	const second = run('--port', port, '--video-port', '0');
	expect(await second.ended).toBe(1);
	expect(second.printed.err).toContain(`Port ${port} is already in use`);
});

it('says what is wrong with an option', async () => {
	const { ended, printed } = run('--speed', 'fast');
	expect(await ended).toBe(1);
	expect(printed.err).toContain('--speed must be a number above 0');
	expect(printed.out).toBe('');
});

it('plays the contract it is told to, behind a redirect that it explains', async () => {
	const options = ['--port', '0', '--video-port', '0', '--contract', 'K', '--redirect-host'];
	const simulator = run(...options);
	await untilPrinted(simulator, 'Ctrl-C');
	const { out } = simulator.printed;
	expect(out).toContain('/simulator/certificate');
	const url = /http:\/\/127\.0\.0\.1:\d+/.exec(out)?.[0] ?? '';
	const settings = await (await fetch(`${url}/simulator/settings`)).json();
	expect(settings).toMatchObject({ contract: 'K', redirectHost: true });
	const answer = await fetch(`${url}/api/v1/models`, { redirect: 'manual' });
	expect(answer.headers.get('location')).toBe(`${url.replace('http:', 'https:')}/api/v1/models`);
});
