/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a client that trusts one certificate */
import { X509Certificate } from 'node:crypto';
import { request as requestOverTls } from 'node:https';

import type { HttpRequest, SendRequest, HttpResult } from '../../../nodes/NinjaVideo/api/http';
import { request } from '../../../nodes/NinjaVideo/api/transport';
import { makeCertificate } from '../../../simulator/certificate';
import { type Simulator, startSimulator } from '../../../simulator/server';
import { KEY } from './virtualSimulator';

const NO_ANSWER: HttpResult = { kind: 'no-answer', detail: 'broken' };
let simulator: Simulator;

afterEach(async () => await simulator.close());

/** A request over TLS, by a client that trusts the simulator, to the name it is told to use. */
async function sendOverTls(
	{ method, url, headers, body }: HttpRequest,
	servername?: string,
): Promise<HttpResult> {
	const { hostname, port, pathname, search, host } = new URL(url);
	return await new Promise((resolve) => {
		const outgoing = requestOverTls(
			{
				// `www.localhost` has no entry everywhere, so the address is given.
				...{ host: '127.0.0.1', port, path: pathname + search, method },
				...(simulator.certificate !== undefined && { ca: simulator.certificate }),
				...((servername ?? hostname.includes('localhost')) && { servername: hostname }),
				headers: { ...headers, host, authorization: `Bearer ${KEY}` },
			},
			(incoming) => {
				let text = '';
				incoming.on('data', (chunk) => (text += String(chunk)));
				incoming.on('error', () => resolve(NO_ANSWER));
				incoming.on('end', () =>
					resolve({
						kind: 'answer',
						status: incoming.statusCode ?? 0,
						headers: incoming.headers as Record<string, string>,
						body: text,
					}),
				);
			},
		);
		outgoing.on('error', () => resolve(NO_ANSWER));
		outgoing.end(body);
	});
}

/** The node's connection to the network, without n8n. */
const send: SendRequest = async (sent) => {
	if (sent.url.startsWith('https:')) return await sendOverTls(sent);
	const answer = await fetch(sent.url, {
		method: sent.method,
		headers: { ...sent.headers, authorization: `Bearer ${KEY}` },
		redirect: 'manual',
		...(sent.body !== undefined && { body: sent.body }),
	});
	const headers = Object.fromEntries(answer.headers);
	return { kind: 'answer', status: answer.status, headers, body: await answer.text() };
};

const PROMPT = 'A cat é 🐈'.padEnd(3_000, '.');
const call = {
	method: 'POST',
	path: '/api/v1/videos',
	headers: { 'Idempotency-Key': 'k1' },
	body: JSON.stringify({ prompt: PROMPT }),
	timeoutMs: 5_000,
} as const;

it.each([301, 302, 307, 308] as const)(
	'the node follows a %i from the bare host, with method, body and key, and pays once',
	async (redirectStatus) => {
		simulator = await startSimulator({
			contract: 'K',
			video: 'missing',
			redirectHost: true,
			redirectStatus,
		});
		const connection = { baseUrl: simulator.url, send, now: Date.now };
		expect(await request(connection, call)).toMatchObject({
			ok: true,
			value: { object: 'video', status: 'queued' },
		});
		expect(simulator.world.charges()).toBe(1);
		expect(simulator.world.keysSeen).toEqual(['k1']);
		const [job] = simulator.world.jobs.values();
		expect(job?.body.prompt).toBe(PROMPT);
		const secure = simulator.url.replace('http:', 'https:');
		expect(simulator.app.calls.map(({ origin, status }) => [origin, status])).toEqual([
			[simulator.url, redirectStatus],
			[secure, 200],
		]);
	},
);

it('a name is sent to its www name', async () => {
	simulator = await startSimulator({ contract: 'K', redirectHost: true });
	const { port } = new URL(simulator.url);
	const baseUrl = `https://localhost:${port}`;
	const look = { method: 'GET', path: '/api/v1/balance', timeoutMs: 5_000 } as const;
	const answer = await request({ baseUrl, send, now: Date.now }, look);
	expect(answer).toMatchObject({ ok: true, value: { object: 'balance' } });
	expect(simulator.app.calls.map(({ origin }) => origin)).toEqual([
		`https://localhost:${port}`,
		`https://www.localhost:${port}`,
	]);
});

it('the control connection is there over both, and gives the certificate away', async () => {
	simulator = await startSimulator({ redirectHost: true });
	const plain = await fetch(`${simulator.url}/simulator/certificate`);
	expect(await plain.text()).toBe(simulator.certificate);
	const url = `${simulator.url.replace('http:', 'https:')}/simulator/settings`;
	const headers = {};
	const secure = await sendOverTls({ method: 'GET', url, headers, timeoutMs: 5_000 });
	expect(secure).toMatchObject({
		status: 200,
		body: expect.stringContaining('"redirectHost":true'),
	});
});

it.each(['reset-before', 'truncated-body'] as const)('%s breaks off over TLS', async (name) => {
	simulator = await startSimulator({ contract: 'K', redirectHost: true });
	simulator.faults.add({ name, on: 'balance' });
	const url = `${simulator.url.replace('http:', 'https:')}/api/v1/balance`;
	const look = { method: 'GET', url, headers: {}, timeoutMs: 5_000 } as const;
	expect(await sendOverTls(look)).toEqual(NO_ANSWER);
	expect(await sendOverTls(look)).toMatchObject({ status: 200 });
});

it('closing does not wait for whoever said nothing yet', async () => {
	simulator = await startSimulator({ contract: 'K', redirectHost: true });
	simulator.faults.add({ name: 'timeout-before', on: 'balance' });
	const url = `${simulator.url.replace('http:', 'https:')}/api/v1/balance`;
	const patient = sendOverTls({ method: 'GET', url, headers: {}, timeoutMs: 5_000 });
	while (simulator.app.calls.length === 0) await fetch(simulator.url);
	await simulator.close();
	expect(await patient).toEqual(NO_ANSWER);
});

it('without a redirect host there is no TLS', async () => {
	simulator = await startSimulator();
	expect(simulator.certificate).toBeUndefined();
	const url = `${simulator.url.replace('http:', 'https:')}/`;
	expect(await sendOverTls({ method: 'GET', url, headers: {}, timeoutMs: 5_000 })).toEqual(
		NO_ANSWER,
	);
});

it('a certificate is made anew each time, for the names it is told and this machine', async () => {
	simulator = await startSimulator();
	const [one, two] = [await makeCertificate(['localhost']), await makeCertificate(['localhost'])];
	expect(one.key).not.toBe(two.key);
	const parsed = new X509Certificate(one.cert);
	expect(parsed.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1');
	expect(parsed.verify(parsed.publicKey)).toBe(true);
	expect(parsed.ca).toBe(true);
	expect(new Date(parsed.validTo).getFullYear()).toBe(2099);
});
