import { type Simulator, type SimulatorOptions, startSimulator } from '../../../simulator/server';
import { clipOf } from '../../../simulator/clip';
import { KEY } from './virtualSimulator';

const HEADERS = { authorization: `Bearer ${KEY}` };
let running: Simulator[] = [];

async function start(options?: SimulatorOptions): Promise<Simulator> {
	const simulator = await startSimulator({ contract: 'page', ...options });
	running.push(simulator);
	return simulator;
}

afterEach(async () => {
	const ended = running;
	running = [];
	await Promise.all(ended.map((simulator) => simulator.close()));
});

const post = (simulator: Simulator, options: RequestInit = {}) =>
	fetch(`${simulator.url}/api/v1/video`, {
		method: 'POST',
		headers: HEADERS,
		body: '{"prompt":"A cat é 🐈"}',
		...options,
	});

async function createJob(simulator: Simulator): Promise<string> {
	const answer = (await (await post(simulator)).json()) as { request_id: string };
	return answer.request_id;
}

async function videoUrlOf(simulator: Simulator, requestId: string): Promise<string> {
	const query = `request_id=${encodeURIComponent(requestId)}`;
	const answer = await fetch(`${simulator.url}/api/v1/video/status?${query}`, { headers: HEADERS });
	const { result } = (await answer.json()) as { result: { video_url: string } };
	return result.video_url;
}

it('a video is bought, looked for and fetched from another origin', async () => {
	const simulator = await start({ speed: 1e9 });
	const requestId = await createJob(simulator);
	const url = await videoUrlOf(simulator, requestId);
	expect(new URL(url).origin).toBe(simulator.videoUrl);
	expect(simulator.videoUrl).not.toBe(simulator.url);

	const video = await fetch(url);
	expect(video.headers.get('content-type')).toBe('video/mp4');
	const clip = clipOf({ model: 'seedance-2', duration: 8 });
	expect(Buffer.from(await video.arrayBuffer()).equals(Buffer.from(clip))).toBe(true);
	expect(simulator.world.chargedCents()).toBe(300);
	expect(simulator.world.jobs.get(requestId)?.body.prompt).toBe('A cat é 🐈');
	expect(simulator.app.calls.map(({ method, status }) => [method, status])).toEqual([
		['POST', 200],
		['GET', 200],
	]);
	expect(simulator.videoHost.calls[0]?.headers).not.toHaveProperty('authorization');
});

it('a refusal comes with its status, headers and JSON', async () => {
	const simulator = await start({ rateLimit: { requests: 1, windowMs: 60_000 } });
	await post(simulator);
	const answer = await post(simulator);
	expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '60']);
	expect(answer.headers.get('content-type')).toBe('application/json');
	expect(await answer.json()).toMatchObject({ error: 'rate_limit_exceeded' });
});

it('a redirect is sent as one', async () => {
	const simulator = await start();
	simulator.faults.add({ name: 'redirect', on: 'create', status: 308, location: '/elsewhere' });
	const answer = await post(simulator, { redirect: 'manual' });
	expect([answer.status, answer.headers.get('location')]).toEqual([308, '/elsewhere']);
});

it.each(['reset-before', 'reset-after'] as const)('%s breaks the connection', async (name) => {
	const simulator = await start();
	simulator.faults.add({ name, on: 'create' });
	await expect(post(simulator)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
	expect(simulator.world.charges()).toBe(name === 'reset-after' ? 1 : 0);
	expect((await post(simulator)).status).toBe(200);
});

it('a truncated answer starts well and then breaks', async () => {
	const simulator = await start();
	simulator.faults.add({ name: 'truncated-body', on: 'create' });
	const answer = await post(simulator);
	expect(answer.status).toBe(200);
	await expect(answer.text()).rejects.toThrow();
});

it('silence lasts until the caller gives up, and closing does not wait for it', async () => {
	const simulator = await start();
	simulator.faults.add({ name: 'timeout-after', on: 'create', times: 2 });
	const impatient = post(simulator, { signal: AbortSignal.timeout(2_000) });
	await expect(impatient).rejects.toMatchObject({ name: 'TimeoutError' });

	const patient = expect(post(simulator)).rejects.toThrow('fetch failed');
	while (simulator.app.calls.length < 2) await fetch(simulator.url);
	await simulator.close();
	await patient;
	expect(simulator.world.charges()).toBe(2);
	running = [];
});

it('a truncated video breaks off', async () => {
	const simulator = await start({ speed: 1e9, videoBytes: 3_000_000 });
	const url = await videoUrlOf(simulator, await createJob(simulator));
	simulator.faults.add({ name: 'video-truncated', on: 'video' });
	const video = await fetch(url);
	expect(video.headers.get('content-length')).toBe('3000000');
	await expect(video.arrayBuffer()).rejects.toThrow();
	expect((await (await fetch(url)).arrayBuffer()).byteLength).toBe(3_000_000);
});

it('an answer can be made late', async () => {
	const simulator = await start({ latencyMs: 150 });
	const startedAt = Date.now();
	await post(simulator);
	expect(Date.now() - startedAt).toBeGreaterThanOrEqual(145);
});

it('every call is told of as it happens', async () => {
	const told: string[] = [];
	const simulator = await start({
		onCall: ({ method, status }) => told.push(`${method} ${status}`),
	});
	await post(simulator);
	await fetch(`${simulator.videoUrl}/other`);
	expect(told).toEqual(['POST 200', 'GET 404']);
});

it.each([
	['port', 'videoPort'],
	['videoPort', 'port'],
] as const)('a %s in use is an error, and the %s is free again', async (taken, other) => {
	const [first, second] = [await start(), await start()];
	const [takenPort, otherPort] = [first, second].map(({ url }) => Number(new URL(url).port));
	await second.close();
	const ports = { [taken]: takenPort, [other]: otherPort };
	await expect(startSimulator(ports)).rejects.toMatchObject({ code: 'EADDRINUSE' });
	await start({ [other]: otherPort });
});
