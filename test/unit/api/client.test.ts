import { createClient } from '../../../nodes/NinjaVideo/api/client';
import { toResult } from '../../../nodes/NinjaVideo/result';
import type { VideoRequest } from '../../../nodes/NinjaVideo/videoService';
import { aRequest } from '../../support/builders';
import { unwrap } from '../../support/unwrap';
import { answer, scriptedConnection, order } from './scriptedCall';

const NOW_MS = 1_000_000;

function setUp(json: unknown) {
	const { connection, seen } = scriptedConnection([answer(200, JSON.stringify(json))], {
		now: () => NOW_MS,
	});
	const client = createClient(connection, 'v1/video', 'account');
	return {
		seen,
		submit: async (video: VideoRequest, key: string) => await unwrap(order(client, video, key)),
		look: async (id: string) => await unwrap(client.getStatus({ requestId: id, api: 'v1/video' })),
	};
}

const FULL = {
	request_id: 'gemini-veo:operations/abc',
	model: 'veo-3.1-fast',
	message: 'Video generation started',
	cost: { this_request: '$3.00', per_video: '$3.00' },
	balance: '$39.00',
	metadata: { latency_ms: 123 },
};
const JOB = {
	requestId: 'gemini-veo:operations/abc',
	model: 'veo-3.1-fast',
	priceCents: 300,
	balanceCents: 3900,
	startedAtMs: NOW_MS,
	api: 'v1/video',
};

describe('an order', () => {
	it('goes out with the field names of the API and its key', async () => {
		const { submit, seen } = setUp(FULL);
		const imageUrl = 'https://example.com/a.jpg';
		await submit(aRequest({ prompt: 'a "dog"', imageUrl }), 'key 1');
		expect(seen[0]).toMatchObject({ method: 'POST', url: 'https://ninjachat.ai/api/v1/video' });
		expect(seen[0]?.headers).toMatchObject({ 'Idempotency-Key': 'key 1' });
		expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
			prompt: 'a "dog"',
			model: 'veo-3.1-fast',
			duration: 8,
			aspect_ratio: '16:9',
			image_url: imageUrl,
		});
	});

	it('has no image field for text to video', async () => {
		const { submit, seen } = setUp(FULL);
		await submit(aRequest(), 'key');
		expect(JSON.parse(seen[0]?.body ?? '')).not.toHaveProperty('image_url');
	});

	it.each([
		{ label: 'a full answer', json: FULL, expected: JOB },
		{ label: 'extra fields', json: { ...FULL, queue: 3, object: 'video' }, expected: JOB },
		{
			label: 'only a request id',
			json: { request_id: 'x' },
			expected: { requestId: 'x', model: 'veo-3.1-fast', startedAtMs: NOW_MS, api: 'v1/video' },
		},
		{
			label: 'nulls where nothing is known',
			json: { request_id: 'x', model: null, cost: null, balance: null },
			expected: { requestId: 'x', model: 'veo-3.1-fast', startedAtMs: NOW_MS, api: 'v1/video' },
		},
		{
			label: 'every other field of an odd type',
			json: { request_id: 'x', model: 7, cost: 'three', balance: [], message: {}, metadata: 1 },
			expected: { requestId: 'x', model: 'veo-3.1-fast', startedAtMs: NOW_MS, api: 'v1/video' },
		},
		{
			label: 'money as numbers',
			json: { request_id: 'x', cost: { this_request: 5 }, balance: 12.5 },
			expected: {
				requestId: 'x',
				model: 'veo-3.1-fast',
				priceCents: 500,
				balanceCents: 1250,
				startedAtMs: NOW_MS,
				api: 'v1/video',
			},
		},
	])('is read from $label', async ({ json, expected }) => {
		await expect(setUp(json).submit(aRequest(), 'key')).resolves.toEqual(expected);
	});

	it.each([
		{ label: 'missing', json: { model: 'veo-3.1' } },
		{ label: 'empty', json: { request_id: '' } },
		{ label: 'blank', json: { request_id: '  ' } },
		{ label: 'null', json: { request_id: null } },
		{ label: 'nowhere, the answer being a text', json: 'ok' },
		{ label: 'nowhere, the answer being null', json: null },
	])('may have been charged where the request id is $label', async ({ json }) => {
		const result = await toResult(setUp(json).submit(aRequest(), 'key'));
		expect(result).toMatchObject({
			ok: false,
			error: {
				message: 'NinjaChat accepted the order but gave no request ID',
				facts: { kind: 'unreadable-answer', charged: 'unknown' },
			},
		});
	});
});

describe('a look', () => {
	it.each([
		{ id: 'gemini-veo:operations/abc-1', expected: 'gemini-veo%3Aoperations%2Fabc-1' },
		{ id: 'a&b=c?d#e f+g', expected: 'a%26b%3Dc%3Fd%23e%20f%2Bg' },
		{ id: '../../balance', expected: '..%2F..%2Fbalance' },
	])('asks for $id in one encoded piece', async ({ id, expected }) => {
		const { look, seen } = setUp({ status: 'processing' });
		await look(id);
		expect(seen[0]?.method).toBe('GET');
		expect(seen[0]?.url).toBe(`https://ninjachat.ai/api/v1/video/status?request_id=${expected}`);
		expect(new URL(seen[0]?.url ?? '').searchParams.get('request_id')).toBe(id);
	});

	const VIDEO = 'https://cdn.example.com/a.mp4';
	it.each([
		{
			label: 'progress',
			json: { request_id: 'x', status: 'processing', progress: 45 },
			expected: { kind: 'processing', progress: 45 },
		},
		{ label: 'no progress', json: { status: 'processing' }, expected: { kind: 'processing' } },
		{
			label: 'an odd progress',
			json: { status: 'processing', progress: 'half' },
			expected: { kind: 'processing' },
		},
		{ label: 'a word nobody knows', json: { status: 'queued' }, expected: { kind: 'processing' } },
		{ label: 'an empty word', json: { status: '' }, expected: { kind: 'processing' } },
		{
			label: 'a video',
			json: { status: 'completed', result: { video_url: VIDEO, width: 1920 }, extra: 1 },
			expected: { kind: 'completed', videoUrl: VIDEO },
		},
		{
			label: 'a reason',
			json: { status: 'failed', error: 'moderation\u0000\nrefused' },
			expected: { kind: 'failed', reason: 'moderation refused' },
		},
		{
			label: 'no reason',
			json: { status: 'failed' },
			expected: { kind: 'failed', reason: 'NinjaChat gave no reason' },
		},
		{
			label: 'an odd reason',
			json: { status: 'failed', error: { code: 1 } },
			expected: { kind: 'failed', reason: 'NinjaChat gave no reason' },
		},
	])('reads a status with $label', async ({ json, expected }) => {
		await expect(setUp(json).look('x')).resolves.toEqual(expected);
	});

	it('cuts a reason that is a whole page', async () => {
		const status = await setUp({ status: 'failed', error: 'x'.repeat(9000) }).look('x');
		expect(status.kind === 'failed' ? status.reason.length : 0).toBe(503);
	});

	it.each([
		{ label: 'no result', json: { status: 'completed' } },
		{ label: 'a result without an address', json: { status: 'completed', result: {} } },
		{ label: 'an empty address', json: { status: 'completed', result: { video_url: ' ' } } },
		{ label: 'an odd address', json: { status: 'completed', result: { video_url: 5 } } },
	])('of a completed video with $label says that it was charged', async ({ json }) => {
		await expect(toResult(setUp(json).look('x'))).resolves.toMatchObject({
			ok: false,
			error: { facts: { kind: 'no-video-url', charged: 'yes' } },
		});
	});

	it.each([{ json: {} }, { json: [] }, { json: null }, { json: { status: 5 } }])(
		'is not a status when it is $json, and costs nothing',
		async ({ json }) => {
			await expect(toResult(setUp(json).look('x'))).resolves.toMatchObject({
				ok: false,
				error: { facts: { kind: 'unreadable-answer', charged: 'no' } },
			});
		},
	);
});

describe('a fault of our own while an answer is read', () => {
	const connection = {
		baseUrl: 'https://ninjachat.ai',
		now: () => 0,
		send: async () => await Promise.reject(new TypeError('x is not a function')),
	};
	const client = createClient(connection, 'v1/video', 'account');

	it('leaves it unknown whether an order was charged', async () => {
		expect(await order(client, aRequest())).toMatchObject({
			ok: false,
			error: {
				kind: 'unreadable-answer',
				facts: { charged: 'unknown' },
				cause: expect.any(TypeError),
			},
		});
	});

	it('lets the status be asked for again', async () => {
		expect(await client.getStatus({ requestId: 'x', api: 'v1/video' })).toMatchObject({
			ok: false,
			error: { kind: 'unreadable-answer', facts: { charged: 'no', mayRepeatFreeCall: true } },
		});
	});
});
