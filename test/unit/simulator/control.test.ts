import { answerControl } from '../../../simulator/control';
import { CONTRACTS } from '../../../simulator/settings';
import {
	createKSimulator,
	createVirtualSimulator,
	KEY,
	readJson,
	statusOf,
} from './virtualSimulator';

function createControlled(...options: Parameters<typeof createKSimulator>) {
	const simulator = createKSimulator(...options);
	const control = (method: string, path: string, body?: unknown) => {
		const text = typeof body === 'string' ? body : JSON.stringify(body);
		const request = { method, path, headers: {} };
		const answer = answerControl(
			simulator,
			text === undefined ? request : { ...request, body: text },
		);
		if (answer === undefined) throw new Error('Not for the control connection');
		return answer;
	};
	return { ...simulator, control };
}

it('the ledger shows money, jobs and balances', () => {
	const { control, create, world } = createControlled();
	create();
	expect(readJson(control('GET', '/simulator/ledger'))).toEqual({
		ledger: world.ledger,
		net_cents: 300,
		jobs: [...world.jobs.values()],
		balances: [{ key: KEY, balanceCents: 9_700 }],
	});
});

it('the calls are shown without the key', () => {
	const { control, create } = createControlled();
	create();
	const answer = control('GET', '/simulator/calls');
	expect(JSON.stringify(answer)).not.toContain(KEY);
	expect(readJson(answer)).toMatchObject([{ method: 'POST', status: 200 }]);
});

it('a fault can be set and strikes', () => {
	const { control, create } = createControlled();
	expect(
		statusOf(control('POST', '/simulator/faults', { name: 'unavailable', on: 'create' })),
	).toBe(201);
	expect([create(), create()].map(statusOf)).toEqual([503, 200]);
});

it('a fault without end survives JSON', () => {
	const { control, create } = createControlled();
	control('POST', '/simulator/faults', { name: 'unavailable', on: 'create', times: Infinity });
	expect([create(), create(), create()].map(statusOf)).toEqual([503, 503, 503]);
});

it('faults can be removed', () => {
	const { control, create } = createControlled();
	control('POST', '/simulator/faults', { name: 'unavailable', on: 'create' });
	control('DELETE', '/simulator/faults');
	expect(statusOf(create())).toBe(200);
});

it.each<[string, unknown, string]>([
	['no JSON', '{', 'not valid JSON'],
	['no object', 'null', 'JSON object'],
	['an unknown name', { name: 'x', on: 'create' }, 'Unknown fault: x'],
])('a fault that is %s is refused', (_, body, message) => {
	const answer = createControlled().control('POST', '/simulator/faults', body);
	expect(statusOf(answer)).toBe(400);
	expect(readJson(answer)['message']).toEqual(expect.stringContaining(message));
});

it('the front page says what this is', () => {
	expect(createControlled().control('GET', '/')).toMatchObject({
		headers: { 'content-type': expect.stringContaining('text/plain') },
		body: expect.stringContaining('simulator'),
	});
});

it('leaves no trace: not recorded, not counted', () => {
	const { app, control, world } = createControlled();
	for (let count = 0; count < 100; count++) control('GET', '/simulator/ledger');
	expect(app.calls).toEqual([]);
	expect(world.admit(KEY).ok).toBe(true);
});

it('does not answer for the API', () => {
	const request = { method: 'POST', path: '/api/v1/video', headers: {} };
	expect(answerControl(createVirtualSimulator(), request)).toBeUndefined();
});

it('the settings are those of the contract', () => {
	const answer = createControlled().control('GET', '/simulator/settings');
	expect(readJson(answer)).toEqual(CONTRACTS.K);
});

it('a flag can be changed, and then holds', () => {
	const { control, order, world } = createControlled();
	const answer = control('POST', '/simulator/settings', { videos: false });
	expect(readJson(answer)).toEqual({ ...CONTRACTS.K, videos: false });
	expect(statusOf(order())).toBe(404);
	expect(world.charges()).toBe(0);
});

it('another contract takes back the flags that were changed', () => {
	const { control } = createControlled();
	control('POST', '/simulator/settings', { errors: 'flat', models: false });
	const answer = control('POST', '/simulator/settings', { contract: 'N', balance: false });
	expect(readJson(answer)).toEqual({ ...CONTRACTS.N, balance: false });
});

it.each([
	['no object', 'null', 'JSON object'],
	['an unknown flag', { mood: 'bad' }, 'no setting mood'],
	['a flag of every object', { toString: true }, 'no setting toString'],
	['a value a flag does not have', { errors: 'loud' }, 'nested, flat, no-code'],
	['half a cent', { spendLimitCents: 0.5 }, 'spendLimitCents'],
	['a price without a unit', { prices: { 'veo-3.1': { cents: 5 } } }, 'prices'],
])('settings with %s are refused and change nothing', (_, body, message) => {
	const { app, control } = createControlled();
	const answer = control('POST', '/simulator/settings', body);
	expect(statusOf(answer)).toBe(400);
	expect(readJson(answer)['message']).toEqual(expect.stringContaining(message));
	expect(app.settings).toEqual(CONTRACTS.K);
});

it('there is no certificate where there is no redirect host', () => {
	expect(statusOf(createControlled().control('GET', '/simulator/certificate'))).toBe(404);
});

describe('alerts', () => {
	it('can be set, and a limiter taken away', () => {
		const { control, world } = createControlled();
		const alerts = { balanceLowCents: [1_000], budgetCents: 600 };
		expect(readJson(control('POST', '/simulator/alerts', alerts))).toEqual(alerts);
		expect(world.alerts).toEqual(alerts);
		control('POST', '/simulator/alerts', { budgetCents: null });
		expect(world.alerts).toEqual({ balanceLowCents: [1_000] });
	});

	it.each([
		['no object', 'null'],
		['no list', { balanceLowCents: 500 }],
		['half a cent', { balanceLowCents: [0.5] }],
		['a negative budget', { budgetCents: -1 }],
	])('that are %s are refused', (_, body) => {
		const { control, world } = createControlled();
		expect(statusOf(control('POST', '/simulator/alerts', body))).toBe(400);
		expect(world.alerts.balanceLowCents).toEqual([500, 100]);
	});
});

describe('deliveries', () => {
	async function delivered() {
		const connection = createControlled();
		const { secret } = connection.register();
		connection.orderId();
		connection.clock.ms = 45_000;
		await connection.dispatcher.deliverDue();
		const list = () =>
			readJson(connection.control('GET', '/simulator/deliveries')) as unknown as Sent[];
		const resend = async (body: object) => {
			const answer = connection.control('POST', '/simulator/deliveries', body);
			return answer.kind === 'later' ? await answer.answer : answer;
		};
		return { ...connection, list, resend, secret };
	}
	interface Sent {
		readonly id: string;
		readonly status: string;
		readonly attempts: object[];
	}

	it('are listed with their attempts, without the key and the secret', async () => {
		const { control, list, secret } = await delivered();
		expect(list()).toMatchObject([
			{
				event: { type: 'video.completed' },
				status: 'delivered',
				attempts: [{ status: 200, manner: 'genuine', request: { body: expect.any(String) } }],
			},
		]);
		const text = JSON.stringify(control('GET', '/simulator/deliveries'));
		expect(text).not.toContain(KEY);
		expect(text).not.toContain(secret);
	});

	it.each([undefined, 'replayed', 'tampered', 'stale', 'unsigned', 'wrong-secret'])(
		'can be sent once more: %s',
		async (manner) => {
			const { list, receiver, resend } = await delivered();
			receiver.receipts.push({ status: 401 });
			const answer = await resend({ id: list()[0]?.id, manner });
			if (answer.kind !== 'reply') throw new Error(answer.kind);
			expect(readJson(answer)).toMatchObject({ status: 401, manner: manner ?? 'again' });
			expect(receiver.got).toHaveLength(2);
			expect(list()).toMatchObject([{ status: 'delivered', attempts: [{}, { status: 401 }] }]);
		},
	);

	it.each([
		['another id', { id: 'dlv_x' }, 404],
		['another manner', { manner: 'twice' }, 400],
		['nothing', undefined, 404],
	])('are not sent for %s', async (_, body, status) => {
		const { list, receiver, resend } = await delivered();
		const id = list()[0]?.id;
		expect(statusOf(await resend(body === undefined ? {} : { id, ...body }))).toBe(status);
		expect(receiver.got).toHaveLength(1);
	});
});
