import { createKSimulator, KEY, readError, readJson, statusOf } from './virtualSimulator';

const KEY_OF_OTHER = 'nj_sk_other';
const TWO_ACCOUNTS = {
	accounts: [
		{ key: KEY, balanceCents: 1_000 },
		{ key: KEY_OF_OTHER, balanceCents: 1_000 },
	],
};

describe('a create call', () => {
	it('is answered with the id of the job and the id of the request', () => {
		const { order, world } = createKSimulator();
		const answer = order();
		const [id] = world.jobs.keys();
		if (answer.kind !== 'reply') throw new Error(answer.kind);
		expect(answer.status).toBe(200);
		expect(readJson(answer)).toEqual({
			id,
			object: 'video',
			status: 'queued',
			model: 'veo-3.1-fast',
			cost_usd: 3,
			request_id: answer.headers['x-request-id'],
		});
		expect(answer.headers['x-request-id']).not.toBe(id);
		expect(world.chargedCents()).toBe(300);
	});

	it.each<[string, unknown, Record<string, string>, number, string, string | undefined]>([
		['no key', undefined, { authorization: '' }, 401, 'missing_api_key', undefined],
		['an unknown key', undefined, { authorization: 'Bearer x' }, 401, 'invalid_api_key', undefined],
		['a body that is no JSON', '{', {}, 400, 'invalid_json', undefined],
		['a wrong field', { prompt: 'x', duration: 3 }, {}, 400, 'validation_error', 'duration'],
		['a retired model', { prompt: 'x', model: 'nova-reel' }, {}, 400, 'model_unavailable', 'model'],
		[
			'a model not to be had',
			{ prompt: 'x', model: 'cosmos-3-super' },
			{},
			400,
			'model_unavailable',
			'model',
		],
		[
			'an empty idempotency key',
			{ prompt: 'x' },
			{ 'idempotency-key': '' },
			400,
			'invalid_idempotency_key',
			undefined,
		],
		[
			'an idempotency key of 256 characters',
			{ prompt: 'x' },
			{ 'idempotency-key': 'k'.repeat(256) },
			400,
			'invalid_idempotency_key',
			undefined,
		],
	])('with %s is refused and not charged', (_, body, headers, status, code, param) => {
		const { call, world } = createKSimulator();
		const answer = call('POST', '/videos', body ?? { prompt: 'x' }, headers);
		expect(statusOf(answer)).toBe(status);
		expect(readError(answer)).toEqual({
			message: expect.any(String),
			type: expect.any(String),
			code,
			...(param !== undefined && { param }),
		});
		expect(answer).toMatchObject({ headers: { 'x-request-id': expect.stringMatching(/^req_/) } });
		expect([world.charges(), world.jobs.size]).toEqual([0, 0]);
	});

	it('without credit is refused with 402', () => {
		const accounts = [{ key: KEY, balanceCents: 299 }];
		const { order, world } = createKSimulator({ accounts });
		const answer = order();
		expect([statusOf(answer), readError(answer)['code']]).toEqual([402, 'insufficient_credits']);
		expect(world.charges()).toBe(0);
	});

	it('over the limit is refused with 429 and Retry-After, as in v1', () => {
		const rateLimit = { requests: 2, windowMs: 60_000 };
		const { create, order } = createKSimulator({ rateLimit });
		create();
		order();
		const answer = order();
		expect(answer).toMatchObject({ status: 429, headers: { 'retry-after': '60' } });
		expect(readError(answer)['code']).toBe('rate_limit_exceeded');
	});

	it('of another method is refused with 405 and what is allowed', () => {
		const answer = createKSimulator().call('GET', '/videos');
		expect(answer).toMatchObject({ status: 405, headers: { allow: 'POST' } });
		expect(readError(answer)['code']).toBe('method_not_allowed');
	});
});

describe('a job', () => {
	it('is queued, processing and completed, with its video on top', () => {
		const { clock, fetchVideo, look, orderId } = createKSimulator();
		const id = orderId();
		const seen = [0, 2_249, 2_250, 44_999, 45_000].map((ms) => {
			clock.ms = ms;
			return readJson(look(id));
		});
		expect(seen).toEqual([
			{ id, object: 'video', status: 'queued', progress: 0 },
			{ id, object: 'video', status: 'queued', progress: 0 },
			{ id, object: 'video', status: 'processing', progress: 4 },
			{ id, object: 'video', status: 'processing', progress: 94 },
			{
				...{ id, object: 'video', status: 'completed', progress: 100 },
				video_url: expect.stringMatching(/^https:\/\/videos\.example\/videos\/.+\.mp4\?/),
			},
		]);
		expect(statusOf(fetchVideo(String(seen[4]?.['video_url'])))).toBe(200);
	});

	it('that fails says why and is refunded', () => {
		const { clock, faults, look, orderId, world } = createKSimulator();
		faults.add({ name: 'generation-fails', on: 'create', failureReason: 'Content policy' });
		const id = orderId();
		clock.ms = 45_000;
		const expected = { id, object: 'video', status: 'failed', error: 'Content policy' };
		expect(readJson(look(id))).toEqual(expected);
		expect(world.chargesFor(id)).toBe(0);
	});

	it('has an id that must be encoded in a path', () => {
		const { call, look, orderId } = createKSimulator();
		const id = orderId();
		expect(id).toMatch(/[:/]/);
		expect(statusOf(look(id))).toBe(200);
		expect(statusOf(call('GET', `/videos/${id}`))).toBe(404);
	});

	it.each([
		['an id nobody was given', 'video_x', {}],
		['the id of an HTTP request', undefined, {}],
		['a job of another account', undefined, { authorization: `Bearer ${KEY_OF_OTHER}` }],
	])('is not found under %s', (label, given, headers) => {
		const { call, order } = createKSimulator(TWO_ACCOUNTS);
		const made = readJson(order());
		const own = label.includes('HTTP') ? made['request_id'] : made['id'];
		const path = `/videos/${encodeURIComponent(given ?? String(own))}`;
		const answer = call('GET', path, undefined, headers);
		expect([statusOf(answer), readError(answer)['code']]).toEqual([404, 'not_found']);
	});

	it('of one version is not known to the other', () => {
		const { createJob, look, orderId, status } = createKSimulator();
		expect(statusOf(look(createJob()))).toBe(404);
		expect(statusOf(status(orderId()))).toBe(404);
	});

	it('stands in the one ledger beside those of v1', () => {
		const { createJob, orderId, world } = createKSimulator();
		const ids = [createJob(), orderId(undefined, 'k1')];
		expect(world.ledger.map(({ requestId }) => requestId)).toEqual(ids);
		expect(world.ledger[1]).toMatchObject({ cents: 300, idempotencyKey: 'k1' });
		expect([...world.jobs.values()].map(({ version }) => version)).toEqual(['v1', 'v2']);
		expect(new Set(ids).size).toBe(2);
	});
});

it('every call is recorded with the job it is about', () => {
	const { app, look, order, orderId } = createKSimulator();
	const id = orderId(undefined, 'k1');
	order(undefined, 'k1');
	look(id);
	order({ prompt: '' });
	expect(app.calls.map(({ method, status, requestId }) => [method, status, requestId])).toEqual([
		['POST', 200, id],
		['POST', 200, id],
		['GET', 200, id],
		['POST', 400, undefined],
	]);
});
