/* eslint-disable @n8n/community-nodes/no-restricted-imports -- calls n8n's webhook as a stranger */
import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import type { IDataObject } from 'n8n-workflow';
import { KEY } from '../../support/simulation';
import { useTrigger } from '../../support/triggerStage';

const { start, host, endpoints, simulation } = useTrigger();

const signatureOf = (secret: string, seconds: unknown, body: string | Buffer) =>
	createHmac('sha256', secret)
		.update(`${String(seconds)}.`)
		.update(body)
		.digest('hex');
const nowSeconds = () => Math.floor(Date.now() / 1000);
const done = (id: string, more: IDataObject = {}) =>
	JSON.stringify({
		type: 'video.completed',
		data: { id, object: 'video', status: 'completed', video_url: 'https://v.example/1', ...more },
	});

interface Post {
	readonly body?: string | Buffer;
	readonly secret?: string;
	readonly seconds?: number | string;
	/** Replaces or removes headers. */
	readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
	readonly method?: string;
}

/** One message to the webhook, signed as the service signs. @returns the status of the answer */
async function post({ body = done('video_1'), method = 'POST', headers = {}, ...rest }: Post = {}) {
	const { secret = secretHere(), seconds = nowSeconds() } = rest;
	const all = {
		'content-type': 'application/json',
		'x-ninja-signature': signatureOf(secret, seconds, body),
		'x-ninja-timestamp': String(seconds),
		...headers,
	};
	const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
	return await new Promise<number>((resolve, reject) => {
		const call = request(host().webhookUrl, { method, headers: sent as never }, (answer) => {
			answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
		});
		call.on('error', reject).end(body);
	});
}

const secretHere = () => simulation().world.webhooks.secretOf(endpoints()[0]!.id);

async function active(): Promise<void> {
	await start();
	await host().activate();
}

/** A message that must start nothing, change nothing and break nothing. */
async function expectIgnored(message: Post, status: number | readonly number[]): Promise<void> {
	await active();
	const before = JSON.stringify(host().kept());
	expect([status].flat()).toContain(await post(message));
	expect(host().executions).toHaveLength(0);
	expect(JSON.stringify(host().kept())).toBe(before);
	// The genuine one still starts the workflow.
	expect(await post()).toBe(200);
	expect(host().executions).toHaveLength(1);
	expect(host().warnings.join('\n')).not.toContain(KEY);
}

describe('a message that is not signed as the service signs', () => {
	const body = done('video_1');
	const right = () => signatureOf(secretHere(), nowSeconds(), body);

	it.each<readonly [string, () => Post['headers']]>([
		['has an empty signature', () => ({ 'x-ninja-signature': '' })],
		['has half a signature', () => ({ 'x-ninja-signature': right().slice(0, 32) })],
		['has a signature and more', () => ({ 'x-ninja-signature': `${right()}00` })],
		['has its signature in another alphabet', () => ({ 'x-ninja-signature': 'z'.repeat(64) })],
		['has a signature of 8,000 characters', () => ({ 'x-ninja-signature': 'a'.repeat(8000) })],
		['has null bytes for a signature', () => ({ 'x-ninja-signature': '0'.repeat(64) })],
		[
			'has two signatures, the first of them wrong',
			() => ({ 'x-ninja-signature': ['0'.repeat(64), right()] }),
		],
		[
			'has its signature in Base64',
			() => ({ 'x-ninja-signature': Buffer.from(right(), 'hex').toString('base64') }),
		],
		['has no time', () => ({ 'x-ninja-timestamp': undefined })],
		['has an empty time', () => ({ 'x-ninja-timestamp': '' })],
		['has a time in words', () => ({ 'x-ninja-timestamp': 'now' })],
		['has another time than it signed', () => ({ 'x-ninja-timestamp': String(nowSeconds() - 1) })],
		[
			'has a signature under the names of another service',
			() => ({ 'x-ninja-signature': undefined, 'x-hub-signature-256': `sha256=${right()}` }),
		],
	])('because it %s starts nothing', async (_, headers) => {
		await active();
		expect(await post({ body, headers: headers()! })).toBe(401);
		expect(host().executions).toHaveLength(0);
		expect(await post({ body })).toBe(200);
	});

	it.each<readonly [string, () => number | string]>([
		['six minutes old', () => nowSeconds() - 360],
		['six minutes ahead', () => nowSeconds() + 360],
		['in milliseconds', () => Date.now()],
		['zero', () => 0],
		['negative', () => -nowSeconds()],
		['a fraction', () => `${nowSeconds()}.5`],
		['in another notation', () => `0x${nowSeconds().toString(16)}`],
		['endless', () => '1e999'],
		['no number', () => 'NaN'],
		['a date', () => new Date().toISOString()],
		['of 300 digits', () => '9'.repeat(300)],
	])('with a time that is %s, signed well, starts nothing', async (_, seconds) => {
		await expectIgnored({ seconds: seconds() }, 401);
	});

	it.each(['', 'whsec_', 'null', 'undefined', KEY])(
		'under the secret "%s" starts nothing',
		async (secret) => {
			await expectIgnored({ secret }, 401);
		},
	);
});

describe('a signed message that says nothing of use', () => {
	it.each<readonly [string, string | Buffer]>([
		['is empty', ''],
		['is no JSON', 'type=video.completed&id=video_1'],
		['is cut', done('video_1').slice(0, 40)],
		['is null', 'null'],
		['is a text', '"video.completed"'],
		['is a number', '1'],
		['is an empty list', '[]'],
		['is an empty object', '{}'],
		['is nested 20,000 deep', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
		['is bytes', Buffer.from([0xff, 0xfe, 0x00, 0x80])],
		['is a page', '<html>Sign in</html>'],
		[
			'is of an event nobody knows',
			JSON.stringify({ type: 'pipeline.completed', data: { id: 'p' } }),
		],
		[
			'is of an event in another case',
			JSON.stringify({ type: 'VIDEO_STARTED', data: { id: 'v' } }),
		],
		['has an event that is an object', JSON.stringify({ type: { a: 1 }, data: { id: 'v' } })],
		['has only a prototype', '{"__proto__":{"type":"video.completed","id":"v"}}'],
	])('because it %s starts one execution, with what it said', async (_, body) => {
		await active();
		expect(await post({ body })).toBe(200);
		expect(await post({ body })).toBe(200);
		const [execution, ...others] = await host().ended();
		expect(others).toEqual([]);
		expect(execution?.error).toBeUndefined();
		const [item] = execution!.items;
		expect(Object.keys(item!.json)).toContain('payload');
		expect(item!.json).not.toHaveProperty('video_url');
		expect(await post()).toBe(200);
		expect(host().executions).toHaveLength(2);
	});

	it('because it is of an event that was not chosen starts nothing', async () => {
		const body = JSON.stringify({ type: 'balance.low', data: { balance_cents: 5 } });
		await expectIgnored({ body }, 200);
	});
});

describe('a signed message starts one execution', () => {
	it.each<readonly [string, Post]>([
		['as text/plain', { headers: { 'content-type': 'text/plain' } }],
		['as a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
		['as a multipart', { headers: { 'content-type': 'multipart/form-data; boundary=x' } }],
		['without a type', { headers: { 'content-type': undefined } }],
		['in another charset', { headers: { 'content-type': 'application/json; charset=utf-16' } }],
		['as a type of nonsense', { headers: { 'content-type': ';;;=\u00e9' } }],
		['with 1 MB of filling', { body: done('video_1', { filling: 'x'.repeat(1_000_000) }) }],
		['with spaces around', { body: `\n ${done('video_1')} \n` }],
		['with a byte order mark', { body: `\ufeff${done('video_1')}` }],
		['with an id of 5,000 characters', { body: done('x'.repeat(5000)) }],
		['with an id of slashes and dots', { body: done('../../etc/passwd?x=1#y') }],
		['with an id that is a number', { body: done(4711 as never) }],
		['with a letter beyond ASCII', { body: done('видео-1') }],
		[
			'with its event under another name',
			{ body: JSON.stringify({ event: 'video.completed', video: { id: 'v' } }) },
		],
		['with its time at the end of the allowed', { seconds: Math.floor(Date.now() / 1000) - 280 }],
	])('%s, and brought again it starts none', async (_, message) => {
		await active();
		expect(await post(message)).toBe(200);
		expect(host().executions).toHaveLength(1);
		expect(await post(message)).toBe(200);
		expect(await post({ ...message, seconds: nowSeconds() })).toBe(200);
		await host().restart();
		expect(await post({ ...message, seconds: nowSeconds() })).toBe(200);
		expect(host().executions).toHaveLength(1);
	});

	it('for each of two videos whose messages come out of order', async () => {
		await active();
		const failed = JSON.stringify({
			type: 'video.failed',
			data: { id: 'video_2', status: 'failed' },
		});
		for (const body of [failed, done('video_1'), failed, done('video_1'), done('video_3')]) {
			expect(await post({ body })).toBe(200);
		}
		expect(host().executions).toHaveLength(3);
	});

	it('although the same event comes written in another order of its fields', async () => {
		await active();
		const event = {
			id: 'evt_1',
			type: 'video.completed',
			data: { id: 'video_1', status: 'completed' },
		};
		const { id, type, data } = event;
		for (const one of [
			event,
			{ type, data, id },
			{ data: { status: 'completed', id: 'video_1' }, type, id },
		]) {
			expect(await post({ body: JSON.stringify(one) })).toBe(200);
		}
		expect(host().executions).toHaveLength(1);
	});

	it('of twenty that come at the same moment', async () => {
		await active();
		const statuses = await Promise.all(Array.from({ length: 20 }, async () => await post()));
		expect(new Set(statuses)).toEqual(new Set([200]));
		expect(host().executions).toHaveLength(1);
	});
});
