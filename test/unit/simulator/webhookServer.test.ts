/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a receiver of webhooks */
import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { type Simulator, type SimulatorOptions, startSimulator } from '../../../simulator/server';
import { KEY } from './virtualSimulator';

const HEADERS = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };

interface Got {
	readonly signature: string;
	readonly timestamp: string;
	readonly body: string;
}

let simulator: Simulator;
let receiver: Server | undefined;

afterEach(async () => {
	await simulator.close();
	receiver?.closeAllConnections();
	receiver?.close();
	receiver = undefined;
});

async function start(options: SimulatorOptions = {}) {
	simulator = await startSimulator({ contract: 'K', ...options });
}

/** A receiver that answers with these statuses, and then with 200. Says what it got. */
async function startReceiver(...statuses: number[]) {
	const got: Got[] = [];
	const server = createServer((incoming, outgoing) => {
		let body = '';
		incoming.on('data', (chunk) => (body += String(chunk)));
		incoming.on('end', () => {
			const { 'x-ninja-signature': signature, 'x-ninja-timestamp': timestamp } = incoming.headers;
			got.push({ signature: String(signature), timestamp: String(timestamp), body });
			outgoing.writeHead(statuses.shift() ?? 200, { location: '/elsewhere' }).end();
		});
	});
	receiver = server;
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

async function call(method: string, path: string, body?: object, headers: object = {}) {
	const answer = await fetch(`${simulator.url}${path}`, {
		method,
		headers: { ...HEADERS, ...headers },
		...(body !== undefined && { body: JSON.stringify(body) }),
	});
	return { status: answer.status, headers: answer.headers, json: (await answer.json()) as Json };
}
type Json = Record<string, unknown>;

/** Waits for a condition; how long a busy machine takes does not matter. */
async function until(isSo: () => boolean) {
	for (let tries = 0; tries < 4_000 && !isSo(); tries++) await sleep(5);
	expect(isSo()).toBe(true);
}

const typesOf = (got: Got[]) => got.map(({ body }) => (JSON.parse(body) as Json)['type']);

it('a video is ordered, looked for and fetched', async () => {
	await start({ speed: 1e9 });
	const ordered = await call('POST', '/api/v1/videos', { prompt: 'A cat é 🐈' });
	expect(ordered.headers.get('x-request-id')).toBe(ordered.json['request_id']);
	const path = `/api/v1/videos/${encodeURIComponent(String(ordered.json['id']))}`;
	const { json } = await call('GET', path);
	expect(json).toMatchObject({ status: 'completed', progress: 100 });
	expect((await fetch(String(json['video_url']))).status).toBe(200);
	expect(simulator.world.chargedCents()).toBe(300);
});

it('the end of a video is brought to the webhook, signed', async () => {
	const { got, url } = await startReceiver();
	await start({ speed: 1_000 });
	const { json } = await call('POST', '/api/v1/webhooks', { url });
	const { json: job } = await call('POST', '/api/v1/videos', { prompt: 'A cat é 🐈' });
	await until(() => got.length === 1);
	const { body, signature, timestamp } = got[0] as Got;
	expect(JSON.parse(body)).toMatchObject({ type: 'video.completed', data: { id: job['id'] } });
	const expected = createHmac('sha256', String(json['secret']))
		.update(`${timestamp}.${body}`)
		.digest('hex');
	expect(signature).toBe(expected);
	expect(Math.abs(Date.now() / 1000 - Number(timestamp))).toBeLessThan(10);
});

it('every kind of event is brought', async () => {
	const { got, url } = await startReceiver();
	await start({ speed: 1_000, alerts: { balanceLowCents: [9_800], budgetCents: 300 } });
	await call('POST', '/api/v1/webhooks', { url });
	simulator.faults.add({ name: 'generation-fails', on: 'create' });
	await call('POST', '/api/v1/videos', { prompt: 'A cat' });
	await call('POST', '/api/v1/videos', { prompt: 'A dog' });
	const expected = ['balance.low', 'budget.alert', 'video.completed', 'video.failed'];
	await until(() => expected.every((type) => typesOf(got).includes(type)));
	expect(new Set(typesOf(got))).toEqual(new Set(expected));
});

it('what is not taken is brought again, the same event, and redirects are not followed', async () => {
	const { got, url } = await startReceiver(500, 302);
	await start({ speed: 1_000 });
	await call('POST', '/api/v1/webhooks', { url });
	await call('POST', '/api/v1/videos', { prompt: 'A cat' });
	await until(() => got.length === 3);
	expect(new Set(got.map(({ body }) => body)).size).toBe(1);
	await until(() => simulator.world.webhooks.deliveries.all[0]?.status === 'delivered');
});

it('a receiver that is not there is given up after five attempts', async () => {
	await start({ speed: 1e6 });
	await call('POST', '/api/v1/webhooks', { url: 'http://127.0.0.1:1/hook' });
	await call('POST', '/api/v1/videos', { prompt: 'A cat' });
	await until(() => simulator.world.webhooks.deliveries.all[0]?.status === 'dead');
	const attempts = simulator.world.webhooks.deliveries.all[0]?.attempts ?? [];
	expect(attempts.map(({ error }) => typeof error)).toEqual(Array(5).fill('string'));
});

it('a test delivery is answered when it was tried', async () => {
	const { got, url } = await startReceiver(500);
	await start();
	const { json } = await call('POST', '/api/v1/webhooks', { url });
	const test = { endpoint_id: json['id'] };
	const refused = await call('POST', '/api/v1/webhooks/test', test);
	expect(refused.json).toEqual({ delivered: false, detail: 'The endpoint answered 500' });
	const taken = await call('POST', '/api/v1/webhooks/test', test);
	expect([taken.status, taken.json]).toEqual([200, { delivered: true, detail: null }]);
	expect(got).toHaveLength(2);
});

it('a delivery can be sent once more from outside, in any manner', async () => {
	const { got, url } = await startReceiver();
	await start({ speed: 1_000 });
	await call('POST', '/api/v1/webhooks', { url });
	await call('POST', '/api/v1/videos', { prompt: 'A cat' });
	await until(() => simulator.world.webhooks.deliveries.all[0]?.status === 'delivered');
	const list = (await call('GET', '/simulator/deliveries')).json as unknown as Json[];
	const [delivery] = list;
	const body = { id: delivery?.['id'], manner: 'unsigned' };
	const sent = await call('POST', '/simulator/deliveries', body);
	expect(sent.json).toMatchObject({ status: 200, manner: 'unsigned' });
	expect(got[1]).toMatchObject({ signature: 'undefined', body: got[0]?.body });
});

it('closing ends the deliveries', async () => {
	const { got, url } = await startReceiver();
	await start({ speed: 50 });
	await call('POST', '/api/v1/webhooks', { url });
	await call('POST', '/api/v1/videos', { prompt: 'A cat' });
	await simulator.close();
	await sleep(1_200);
	expect(got).toEqual([]);
	await start();
});

it('a slow create call is in flight until it is answered', async () => {
	await start();
	simulator.faults.add({ name: 'slow-create', on: 'create', createMs: 2_000 });
	const order = async () =>
		await call('POST', '/api/v1/videos', { prompt: 'A cat' }, { 'idempotency-key': 'k1' });
	const startedAt = Date.now();
	const slow = order();
	await until(() => simulator.app.calls.length === 1);
	const early = await order();
	expect(early.status).toBe(409);
	expect(early.json).toMatchObject({ error: { code: 'request_in_flight' } });
	const { status, json } = await slow;
	expect(status).toBe(200);
	expect(Date.now() - startedAt).toBeGreaterThanOrEqual(1_990);
	expect((await order()).json['id']).toBe(json['id']);
	expect(simulator.world.charges()).toBe(1);
});

it('a create call that vanished is replayed under its key', async () => {
	await start();
	simulator.faults.add({ name: 'timeout-after', on: 'create' });
	const headers = { ...HEADERS, 'idempotency-key': 'k1' };
	const body = '{"prompt":"A cat"}';
	const vanished = fetch(`${simulator.url}/api/v1/videos`, {
		...{ method: 'POST', headers, body },
		signal: AbortSignal.timeout(2_000),
	});
	await expect(vanished).rejects.toMatchObject({ name: 'TimeoutError' });
	const { json } = await call('POST', '/api/v1/videos', { prompt: 'A cat' }, headers);
	expect(json['id']).toBe([...simulator.world.jobs.keys()][0]);
	expect(simulator.world.charges()).toBe(1);
});
