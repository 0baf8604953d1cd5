import type { Answer, SimulatedRequest } from '../../../simulator/app';
import { findAnswerProblems, findContractProblems, OPERATIONS } from '../../../simulator/openapi';
import { createSecondSimulator, KEY, readJson } from './virtualSimulator';

const HEADERS = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
const VIDEO = '{"prompt":"A cat"}';

/** A request that keeps the contract, or departs from it as told. */
function request(changes: Partial<SimulatedRequest> = {}): SimulatedRequest {
	return { method: 'POST', path: '/api/v1/videos', headers: HEADERS, body: VIDEO, ...changes };
}

const get = (path: string, headers: Record<string, string> = HEADERS): SimulatedRequest => ({
	method: 'GET',
	path: `/api/v1${path}`,
	headers,
});

async function settled(answer: Answer) {
	const reply = answer.kind === 'later' ? await answer.answer : answer;
	if (reply.kind !== 'reply') throw new Error(`Expected a reply, got ${reply.kind}`);
	return reply;
}

describe('every answer of generation 2 keeps the contract', () => {
	/** Which calls were judged, as method and path of the document. */
	const judged = new Set<string>();

	async function judge(
		simulator: ReturnType<typeof createSecondSimulator>,
		path: string,
		...[method, route, body, headers]: Parameters<typeof simulator.call>
	) {
		const answer = await settled(simulator.call(method, route, body, headers));
		judged.add(`${method} ${path} ${answer.status}`);
		expect(findAnswerProblems({ method, path: `/api/v1${route}` }, answer)).toEqual([]);
		return readJson(answer);
	}

	it('through the whole life of videos', async () => {
		const simulator = createSecondSimulator();
		simulator.faults.add({ name: 'generation-fails', on: 'create', skip: 1 });
		const [good, bad] = [
			await judge(simulator, '/videos', 'POST', '/videos', { prompt: 'A cat' }),
			await judge(simulator, '/videos', 'POST', '/videos', { prompt: 'A dog' }),
		];
		for (const ms of [0, 20_000, 45_000]) {
			simulator.clock.ms = ms;
			for (const { id } of [good, bad]) {
				const route = `/videos/${encodeURIComponent(String(id))}`;
				await judge(simulator, '/videos/{id}', 'GET', route);
			}
		}
		await judge(simulator, '/videos/{id}', 'GET', '/videos/nobody');
		await judge(simulator, '/videos', 'POST', '/videos', { prompt: '' });
		await judge(simulator, '/videos', 'POST', '/videos', '{');
		await judge(simulator, '/videos', 'POST', '/videos', VIDEO, { authorization: '' });
		await judge(simulator, '/videos', 'PUT', '/videos');
	});

	it.each(['progress-missing', 'completed-without-url'] as const)('under %s', async (name) => {
		const simulator = createSecondSimulator();
		simulator.faults.add({ name, on: 'create' });
		const route = `/videos/${encodeURIComponent(simulator.orderId())}`;
		await judge(simulator, '/videos/{id}', 'GET', route);
		simulator.clock.ms = 45_000;
		await judge(simulator, '/videos/{id}', 'GET', route);
	});

	it('for models and the balance', async () => {
		const simulator = createSecondSimulator();
		await judge(simulator, '/models', 'GET', '/models');
		await judge(simulator, '/models/{id}', 'GET', '/models/gpt-5');
		await judge(simulator, '/models/{id}', 'GET', '/models/wan-2.7');
		await judge(simulator, '/models/{id}', 'GET', '/models/nobody');
		await judge(simulator, '/balance', 'GET', '/balance');
	});

	it('for webhooks', async () => {
		const simulator = createSecondSimulator();
		const body = { url: 'https://hooks.example/in' };
		const { id } = await judge(simulator, '/webhooks', 'POST', '/webhooks', body);
		simulator.receiver.receipts.push({ status: 500 }, { status: 200 });
		const test = { endpoint_id: id };
		await judge(simulator, '/webhooks/test', 'POST', '/webhooks/test', test);
		await judge(simulator, '/webhooks/test', 'POST', '/webhooks/test', test);
		simulator.orderId();
		simulator.clock.ms = 45_000;
		await judge(simulator, '/webhooks/deliveries', 'GET', '/webhooks/deliveries');
		await judge(simulator, '/webhooks', 'GET', '/webhooks');
		await judge(simulator, '/webhooks', 'DELETE', `/webhooks?id=${String(id)}`);
		await judge(simulator, '/webhooks', 'DELETE', '/webhooks?id=nobody');
		await judge(simulator, '/webhooks', 'POST', '/webhooks', {});
	});

	it('and none of its operations is missing here', () => {
		const successes = OPERATIONS.map(
			({ method, path, success }) => `${method} ${path} ${success.status}`,
		);
		expect(successes.filter((success) => !judged.has(success))).toEqual([]);
	});
});

describe('a request', () => {
	it.each<[string, SimulatedRequest]>([
		['a create call', request()],
		['one under a key', request({ headers: { ...HEADERS, 'idempotency-key': 'k1' } })],
		[
			'one with a charset',
			request({ headers: { ...HEADERS, 'content-type': 'application/json; charset=utf-8' } }),
		],
		['a look with an encoded id', get('/videos/video_1%3Aqueue%2F1')],
		['the list of models without a key', get('/models', {})],
		['the balance', get('/balance')],
		['the deliveries of an endpoint', get('/webhooks/deliveries?endpoint_id=whk_1')],
		['a deletion', { ...get('/webhooks?id=whk_1'), method: 'DELETE' }],
	])('is fine: %s', (_, heard) => {
		expect(findContractProblems(heard)).toEqual([]);
	});

	it.each<[string, SimulatedRequest, string]>([
		['of generation 1', request({ path: '/api/v1/video' }), 'No such operation'],
		['by another method', request({ method: 'PUT' }), 'No such operation'],
		['with an id that is not encoded', get('/videos/video_1:queue/1'), 'No such operation'],
		['with an empty id', get('/videos/'), 'No such operation'],
		['without a key', request({ headers: { 'content-type': 'application/json' } }), 'authorizat'],
		[
			'of another content type',
			request({ headers: { ...HEADERS, 'content-type': 'text/plain' } }),
			'content-type',
		],
		[
			'with an empty idempotency key',
			request({ headers: { ...HEADERS, 'idempotency-key': '' } }),
			'idempotency-key',
		],
		[
			'with an idempotency key too long',
			request({ headers: { ...HEADERS, 'idempotency-key': 'k'.repeat(256) } }),
			'idempotency-key',
		],
		[
			'with an idempotency key where there is none',
			get('/balance', { ...HEADERS, 'idempotency-key': 'k' }),
			'idempotency-key',
		],
		['that is no JSON', request({ body: '{' }), 'body: Is not JSON'],
		['without a body', { ...request(), body: '' }, 'body: Is not JSON'],
		['with a body where there is none', { ...get('/balance'), body: '{}' }, 'There must be none'],
		['without a prompt', request({ body: '{}' }), 'body.prompt'],
		['with another field', request({ body: '{"prompt":"x","seed":1}' }), 'body: Unrecognized'],
		['with text for a number', request({ body: '{"prompt":"x","duration":"8"}' }), 'body.duration'],
		['with half a second', request({ body: '{"prompt":"x","duration":8.5}' }), 'body.duration'],
		['of another model', request({ body: '{"prompt":"x","model":"sora"}' }), 'body.model'],
		['with an empty image', request({ body: '{"prompt":"x","image_url":""}' }), 'body.image_url'],
		[
			'with a null',
			request({ body: '{"prompt":"x","reference_audio":null}' }),
			'body.reference_audio',
		],
		[
			'with 5 references',
			request({
				body: JSON.stringify({
					prompt: 'x',
					reference_images: Array(5).fill('https://a.example/'),
				}),
			}),
			'body.reference_images',
		],
		['with another query', get('/models?page=2'), 'query.page'],
		['that deletes nothing', { ...get('/webhooks'), method: 'DELETE' }, 'query.id'],
		[
			'for no event',
			request({ path: '/api/v1/webhooks', body: '{"url":"https://a.example","events":[]}' }),
			'body.events',
		],
	])('is not: one %s', (_, heard, problem) => {
		const problems = findContractProblems(heard);
		expect(problems).toHaveLength(1);
		expect(problems[0]).toContain(problem);
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
	const judge = (answer: Partial<Parameters<typeof findAnswerProblems>[1]>) =>
		findAnswerProblems(request(), {
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
		['a field missing', { body: JSON.stringify({ ...good, id: undefined }) }, 'answer.id'],
		['a field too many', { body: JSON.stringify({ ...good, balance: '$1' }) }, 'Unrecognized'],
		['dollars as text', { body: JSON.stringify({ ...good, cost_usd: '$5' }) }, 'answer.cost_usd'],
		['an error of generation 1', { status: 400, body: '{"error":"invalid_json"}' }, 'answer.error'],
	])('may not have %s', (_, answer, problem) => {
		const problems = judge(answer);
		expect(problems).toHaveLength(1);
		expect(problems[0]).toContain(problem);
	});
});
