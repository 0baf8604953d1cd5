import { moneyEvents } from '../../../simulator/events';
import { createKSimulator, KEY } from './virtualSimulator';

/** What the world has to tell, as type and data. */
const eventsOf = ({ world }: ReturnType<typeof createKSimulator>) =>
	world.webhooks.events.map(({ type, data }) => [type, data] as const);

const typesOf = (simulator: ReturnType<typeof createKSimulator>) =>
	eventsOf(simulator).map(([type]) => type);

describe('the end of a job of v2', () => {
	it('is told at the moment it comes, with its video', () => {
		const simulator = createKSimulator();
		const id = simulator.orderId();
		simulator.clock.ms = 44_999;
		expect(eventsOf(simulator)).toEqual([]);
		simulator.clock.ms = 90_000;
		expect(simulator.world.webhooks.events).toEqual([
			{
				id: expect.stringMatching(/^evt_/),
				type: 'video.completed',
				at: 45_000,
				accountKey: KEY,
				data: {
					...{ id, object: 'video', model: 'veo-3.1-fast', status: 'completed' },
					video_url: expect.stringContaining(encodeURIComponent(id)),
				},
			},
		]);
	});

	it('is told of a failure with its reason, after the refund', () => {
		const simulator = createKSimulator();
		simulator.faults.add({ name: 'generation-fails', on: 'create', failureReason: 'Policy' });
		const id = simulator.orderId();
		simulator.clock.ms = 45_000;
		const data = { id, object: 'video', model: 'veo-3.1-fast', status: 'failed', error: 'Policy' };
		expect(eventsOf(simulator)).toEqual([['video.failed', data]]);
		expect(simulator.world.charges()).toBe(0);
	});

	it('is told without a URL where there is none', () => {
		const simulator = createKSimulator();
		simulator.faults.add({ name: 'completed-without-url', on: 'create' });
		simulator.orderId();
		simulator.clock.ms = 45_000;
		expect(eventsOf(simulator)[0]?.[1]).not.toHaveProperty('video_url');
	});

	it('is told once for every job, in the order they end', () => {
		const simulator = createKSimulator();
		const [slow, quick] = ['seedance-2', 'google-veo-2'].map((model) =>
			simulator.orderId({ prompt: 'A cat', model }),
		);
		simulator.clock.ms = 120_000;
		void simulator.world.ledger;
		expect(eventsOf(simulator).map(([, data]) => data['id'])).toEqual([quick, slow]);
	});

	it.each([
		[false, []],
		[true, ['video.completed']],
	])('is told of a job of v1 only where jobs are shared (%s)', (sharedJobs, types) => {
		const simulator = createKSimulator({}, { sharedJobs });
		simulator.createJob();
		simulator.clock.ms = 120_000;
		expect(typesOf(simulator)).toEqual(types);
	});
});

describe('money', () => {
	it('going under $5 and under $1 is told once each time, whichever version spends it', () => {
		const simulator = createKSimulator({ accounts: [{ key: KEY, balanceCents: 701 }] });
		simulator.create();
		expect(eventsOf(simulator)).toEqual([
			['balance.low', { object: 'balance', balance_cents: 401, threshold_cents: 500 }],
		]);
		simulator.order({ prompt: 'A cat', model: 'fast-wan-2.2' });
		expect(eventsOf(simulator)).toHaveLength(1);
		simulator.orderId({ prompt: 'A cat', model: 'veo-3.1-fast' });
		expect(eventsOf(simulator).at(-1)?.[1]).toMatchObject({ threshold_cents: 100 });
	});

	it('exactly at the line is not under it', () => {
		const simulator = createKSimulator({ accounts: [{ key: KEY, balanceCents: 800 }] });
		simulator.create();
		expect(typesOf(simulator)).toEqual([]);
	});

	it('going under again after a refund is told again', () => {
		const simulator = createKSimulator({ accounts: [{ key: KEY, balanceCents: 600 }] });
		simulator.createJob({ name: 'generation-fails', on: 'create', generationMs: 10 });
		simulator.clock.ms = 10;
		simulator.createJob();
		expect(typesOf(simulator)).toEqual(['balance.low', 'balance.low']);
	});

	it('is told at the lines that are set, also later', () => {
		const simulator = createKSimulator({ alerts: { balanceLowCents: [9_800] } });
		simulator.create();
		simulator.world.alerts.balanceLowCents = [9_500];
		simulator.create();
		expect(eventsOf(simulator).map(([, data]) => data['threshold_cents'])).toEqual([9_800, 9_500]);
	});

	it('spent reaches 50, 80 and 100 % of a limit, each once', () => {
		const simulator = createKSimulator({ alerts: { budgetCents: 600 } });
		for (let count = 0; count < 4; count++) simulator.create();
		expect(eventsOf(simulator)).toEqual([
			['budget.alert', { object: 'budget', budget_cents: 600, spent_cents: 300, percent: 50 }],
			['budget.alert', { object: 'budget', budget_cents: 600, spent_cents: 600, percent: 80 }],
			['budget.alert', { object: 'budget', budget_cents: 600, spent_cents: 600, percent: 100 }],
		]);
	});

	it('that comes back is told of nothing', () => {
		const movement = { at: 0, key: KEY, balanceBefore: 90, balanceAfter: 1_000 };
		const spent = { spentBefore: 1_000, spentAfter: 90 };
		const alerts = { balanceLowCents: [500], budgetCents: 600 };
		expect(moneyEvents({ ...movement, ...spent }, alerts)).toEqual([]);
	});
});

it('an event goes to the endpoints of its account that asked for it', () => {
	const accounts = [
		{ key: KEY, balanceCents: 1_000 },
		{ key: 'nj_sk_other', balanceCents: 1_000 },
	];
	const { call, clock, orderId, register, world } = createKSimulator({ accounts });
	const asked = register(['video.completed', 'video.failed']).id;
	register(['balance.low']);
	const other = { authorization: 'Bearer nj_sk_other' };
	call('POST', '/webhooks', { url: 'https://other.example/' }, other);
	orderId();
	clock.ms = 45_000;
	expect(world.webhooks.deliveries.all.map(({ endpointId }) => endpointId)).toEqual([asked]);
});
