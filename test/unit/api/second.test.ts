import { createClient } from '../../../nodes/NinjaVideo/api/client';
import type { HttpResult } from '../../../nodes/NinjaVideo/api/http';
import type { Route, VideoRequest } from '../../../nodes/NinjaVideo/videoService';
import { findRequestProblems } from '../../../simulator/contracts/judge';
import { aRequest } from '../../support/builders';
import { answer, scriptedConnection, order } from './scriptedCall';

const NOW_MS = 1_000_000;
const SECOND: Route = { api: 'v1/videos', replay: 'account' };

function setUp(sent: HttpResult) {
	const { connection, seen } = scriptedConnection([sent], { now: () => NOW_MS });
	const client = createClient(connection, 'v1/videos', 'account');
	return {
		seen,
		client,
		submit: async (video: VideoRequest) => await order(client, video, 'key 1', SECOND),
		look: async (id: string) => await client.getStatus({ requestId: id, api: 'v1/videos' }),
		/** In what the one request departs from the vendor's document. */
		problems() {
			const [{ method, url, headers, body } = { method: 'GET', url: 'x:', headers: {} }] = seen;
			const named = Object.entries({ ...headers, authorization: 'Bearer key' });
			return findRequestProblems('K', {
				method,
				path: url.replace(/^https:\/\/[^/]+/, ''),
				headers: Object.fromEntries(named.map(([name, value]) => [name.toLowerCase(), value])),
				...(body === undefined ? {} : { body }),
			});
		},
	};
}

const CREATED = {
	id: 'video_1',
	object: 'video',
	status: 'queued',
	model: 'veo-3.1-fast',
	cost_usd: 0.84,
	request_id: 'req_1',
};

const EXTRAS = {
	end_image_url: 'https://example.com/end.jpg',
	generate_audio: false,
	reference_audio: 'https://example.com/a.mp3',
	reference_images: ['https://example.com/1.jpg', 'https://example.com/2.jpg'],
	reference_video: 'https://example.com/v.mp4',
	watermark: true,
};

describe('an order of v1/videos', () => {
	it('keeps the contract, with every field there is', async () => {
		const set = setUp(answer(200, CREATED));
		const imageUrl = 'https://example.com/a.jpg';
		await set.submit(aRequest({ prompt: 'a dog', imageUrl, v2Options: EXTRAS }));
		expect(set.seen[0]).toMatchObject({
			method: 'POST',
			url: 'https://ninjachat.ai/api/v1/videos',
			headers: { 'Idempotency-Key': 'key 1' },
		});
		expect(JSON.parse(set.seen[0]?.body ?? '')).toEqual({
			prompt: 'a dog',
			model: 'veo-3.1-fast',
			duration: 8,
			aspect_ratio: '16:9',
			image_url: imageUrl,
			...EXTRAS,
		});
		expect(set.problems()).toEqual([]);
	});

	it('sends nothing that is not set', async () => {
		const set = setUp(answer(200, CREATED));
		await set.submit(aRequest({ v2Options: { watermark: false } }));
		expect(Object.keys(JSON.parse(set.seen[0]?.body ?? ''))).toEqual([
			'prompt',
			'model',
			'duration',
			'aspect_ratio',
			'watermark',
		]);
		expect(set.problems()).toEqual([]);
	});

	it.each([
		{
			label: 'a full answer, whose request_id is not the job',
			json: CREATED,
			expected: {
				requestId: 'video_1',
				otherIds: ['req_1'],
				model: 'veo-3.1-fast',
				priceCents: 84,
			},
		},
		{ label: 'only an id', json: { id: 'v' }, expected: { requestId: 'v', model: 'veo-3.1-fast' } },
		{
			label: 'odd types besides the id',
			json: { id: 7, model: [], cost_usd: {}, request_id: 1 },
			expected: { requestId: '7', otherIds: ['1'], model: 'veo-3.1-fast' },
		},
	])('is read from $label', async ({ json, expected }) => {
		expect(await setUp(answer(200, json)).submit(aRequest())).toEqual({
			ok: true,
			value: { ...expected, startedAtMs: NOW_MS, api: 'v1/videos' },
		});
	});

	it.each([{ ...CREATED, id: undefined }, { ...CREATED, id: '' }, [], 'ok', null])(
		'may have been charged where there is no id: %j',
		async (json) => {
			expect(await setUp(answer(200, json)).submit(aRequest())).toMatchObject({
				ok: false,
				error: { facts: { kind: 'unreadable-answer', charged: 'unknown' } },
			});
		},
	);
});

describe('a look of v1/videos', () => {
	const VIDEO = 'https://cdn.example.com/a.mp4';

	it('keeps the contract and asks in one encoded piece', async () => {
		const set = setUp(answer(200, { status: 'queued' }));
		await set.look('gemini-veo:operations/a b');
		expect(set.seen[0]?.url).toBe(
			'https://ninjachat.ai/api/v1/videos/gemini-veo%3Aoperations%2Fa%20b',
		);
		expect(set.problems()).toEqual([]);
	});

	it.each([
		{ label: 'queued', json: { status: 'queued', progress: 0 }, expected: { progress: 0 } },
		{
			label: 'at work',
			json: { status: 'processing', progress: 99.5 },
			expected: { progress: 99.5 },
		},
		{ label: 'at work, as nobody knows how', json: { status: 'processing' }, expected: {} },
	])('reads a video that is $label', async ({ json, expected }) => {
		const value = { kind: 'processing', ...expected };
		expect(await setUp(answer(200, json)).look('x')).toEqual({ ok: true, value });
	});

	it('reads a video that is ready', async () => {
		const json = { id: 'x', object: 'video', status: 'completed', progress: 100, video_url: VIDEO };
		const value = { kind: 'completed', videoUrl: VIDEO };
		expect(await setUp(answer(200, json)).look('x')).toEqual({ ok: true, value });
	});

	it('reads a video that could not be made', async () => {
		const value = { kind: 'failed', reason: 'refused' };
		const json = { status: 'failed', error: 'refused' };
		expect(await setUp(answer(200, json)).look('x')).toEqual({ ok: true, value });
	});

	it('of a video that is ready and has no address says that it was charged', async () => {
		expect(await setUp(answer(200, { status: 'completed' })).look('x')).toMatchObject({
			ok: false,
			error: { facts: { kind: 'no-video-url', charged: 'yes' } },
		});
	});
});

describe('an error of v1/videos', () => {
	const bodyOf = (code: string, param?: string) => ({
		error: { message: 'its words', type: 'some_error', code, param },
	});

	it.each([
		{ status: 400, code: 'validation_error', kind: 'bad-input', charged: 'no' },
		{ status: 401, code: 'invalid_api_key', kind: 'key-rejected', charged: 'no' },
		{ status: 402, code: 'insufficient_credits', kind: 'no-credits', charged: 'no' },
		{ status: 404, code: 'model_not_found', kind: 'not-found', charged: 'no' },
		{ status: 409, code: 'request_in_flight', kind: 'in-flight', charged: 'unknown' },
		{ status: 422, code: 'idempotency_key_reused', kind: 'key-taken', charged: 'no' },
		{ status: 429, code: 'rate_limit_exceeded', kind: 'rate-limited', charged: 'no' },
		{ status: 502, code: 'generation_failed', kind: 'generation-failed', charged: 'no' },
		{ status: 500, code: 'internal_error', kind: 'service-fault', charged: 'unknown' },
		{ status: 503, code: 'service_unavailable', kind: 'service-fault', charged: 'unknown' },
	])('$status $code means $kind, charged: $charged', async ({ status, code, kind, charged }) => {
		const sent = answer(status, bodyOf(code), { 'x-request-id': 'req_9' });
		const result = await setUp(sent).submit(aRequest());
		const facts = { kind, charged, code, status, trace: 'req_9' };
		expect(result).toMatchObject({ ok: false, error: { facts } });
		expect(result.ok ? '' : (result.error as Error).message).toContain('its words');
	});

	it('names the field that was refused', async () => {
		const result = await setUp(answer(400, bodyOf('validation_error', 'duration'))).look('x');
		expect(result).toMatchObject({
			error: { message: 'NinjaChat did not accept the request: duration: its words' },
		});
	});
});
