import { toDollars } from '../../../simulator/answers';
import { createVirtualSimulator, KEY, readJson, statusOf } from './virtualSimulator';

const AUTHORIZATION = { authorization: `Bearer ${KEY}` };

it('a create call is answered as the reference page shows', () => {
	const { create, world } = createVirtualSimulator({
		accounts: [{ key: KEY, balanceCents: 4_200 }],
	});
	const answer = create({ prompt: 'A cat' });
	const [requestId] = world.jobs.keys();
	expect(statusOf(answer)).toBe(200);
	expect(readJson(answer)).toEqual({
		request_id: requestId,
		model: 'seedance-2',
		message: 'Poll GET /api/v1/video/status?request_id=... for completion.',
		cost: { this_request: '$3.00', per_video: '$3.00' },
		balance: '$39.00',
		metadata: { latency_ms: 123 },
	});
});

it.each<[string, Parameters<ReturnType<typeof createVirtualSimulator>['create']>, number, string]>([
	['no key', [undefined, {}], 401, 'missing_api_key'],
	['a key without Bearer', [undefined, { authorization: KEY }], 401, 'missing_api_key'],
	['an unknown key', [undefined, { authorization: 'Bearer nj_sk_x' }], 401, 'invalid_api_key'],
	['a body that is no JSON', ['{"prompt":'], 400, 'invalid_json'],
	['an empty body', [''], 400, 'invalid_json'],
	['an invalid field', [{ prompt: '' }], 400, 'validation_error'],
])('a create call with %s is refused and not charged', (_, [body, headers], status, code) => {
	const { create, world } = createVirtualSimulator();
	const answer = create(body, headers);
	expect([statusOf(answer), readJson(answer)['error']]).toEqual([status, code]);
	expect(world.charges()).toBe(0);
});

it('a validation error names every field', () => {
	const { create } = createVirtualSimulator();
	expect(readJson(create({ prompt: 'x', duration: 99, seed: 1 }))['details']).toEqual([
		{ field: 'duration', message: 'Duration must be from 4 to 15' },
		{ field: 'seed', message: 'Unknown field' },
	]);
});

it('a create call without credit is refused with 402', () => {
	const { create, world } = createVirtualSimulator({ accounts: [{ key: KEY, balanceCents: 0 }] });
	expect(readJson(create())['error']).toBe('insufficient_credits');
	expect([statusOf(create()), world.charges()]).toEqual([402, 0]);
});

it('the content type is not looked at', () => {
	const { create } = createVirtualSimulator();
	expect(statusOf(create(undefined, { ...AUTHORIZATION, 'content-type': 'text/plain' }))).toBe(200);
});

it('an idempotency key is noted and buys nothing: two calls are two charges', () => {
	const { create, world } = createVirtualSimulator();
	const headers = { ...AUTHORIZATION, 'idempotency-key': 'k1' };
	create(undefined, headers);
	create(undefined, headers);
	expect(world.keysSeen).toEqual(['k1', 'k1']);
	expect(world.charges()).toBe(2);
});

it.each([
	['GET', '/api/v1/video', 405],
	['POST', '/api/v1/video/status?request_id=a', 405],
	['GET', '/api/v1/videos', 404],
	['GET', '/', 404],
	['GET', '/api/v1/video/status', 400],
	['GET', '/api/v1/video/status?request_id=', 400],
	['GET', '/api/v1/video/status?request_id=unknown', 404],
])('%s %s is answered with %i', (method, path, status) => {
	const { app } = createVirtualSimulator({}, { notFound: 'json' });
	const answer = app.handle({ method, path, headers: AUTHORIZATION });
	expect(statusOf(answer)).toBe(status);
	expect(readJson(answer)['error']).toEqual(expect.any(String));
});

it('a job of another account is not found', () => {
	const simulator = createVirtualSimulator({
		accounts: [
			{ key: KEY, balanceCents: 300 },
			{ key: 'nj_sk_other', balanceCents: 0 },
		],
	});
	const requestId = simulator.createJob();
	expect(statusOf(simulator.status(requestId, { authorization: 'Bearer nj_sk_other' }))).toBe(404);
	expect(statusOf(simulator.status(requestId))).toBe(200);
});

it('a request id with its colon and slash left as they are is understood', () => {
	const simulator = createVirtualSimulator();
	const requestId = simulator.createJob();
	const path = `/api/v1/video/status?request_id=${requestId}`;
	expect(statusOf(simulator.app.handle({ method: 'GET', path, headers: AUTHORIZATION }))).toBe(200);
});

it('every call is recorded with what is known of it', () => {
	const { app, clock, create, status } = createVirtualSimulator();
	create(undefined, {});
	clock.ms = 5;
	status('gone');
	expect(app.calls).toEqual([
		{
			at: 0,
			method: 'POST',
			path: '/api/v1/video',
			headers: {},
			body: '{"prompt":"A cat"}',
			kind: 'reply',
			status: 401,
		},
		{
			at: 5,
			method: 'GET',
			path: '/api/v1/video/status?request_id=gone',
			headers: AUTHORIZATION,
			kind: 'reply',
			status: 404,
			requestId: 'gone',
		},
	]);
});

it.each([
	[0, '$0.00'],
	[5, '$0.05'],
	[300, '$3.00'],
	[123_456, '$1234.56'],
	[-250, '-$2.50'],
])('%i cents are written %s', (cents, text) => {
	expect(toDollars(cents)).toBe(text);
});
