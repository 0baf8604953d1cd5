import type { Answer, ContractName, SimulatedRequest } from '../../../simulator/app';
import { findAnswerProblems, findRequestProblems } from '../../../simulator/contracts/judge';
import { OPERATIONS } from '../../../simulator/contracts/operations';
import { CONTRACT_NAMES } from '../../../simulator/settings';
import { createKSimulator, KEY, readJson } from './virtualSimulator';

const HEADERS = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
const VIDEO = '{"prompt":"A cat"}';

async function finalReply(answer: Answer) {
	const reply = answer.kind === 'later' ? await answer.answer : answer;
	if (reply.kind !== 'reply') throw new Error(`Expected a reply, got ${reply.kind}`);
	return reply;
}

describe.each(CONTRACT_NAMES)('every answer of %s keeps the contract', (contract) => {
	/** Which calls were judged, as method, path of the document and status. */
	const judged = new Set<string>();
	const simulatorOf = () => createKSimulator({}, { contract });

	async function judge(
		simulator: ReturnType<typeof simulatorOf>,
		call: string,
		route: string,
		...[body, headers]: [unknown?, Record<string, string>?]
	) {
		const [method = ''] = call.split(' ');
		const answer = await finalReply(simulator.call(method, route, body, headers));
		judged.add(`${call} ${answer.status}`);
		expect(findAnswerProblems(contract, { method, path: `/api/v1${route}` }, answer)).toEqual([]);
		return readJson(answer);
	}

	const has = (call: string) =>
		OPERATIONS[contract].some(({ method, path }) => `${method} ${path}` === call);

	it.each([
		['POST /video', 'GET /video/status', '/video/status?request_id='],
		['POST /videos', 'GET /videos/{id}', '/videos/'],
	])('through the whole life of a video of %s', async (order, status, prefix) => {
		if (!has(order)) return;
		const simulator = simulatorOf();
		const route = order.split(' ')[1] ?? '';
		simulator.faults.add({ name: 'generation-fails', on: 'create', skip: 1 });
		const ids: string[] = [];
		for (const prompt of ['A cat', 'A dog']) {
			const { id, request_id: requestId } = await judge(simulator, order, route, { prompt });
			ids.push(String(id ?? requestId));
		}
		for (const ms of [0, 20_000, 200_000]) {
			simulator.clock.ms = ms;
			for (const id of ids) await judge(simulator, status, prefix + encodeURIComponent(id));
		}
		await judge(simulator, status, `${prefix}nobody`);
		await judge(simulator, order, route, { prompt: '' });
		await judge(simulator, order, route, { prompt: 'x', seed: 1 });
		await judge(simulator, order, route, '{');
		await judge(simulator, order, route, VIDEO, { authorization: '' });
	});

	it.each(['progress-missing', 'completed-without-url'] as const)('under %s', async (name) => {
		const simulator = simulatorOf();
		simulator.faults.add({ name, on: 'create' });
		const { request_id: id } = await judge(simulator, 'POST /video', '/video', VIDEO);
		const route = `/video/status?request_id=${encodeURIComponent(String(id))}`;
		await judge(simulator, 'GET /video/status', route);
		simulator.clock.ms = 200_000;
		await judge(simulator, 'GET /video/status', route);
	});

	it('for models, prices and the account', async () => {
		const simulator = simulatorOf();
		const promotion = { label: 'Autumn', discountPercent: 20, startsAt: 0, endsAt: 10 };
		simulator.app.change({ prices: { 'wan-2.7': { unit: 'second', mills: 90, promotion } } });
		const calls = [
			['GET /models', '/models'],
			['GET /models/{id}', '/models/gpt-5'],
			['GET /models/{id}', '/models/wan-2.7'],
			['GET /models/{id}', '/models/nobody'],
			['GET /pricing', '/pricing'],
			['GET /health', '/health'],
			['GET /balance', '/balance'],
			['GET /usage', '/usage'],
			['GET /usage', '/usage?period=1d'],
			['GET /usage', '/usage?period=1h'],
			['GET /requests/{id}', '/requests/nobody'],
		] as const;
		for (const [call, route] of calls) if (has(call)) await judge(simulator, call, route);
		if (!has('GET /requests/{id}')) return;
		const { trace_request_id: id } = await judge(simulator, 'POST /videos', '/videos', VIDEO);
		await judge(simulator, 'GET /requests/{id}', `/requests/${String(id)}`);
	});

	it('for webhooks', async () => {
		if (!has('POST /webhooks')) return;
		const simulator = simulatorOf();
		const body = { url: 'https://hooks.example/in' };
		const { id } = await judge(simulator, 'POST /webhooks', '/webhooks', body);
		simulator.receiver.receipts.push({ status: 500 }, { status: 200 });
		const test = { endpoint_id: id };
		await judge(simulator, 'POST /webhooks/test', '/webhooks/test', test);
		await judge(simulator, 'POST /webhooks/test', '/webhooks/test', test);
		simulator.orderId();
		simulator.clock.ms = 45_000;
		await judge(simulator, 'GET /webhooks/deliveries', '/webhooks/deliveries');
		await judge(simulator, 'GET /webhooks', '/webhooks');
		await judge(simulator, 'DELETE /webhooks', `/webhooks?id=${String(id)}`);
		await judge(simulator, 'DELETE /webhooks', '/webhooks?id=nobody');
		await judge(simulator, 'POST /webhooks', '/webhooks', {});
	});

	it('and none of its operations is missing here', () => {
		const successes = OPERATIONS[contract].map(
			({ method, path, status }) => `${method} ${path} ${status}`,
		);
		expect(successes.filter((success) => !judged.has(success))).toEqual([]);
	});
});

/** A request that keeps the contract, or departs from it as told. */
function request(changes: Partial<SimulatedRequest> = {}): SimulatedRequest {
	return { method: 'POST', path: '/api/v1/videos', headers: HEADERS, body: VIDEO, ...changes };
}

const get = (path: string, headers: Record<string, string> = HEADERS): SimulatedRequest => ({
	method: 'GET',
	path: `/api/v1${path}`,
	headers,
});

const underKey = (key: string) => ({ headers: { ...HEADERS, 'idempotency-key': key } });
const body = (fields: object) => request({ body: JSON.stringify({ prompt: 'x', ...fields }) });

describe('a request', () => {
	it.each<[string, SimulatedRequest]>([
		['an order', request()],
		['one under a key', request(underKey('k1'))],
		[
			'one with a charset',
			request({ headers: { ...HEADERS, 'content-type': 'application/json; charset=utf-8' } }),
		],
		['an encoded id', get('/videos/video_1%3Aqueue%2F1')],
		['the list of models without a key', get('/models', {})],
		['the balance', get('/balance')],
		['the deliveries of an endpoint', get('/webhooks/deliveries?endpoint_id=whk_1')],
		['a deletion', { ...get('/webhooks?id=whk_1'), method: 'DELETE' }],
	])('may be %s', (_, asked) => {
		expect(findRequestProblems('K', asked)).toEqual([]);
		expect(findRequestProblems('N', asked)).toEqual([]);
	});

	it.each<[string, SimulatedRequest, string]>([
		['by another method', request({ method: 'PUT' }), 'no such operation'],
		['with an id that is not encoded', get('/videos/video_1:queue/1'), 'no such operation'],
		['with an empty id', get('/videos/'), 'no such operation'],
		['without a key', request({ headers: { 'content-type': 'application/json' } }), 'authorizat'],
		[
			'of another content type',
			request({ headers: { ...HEADERS, 'content-type': 'text/plain' } }),
			'content-type',
		],
		['with an empty idempotency key', request(underKey('')), 'idempotency-key'],
		['with an idempotency key too long', request(underKey('k'.repeat(256))), 'idempotency-key'],
		[
			'with an idempotency key where there is none',
			get('/balance', underKey('k').headers),
			'idempotency-key',
		],
		['that is no JSON', request({ body: '{' }), 'body: Is not JSON'],
		['without a body', { ...request(), body: '' }, 'body: Is not JSON'],
		['with a body where there is none', { ...get('/balance'), body: '{}' }, 'There must be none'],
		['without a prompt', request({ body: '{}' }), 'prompt'],
		['with another field', body({ seed: 1 }), 'seed'],
		['with text for a number', body({ duration: '8' }), 'body.duration'],
		['with half a second', body({ duration: 8.5 }), 'body.duration'],
		['of another model', body({ model: 'sora' }), 'body.model'],
		['with an empty image', body({ image_url: '' }), 'body.image_url'],
		['with a null', body({ reference_audio: null }), 'body.reference_audio'],
		[
			'with 5 references',
			body({ reference_images: Array(5).fill('https://a.example/') }),
			'body.reference_images',
		],
		['with another query', get('/models?page=2'), 'query.page'],
		['that deletes nothing', { ...get('/webhooks'), method: 'DELETE' }, 'query'],
		[
			'for no event',
			request({ path: '/api/v1/webhooks', body: '{"url":"https://a.example","events":[]}' }),
			'body.events',
		],
	])('may not be one %s', (_, asked, problem) => {
		for (const contract of ['K', 'N'] as const) {
			const problems = findRequestProblems(contract, asked);
			expect(problems).toHaveLength(1);
			expect(problems[0]).toContain(problem);
		}
	});

	it.each<[ContractName, SimulatedRequest, number]>([
		['page', request(), 1],
		['page', request({ path: '/api/v1/video' }), 0],
		['K', request({ path: '/api/v1/video', body: '{"prompt":"x","watermark":true}' }), 1],
		['N', request({ path: '/api/v1/video', body: '{"prompt":"x","watermark":true}' }), 0],
		['K', body({ negative_prompt: 'rain' }), 1],
		['N', body({ negative_prompt: 'rain' }), 0],
		['K', get('/pricing'), 1],
		['N', get('/pricing'), 0],
	])('of one contract need not be one of another: %s', (contract, asked, problems) => {
		expect(findRequestProblems(contract, asked)).toHaveLength(problems);
	});
});

describe('an answer', () => {
	const good = {
		id: 'video_1',
		object: 'video',
		status: 'queued',
		model: 'veo-3.1',
		cost_usd: 5,
		request_id: 'req_1',
	};
	const headers = { 'x-request-id': 'req_1' };
	const judge = (answer: Partial<Parameters<typeof findAnswerProblems>[2]>) =>
		findAnswerProblems('K', request(), {
			...{ status: 200, headers, body: JSON.stringify(good) },
			...answer,
		});

	it('may be right', () => {
		expect(judge({})).toEqual([]);
	});

	it.each<[string, Parameters<typeof judge>[0], string]>([
		['no request id', { headers: {} }, 'x-request-id'],
		['another status', { status: 201 }, 'status'],
		['no JSON', { body: '<html>' }, 'Is not JSON'],
		['a field missing', { body: JSON.stringify({ ...good, id: undefined }) }, '"id"'],
		['a field too many', { body: JSON.stringify({ ...good, balance: '$1' }) }, '"balance"'],
		['dollars as text', { body: JSON.stringify({ ...good, cost_usd: '$5' }) }, 'answer.cost_usd'],
		['an error of the page', { status: 400, body: '{"error":"invalid_json"}' }, 'answer.error'],
	])('may not have %s', (_, answer, problem) => {
		const problems = judge(answer);
		expect(problems).toHaveLength(1);
		expect(problems[0]).toContain(problem);
	});
});
