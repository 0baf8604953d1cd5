import { answerControl } from '../../../simulator/control';
import {
	createSecondSimulator,
	createVirtualSimulator,
	KEY,
	readJson,
	statusOf,
} from './virtualSimulator';

function createDoor(...options: Parameters<typeof createSecondSimulator>) {
	const simulator = createSecondSimulator(...options);
	const knock = (method: string, path: string, body?: unknown) => {
		const text = typeof body === 'string' ? body : JSON.stringify(body);
		const request = { method, path, headers: {} };
		const answer = answerControl(
			simulator,
			text === undefined ? request : { ...request, body: text },
		);
		if (answer === undefined) throw new Error('Not for the control connection');
		return answer;
	};
	return { ...simulator, knock };
}

it('the ledger shows money, jobs and balances', () => {
	const { knock, create, world } = createDoor();
	create();
	expect(readJson(knock('GET', '/simulator/ledger'))).toEqual({
		ledger: world.ledger,
		net_cents: 300,
		jobs: [...world.jobs.values()],
		balances: [{ key: KEY, balanceCents: 9_700 }],
	});
});

it('the calls are shown without the key', () => {
	const { knock, create } = createDoor();
	create();
	const answer = knock('GET', '/simulator/calls');
	expect(JSON.stringify(answer)).not.toContain(KEY);
	expect(readJson(answer)).toMatchObject([{ method: 'POST', status: 200 }]);
});

it('a fault can be set and strikes', () => {
	const { knock, create } = createDoor();
	expect(statusOf(knock('POST', '/simulator/faults', { name: 'unavailable', on: 'create' }))).toBe(
		201,
	);
	expect([create(), create()].map(statusOf)).toEqual([503, 200]);
});

it('a fault without end survives JSON', () => {
	const { knock, create } = createDoor();
	knock('POST', '/simulator/faults', { name: 'unavailable', on: 'create', times: Infinity });
	expect([create(), create(), create()].map(statusOf)).toEqual([503, 503, 503]);
});

it('faults can be removed', () => {
	const { knock, create } = createDoor();
	knock('POST', '/simulator/faults', { name: 'unavailable', on: 'create' });
	knock('DELETE', '/simulator/faults');
	expect(statusOf(create())).toBe(200);
});

it.each<[string, unknown, string]>([
	['no JSON', '{', 'not valid JSON'],
	['no object', 'null', 'JSON object'],
	['an unknown name', { name: 'x', on: 'create' }, 'Unknown fault: x'],
])('a fault that is %s is refused', (_, body, message) => {
	const answer = createDoor().knock('POST', '/simulator/faults', body);
	expect(statusOf(answer)).toBe(400);
	expect(readJson(answer)['message']).toEqual(expect.stringContaining(message));
});

it('the front page says what this is', () => {
	expect(createDoor().knock('GET', '/')).toMatchObject({
		headers: { 'content-type': expect.stringContaining('text/plain') },
		body: expect.stringContaining('simulator'),
	});
});

it('leaves no trace: not recorded, not counted', () => {
	const { app, knock, world } = createDoor();
	for (let count = 0; count < 100; count++) knock('GET', '/simulator/ledger');
	expect(app.calls).toEqual([]);
	expect(world.admit(KEY).ok).toBe(true);
});

it('does not answer for the API', () => {
	const request = { method: 'POST', path: '/api/v1/video', headers: {} };
	expect(answerControl(createVirtualSimulator(), request)).toBeUndefined();
});

it('the settings tell which generations are on', () => {
	expect(readJson(createDoor().knock('GET', '/simulator/settings'))).toEqual({
		generations: 'both',
		apex: false,
		apexStatus: 308,
		notFound: 'json',
	});
});

it('there is no certificate where there is no apex', () => {
	expect(statusOf(createDoor().knock('GET', '/simulator/certificate'))).toBe(404);
});

describe('alerts', () => {
	it('can be set, and a limiter taken away', () => {
		const { knock, world } = createDoor();
		const alerts = { balanceLowCents: [1_000], budgetCents: 600 };
		expect(readJson(knock('POST', '/simulator/alerts', alerts))).toEqual(alerts);
		expect(world.alerts).toEqual(alerts);
		knock('POST', '/simulator/alerts', { budgetCents: null });
		expect(world.alerts).toEqual({ balanceLowCents: [1_000] });
	});

	it.each([
		['no object', 'null'],
		['no list', { balanceLowCents: 500 }],
		['half a cent', { balanceLowCents: [0.5] }],
		['a negative budget', { budgetCents: -1 }],
	])('that are %s are refused', (_, body) => {
		const { knock, world } = createDoor();
		expect(statusOf(knock('POST', '/simulator/alerts', body))).toBe(400);
		expect(world.alerts.balanceLowCents).toEqual([500, 100]);
	});
});

describe('deliveries', () => {
	async function delivered() {
		const connection = createDoor();
		const { secret } = connection.register();
		connection.orderId();
		connection.clock.ms = 45_000;
		await connection.courier.deliverDue();
		const list = () =>
			readJson(connection.knock('GET', '/simulator/deliveries')) as unknown as Sent[];
		const resend = async (body: object) => {
			const answer = connection.knock('POST', '/simulator/deliveries', body);
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
		const { knock, list, secret } = await delivered();
		expect(list()).toMatchObject([
			{
				event: { type: 'video.completed' },
				status: 'delivered',
				attempts: [{ status: 200, manner: 'genuine', request: { body: expect.any(String) } }],
			},
		]);
		const text = JSON.stringify(knock('GET', '/simulator/deliveries'));
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
