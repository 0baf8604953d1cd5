import { createKSimulator, KEY, readError, readJson, statusOf } from './virtualSimulator';

const URL_OF_HOOK = 'https://hooks.example/in';
const ALL = ['video.completed', 'video.failed', 'budget.alert', 'balance.low'];

describe('registering a webhook', () => {
	it('is answered with 201 and the secret, once', () => {
		const { call, clock } = createKSimulator();
		clock.ms = 1_000;
		const events = ['video.failed'];
		const answer = call('POST', '/webhooks', { url: URL_OF_HOOK, events });
		expect(statusOf(answer)).toBe(201);
		const { id, secret, ...rest } = readJson(answer);
		expect(rest).toEqual({ url: URL_OF_HOOK, events, message: expect.any(String) });
		const list = call('GET', '/webhooks');
		expect(readJson(list)).toEqual({
			endpoints: [
				{
					...{ id, url: URL_OF_HOOK, events },
					secret_hint: `...${String(secret).slice(-4)}`,
					created_at: '1970-01-01T00:00:01.000Z',
				},
			],
		});
		expect(JSON.stringify(list)).not.toContain(String(secret));
	});

	it('without events asks for all of them', () => {
		const { register } = createKSimulator();
		expect(register()).toMatchObject({ events: ALL });
	});

	it('twice makes two, whatever key is sent', () => {
		const { call, world } = createKSimulator();
		const headers = { 'idempotency-key': 'k1' };
		const ids = [1, 2].map(
			() => readJson(call('POST', '/webhooks', { url: URL_OF_HOOK }, headers))['id'],
		);
		expect(new Set(ids).size).toBe(2);
		expect(world.webhooks.list(KEY)).toHaveLength(2);
	});

	it.each([
		[undefined, 5],
		[1, 1],
	])('is refused where the account has as many as it may (%s)', (maxWebhooks, limit) => {
		const options = maxWebhooks === undefined ? {} : { maxWebhooks };
		const { call, register } = createKSimulator(options);
		const ids = Array.from({ length: limit }, () => register().id);
		const refused = call('POST', '/webhooks', { url: URL_OF_HOOK });
		expect([statusOf(refused), readError(refused)['code']]).toEqual([400, 'webhook_limit_reached']);
		call('DELETE', `/webhooks?id=${ids[0]}`);
		expect(statusOf(call('POST', '/webhooks', { url: URL_OF_HOOK }))).toBe(201);
	});

	it.each<[string, unknown, string, string | undefined]>([
		['no JSON', '{', 'invalid_json', undefined],
		['no https', { url: 'http://hooks.example/' }, 'validation_error', 'url'],
		['an unknown event', { url: URL_OF_HOOK, events: ['x'] }, 'validation_error', 'events'],
	])('is refused with %s', (_, body, code, param) => {
		const { call, world } = createKSimulator();
		const answer = call('POST', '/webhooks', body);
		expect(statusOf(answer)).toBe(400);
		expect(readError(answer)).toMatchObject({ code, ...(param && { param }) });
		expect(world.webhooks.list(KEY)).toEqual([]);
	});
});

describe('deleting a webhook', () => {
	it('is answered with its id, and then it is gone', () => {
		const { call, register } = createKSimulator();
		const { id } = register();
		const kept = register().id;
		expect(readJson(call('DELETE', `/webhooks?id=${id}`))).toEqual({ id, disabled: true });
		expect(readJson(call('GET', '/webhooks'))).toMatchObject({ endpoints: [{ id: kept }] });
		expect(statusOf(call('DELETE', `/webhooks?id=${id}`))).toBe(404);
	});

	it.each([
		['', 400],
		['?id=', 400],
		['?id=whk_x', 404],
	])('under "%s" is refused with %i', (query, status) => {
		expect(statusOf(createKSimulator().call('DELETE', `/webhooks${query}`))).toBe(status);
	});

	it('of somebody else is not possible', () => {
		const accounts = [
			{ key: KEY, balanceCents: 0 },
			{ key: 'nj_sk_other', balanceCents: 0 },
		];
		const { call, register } = createKSimulator({ accounts });
		const { id } = register();
		const headers = { authorization: 'Bearer nj_sk_other' };
		expect(statusOf(call('DELETE', `/webhooks?id=${id}`, undefined, headers))).toBe(404);
		const test = call('POST', '/webhooks/test', { endpoint_id: id }, headers);
		expect(statusOf(test)).toBe(404);
		expect(readJson(call('GET', '/webhooks', undefined, headers))).toEqual({ endpoints: [] });
		expect(readJson(call('GET', '/webhooks'))).toMatchObject({ endpoints: [{ id }] });
	});
});

describe('testing a webhook', () => {
	async function test(receipt: { status: number } | { error: string }) {
		const simulator = createKSimulator();
		const { id } = simulator.register(['video.failed']);
		simulator.receiver.receipts.push(receipt);
		const answer = simulator.call('POST', '/webhooks/test', { endpoint_id: id });
		if (answer.kind !== 'later') throw new Error(`Expected later, got ${answer.kind}`);
		expect(simulator.app.calls.at(-1)?.kind).toBe('later');
		return { ...simulator, answer: await answer.answer };
	}

	it('sends one synthetic event of its own kind and says that it was taken', async () => {
		const { answer, app, receiver } = await test({ status: 204 });
		expect(readJson(answer)).toEqual({ delivered: true, detail: null });
		expect(answer).toMatchObject({ headers: { 'x-request-id': expect.any(String) } });
		expect(receiver.got).toHaveLength(1);
		expect(JSON.parse(receiver.got[0]?.body ?? '')).toMatchObject({
			type: 'video.failed',
			data: { test: true },
		});
		expect(app.calls.at(-1)).toMatchObject({ kind: 'reply', status: 200 });
	});

	it.each([
		[{ status: 401 }, 'The endpoint answered 401'],
		[{ status: 302 }, 'The endpoint answered 302'],
		[{ error: 'ECONNREFUSED' }, 'ECONNREFUSED'],
	])('says what is wrong with %j, and does not try again', async (receipt, detail) => {
		const { answer, clock, dispatcher, receiver } = await test(receipt);
		expect(readJson(answer)).toEqual({ delivered: false, detail });
		clock.ms = 10_000_000;
		await dispatcher.deliverDue();
		expect(receiver.got).toHaveLength(1);
	});

	it('of an id that is not there is refused', () => {
		const { call } = createKSimulator();
		expect(statusOf(call('POST', '/webhooks/test', { endpoint_id: 'whk_x' }))).toBe(404);
		expect(statusOf(call('POST', '/webhooks/test', {}))).toBe(400);
	});
});

it('the deliveries of an account are listed, newest first, and of one endpoint if asked', async () => {
	const { call, clock, dispatcher, orderId, receiver, register } = createKSimulator();
	const [one, two] = [register().id, register().id];
	orderId();
	clock.ms = 45_000;
	receiver.receipts.push({ status: 500 });
	await dispatcher.deliverDue();
	const list = (query: string) =>
		readJson(call('GET', `/webhooks/deliveries${query}`))['deliveries'] as object[];
	expect(list('')).toMatchObject([{ endpoint_id: two }, { endpoint_id: one }]);
	expect(list(`?endpoint_id=${one}`)).toEqual([
		{
			id: expect.stringMatching(/^dlv_/),
			endpoint_id: one,
			event: 'video.completed',
			status: 'retrying',
			attempts: 1,
			delivered_at: null,
			next_attempt_at: '1970-01-01T00:00:50.000Z',
			last_error: 'The endpoint answered 500',
			created_at: '1970-01-01T00:00:45.000Z',
			request_id: null,
		},
	]);
	expect(list('?limit=1')).toMatchObject([
		{ status: 'delivered', delivered_at: '1970-01-01T00:00:45.000Z', last_error: null },
	]);
});
