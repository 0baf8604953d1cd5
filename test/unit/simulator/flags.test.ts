import type { Answer, Settings } from '../../../simulator/app';
import { STATUS_ROUTES } from '../../../simulator/settings';
import { createKSimulator, readError, readJson, statusOf } from './virtualSimulator';

const createNSimulator = (flags: Partial<Settings> = {}) =>
	createKSimulator({}, { contract: 'N', ...flags });

const ORDERS = ['/video', '/videos'] as const;

describe.each(ORDERS)('an order by POST %s under N', (path) => {
	it('is answered with both ids, both of the job, and what else N says', () => {
		const { call, world } = createNSimulator();
		const answer = call('POST', path, { prompt: 'A cat' });
		const [id] = world.jobs.keys();
		expect(readJson(answer)).toEqual({
			...{ id, request_id: id, object: 'video', status: 'queued', model: 'veo-3.1-fast' },
			cost_usd: 3,
			trace_request_id: expect.stringMatching(/^req_/),
			message: expect.any(String),
			balance: '$97.00',
			cost: { this_request: '$3.00', per_video: '$3.00' },
			metadata: { latency_ms: 123 },
		});
		expect(answer).toMatchObject({
			headers: { 'x-request-id': readJson(answer)['trace_request_id'] },
		});
	});

	it.each<[Settings['orderIds'], string[]]>([
		['both', ['id', 'request_id']],
		['http', ['id']],
		['id', ['id']],
		['request_id', ['request_id']],
	])('names the job as the flag %s says', (orderIds, fields) => {
		const { call, world } = createNSimulator({ orderIds });
		const answer = readJson(call('POST', path, { prompt: 'A cat' }));
		const [id] = world.jobs.keys();
		const naming = ['id', 'request_id'].filter((field) => answer[field] === id);
		expect(naming).toEqual(fields);
		expect(Object.hasOwn(answer, 'id')).toBe(orderIds !== 'request_id');
		expect(Object.hasOwn(answer, 'request_id')).toBe(orderIds !== 'id');
	});

	it('names the model that another name stands for', () => {
		const { call } = createNSimulator();
		const answer = call('POST', path, { prompt: 'A cat', model: 'seedance-video' });
		expect(readJson(answer)['model']).toBe('seedance-2');
	});
});

describe('an idempotency key', () => {
	it.each<[Settings['replays'], string, string, number]>([
		['all', '/video', '/video', 1],
		['all', '/video', '/videos', 1],
		['videos', '/videos', '/videos', 1],
		['videos', '/video', '/video', 2],
		['videos', '/video', '/videos', 2],
		['none', '/videos', '/videos', 2],
	])('with replays at %s, by %s and then by %s: %i charges', (replays, one, two, charges) => {
		const { call, world } = createNSimulator({ replays });
		const headers = { 'idempotency-key': 'k1' };
		const ids = [one, two].map((path) => readJson(call('POST', path, { prompt: 'x' }, headers)).id);
		expect(world.charges()).toBe(charges);
		expect(new Set(ids).size).toBe(charges);
	});

	it('is not replayed by the page, whatever the flag', () => {
		const { call, world } = createNSimulator({ video: 'page', replays: 'all' });
		const headers = { 'idempotency-key': 'k1' };
		for (let times = 0; times < 2; times++) call('POST', '/video', { prompt: 'x' }, headers);
		expect(world.charges()).toBe(2);
	});
});

describe('errors', () => {
	it.each<[Partial<Settings>, object]>([
		[{}, { error: { message: expect.any(String), type: 'api_error', code: 'internal_error' } }],
		[{ errors: 'flat' }, { message: expect.any(String), code: 'internal_error' }],
		[{ errors: 'no-code' }, { error: { message: expect.any(String), type: 'api_error' } }],
		[{ errors: 'flat', finalErrors: true }, expect.objectContaining({ retryable: false })],
		[{ finalErrors: true }, { error: expect.objectContaining({ retryable: false }) }],
	])('have the shape of %j', (flags, body) => {
		const { call, faults } = createNSimulator(flags);
		faults.add({ name: 'internal-error', on: 'balance' });
		expect(readJson(call('GET', '/balance'))).toEqual(body);
	});

	it('of the page keep their own shape beside it', () => {
		const { call } = createKSimulator({}, { errors: 'flat', finalErrors: true });
		expect(readJson(call('POST', '/video', { prompt: '' }))).toMatchObject({
			error: 'validation_error',
		});
	});

	it('tell a project over its spend limit from an account without credit', () => {
		const { order, world } = createNSimulator({ spendLimitCents: 500 });
		expect(statusOf(order())).toBe(200);
		const refused = order();
		expect([statusOf(refused), readError(refused)['code']]).toEqual([402, 'spend_limit_reached']);
		expect(readError(refused)['message']).toMatch(/project spend limit/);
		expect(world.chargedCents()).toBe(300);
	});
});

describe('a status route', () => {
	/** What each kind answers to the job's id and to the id of the HTTP request. */
	const EXPECTED: Record<(typeof STATUS_ROUTES)[number], [unknown, unknown]> = {
		'any-id': [200, 200],
		'job-id': [200, 404],
		'http-id': [404, 200],
		'other-shape': [200, 200],
		redirect: [307, 307],
		gone: [410, 410],
		'missing-json': [404, 404],
		'missing-page': [404, 404],
	};

	const ask = (
		simulator: ReturnType<typeof createNSimulator>,
		route: string,
		id: unknown,
	): Answer => simulator.call('GET', `${route}${encodeURIComponent(String(id))}`);

	describe.each([
		['videoStatus', '/video/status?request_id=', '/videos/'],
		['videosStatus', '/videos/', '/video/status?request_id='],
	] as const)('%s', (flag, route, other) => {
		it.each(STATUS_ROUTES)('of the kind %s', (kind) => {
			const simulator = createNSimulator({ [flag]: kind });
			const made = readJson(simulator.order());
			const answers = [made.id, made.trace_request_id].map((id) => ask(simulator, route, id));
			expect(answers.map(statusOf)).toEqual(EXPECTED[kind]);
			expect(statusOf(ask(simulator, other, made.id))).toBe(200);
		});

		it('answers in the shape of the other version', () => {
			const simulator = createNSimulator();
			const { id } = readJson(simulator.order());
			simulator.clock.ms = 45_000;
			const own = readJson(ask(simulator, other, id));
			simulator.app.change({ [flag]: 'other-shape' });
			expect(readJson(ask(simulator, route, id))).toEqual(own);
		});

		it('redirects to the other version', () => {
			const simulator = createNSimulator({ [flag]: 'redirect' });
			const { id } = readJson(simulator.order());
			const location = `/api/v1${other}${encodeURIComponent(String(id))}`;
			expect(ask(simulator, route, id)).toMatchObject({ status: 307, headers: { location } });
		});

		it('is missing as a page or as JSON', () => {
			const simulator = createNSimulator({ [flag]: 'missing-page' });
			const page = ask(simulator, route, 'x');
			simulator.app.change({ [flag]: 'missing-json' });
			const json = ask(simulator, route, 'x');
			expect([page, json].map((answer) => 'body' in answer && answer.body[0])).toEqual(['<', '{']);
		});
	});

	it('knows the job under every HTTP request that was answered with it', () => {
		const simulator = createNSimulator({ videoStatus: 'http-id' });
		const traces = [1, 2].map(() => readJson(simulator.order(undefined, 'k1')).trace_request_id);
		expect(new Set(traces).size).toBe(2);
		for (const trace of traces) {
			expect(statusOf(ask(simulator, '/video/status?request_id=', trace))).toBe(200);
		}
	});

	it.each([
		[true, 200],
		[false, 404],
	])('with shared jobs (%s) answers %i for a job of the other version', (sharedJobs, status) => {
		const simulator = createKSimulator({}, { sharedJobs });
		expect(statusOf(simulator.look(simulator.createJob()))).toBe(status);
		expect(statusOf(simulator.status(simulator.orderId()))).toBe(status);
	});

	it('of the page shape has no word for a job that is queued', () => {
		const simulator = createNSimulator();
		const { id } = readJson(simulator.order());
		expect(readJson(ask(simulator, '/video/status?request_id=', id))).toEqual({
			...{ request_id: id, status: 'processing', progress: 0 },
		});
		expect(readJson(ask(simulator, '/videos/', id))).toMatchObject({ status: 'queued' });
	});
});

it.each([
	[true, 400],
	[false, 200],
])('an unknown field where bodies are closed (%s) is answered with %i', (closedBodies, status) => {
	const { call } = createKSimulator({}, { closedBodies });
	for (const path of ORDERS) {
		expect(statusOf(call('POST', path, { prompt: 'x', seed: 1 }))).toBe(status);
	}
});
