import {
	createVideo,
	getVideoStatus,
	toBody,
	v2OptionsIn,
} from '../../../nodes/NinjaVideo/api/endpoints';
import type { HttpResult } from '../../../nodes/NinjaVideo/api/http';
import type { OriginCache } from '../../../nodes/NinjaVideo/api/transport';
import type { Job, PaidCall, ServiceError } from '../../../nodes/NinjaVideo/videoService';
import type { Result } from '../../../nodes/NinjaVideo/result';
import { answer, scriptedConnection } from './scriptedCall';

const ORDERED = answer(200, { request_id: 'veo:1' });
const CREATED = answer(200, { id: 'veo:1', object: 'video', status: 'queued' });

async function create(given: HttpResult, changes: Partial<PaidCall> = {}, cache: OriginCache = {}) {
	const { connection, seen } = scriptedConnection([given], { cache });
	const call: PaidCall = {
		body: '{}',
		model: 'veo-3.1',
		idempotencyKey: 'key 1',
		route: { api: 'v1/video', replay: 'a' },
		...changes,
	};
	const result = await createVideo(connection, call);
	return { result, sent: seen[0], cache };
}

describe('the body of an order', () => {
	it('has only the fields that are set', () => {
		const plain = { prompt: 'a dog', model: 'veo-3.1', durationSeconds: 8 };
		expect(Object.keys(JSON.parse(toBody(plain)) as object)).toEqual([
			'prompt',
			'model',
			'duration',
		]);
	});

	it('tells which of its fields only v1/videos takes', () => {
		const body = (changes: object) =>
			JSON.stringify({ prompt: 'x', model: 'm', duration: 8, ...changes });
		expect(v2OptionsIn(body({ aspect_ratio: '16:9', image_url: 'https://a.com' }))).toEqual([]);
		expect(v2OptionsIn(body({ aspect_ratio: '1:1', watermark: true }))).toEqual([
			...['aspect_ratio 1:1', 'watermark'],
		]);
		expect(v2OptionsIn(body({ negative_prompt: '1:1' }))).toEqual(['negative_prompt']);
	});
});

describe('an order', () => {
	it('is waited for five minutes, or as long as is left', async () => {
		expect((await create(ORDERED)).sent?.timeoutMs).toBe(300_000);
		expect((await create(ORDERED, { timeoutMs: 5000 })).sent?.timeoutMs).toBe(5000);
		expect((await create(ORDERED, { timeoutMs: 900_000 })).sent?.timeoutMs).toBe(300_000);
	});

	it('ends with Stop, and with the time in which its answer is read, where these are given', async () => {
		const plain = (await create(ORDERED)).sent;
		for (const name of ['signal', 'readWithinMs', 'late']) expect(plain).not.toHaveProperty(name);
		const { sent } = await create(ORDERED, { readWithinMs: 700, onLate: () => {} });
		expect(sent).toMatchObject({ readWithinMs: 700, late: { withinMs: 300_000 } });
	});

	it('has its late answer read as the others are', async () => {
		const late: Array<Result<Job, ServiceError>> = [];
		const { sent } = await create(
			{ kind: 'no-answer', detail: 'late' },
			{ onLate: (one) => late.push(one) },
		);
		for (const one of [ORDERED, answer(500, ''), answer(200, {})]) sent?.late?.take(one as never);
		expect(late).toMatchObject([
			{ ok: true, value: { requestId: 'veo:1', model: 'veo-3.1', api: 'v1/video' } },
			{ ok: false, error: { kind: 'service-fault', facts: { charged: 'unknown' } } },
			{ ok: false, error: { kind: 'unreadable-answer', facts: { charged: 'unknown' } } },
		]);
	});

	it('shows whether v1/video is only another name of v1/videos', async () => {
		expect((await create(CREATED)).cache.isAlias).toBe(true);
		expect((await create(ORDERED, {}, { isAlias: true })).cache).not.toHaveProperty('isAlias');
		const route = { api: 'v1/videos', replay: 'a' } as const;
		expect((await create(CREATED, { route })).cache).not.toHaveProperty('isAlias');
		expect((await create(CREATED, { route }, { isAlias: true })).cache.isAlias).toBe(true);
	});

	it('under v1/videos has no job by a request_id alone', async () => {
		const route = { api: 'v1/videos', replay: 'a' } as const;
		expect((await create(ORDERED, { route })).result).toMatchObject({ ok: false });
		expect((await create(ORDERED)).result).toMatchObject({ ok: true });
		const both = answer(200, { id: 'veo:1', object: 'video', request_id: 'req_1' });
		expect((await create(both, { route })).result).toMatchObject({ value: { requestId: 'veo:1' } });
	});
});

describe('a look at a job', () => {
	const look = async (body: unknown, limitMs?: number) => {
		const { connection, seen } = scriptedConnection([answer(200, body)]);
		const address = { requestId: 'a:b/c', api: 'v1/video' } as const;
		const result = await getVideoStatus(connection, address, limitMs);
		return { result, sent: seen[0] };
	};

	it.each([
		[undefined, 30_000],
		[5000, 5000],
		[90_000, 30_000],
		[0, 1],
		[-5, 1],
	])('with %s ms left takes %s ms at most', async (limitMs, timeoutMs) => {
		expect((await look({ status: 'queued' }, limitMs)).sent).toMatchObject({
			...{ timeoutMs, url: 'https://ninjachat.ai/api/v1/video/status?request_id=a%3Ab%2Fc' },
		});
	});

	it.each([
		[
			{ status: 'completed' },
			{
				...{ kind: 'no-video-url', facts: { charged: 'yes', status: 200 } },
				message: 'NinjaChat says the video is completed but gives no URL of it',
			},
		],
		[
			{ a: 1 },
			{
				...{ kind: 'unreadable-answer', facts: { charged: 'no', status: 200 } },
				message: 'The answer of NinjaChat does not say how the video is doing',
			},
		],
	])('of %j is an error in words', async (body, error) => {
		expect((await look(body)).result).toMatchObject({ ok: false, error });
	});
});
