import { createKSimulator, KEY, readError, readJson, statusOf } from './virtualSimulator';

const KEY_OF_OTHER = 'nj_sk_other';
const TWO_ACCOUNTS = {
	accounts: [
		{ key: KEY, balanceCents: 1_000 },
		{ key: KEY_OF_OTHER, balanceCents: 1_000 },
	],
};

describe('an idempotency key', () => {
	it.each<[string, unknown]>([
		['the same body', { prompt: 'A cat', duration: 6 }],
		['its fields in another order', { duration: 6, prompt: 'A cat' }],
		['its defaults written out', { prompt: 'A cat', duration: 6, watermark: false }],
	])('replays %s: the same job, billed once', (_, body) => {
		const { order, world } = createKSimulator();
		const first = readJson(order({ prompt: 'A cat', duration: 6 }, 'k1'));
		const second = order(body, 'k1');
		expect(statusOf(second)).toBe(200);
		const { request_id: requestId, ...rest } = readJson(second);
		expect({ ...rest, request_id: first['request_id'] }).toEqual(first);
		expect(requestId).not.toBe(first['request_id']);
		expect([world.charges(), world.jobs.size]).toEqual([1, 1]);
		expect(world.keysSeen).toEqual(['k1', 'k1']);
	});

	it('of another body is refused and says why', () => {
		const { order, world } = createKSimulator();
		order({ prompt: 'A cat' }, 'k1');
		const answer = order({ prompt: 'A dog' }, 'k1');
		expect([statusOf(answer), readError(answer)['code']]).toEqual([422, 'idempotency_key_reused']);
		expect(world.charges()).toBe(1);
	});

	it('is each account’s own', () => {
		const { call, order, world } = createKSimulator(TWO_ACCOUNTS);
		order({ prompt: 'A cat' }, 'k1');
		const headers = { authorization: `Bearer ${KEY_OF_OTHER}`, 'idempotency-key': 'k1' };
		call('POST', '/videos', { prompt: 'A cat' }, headers);
		expect(world.ledger.map(({ key }) => key)).toEqual([KEY, KEY_OF_OTHER]);
	});

	it('replays a job that has failed and was refunded, and does not buy it again', () => {
		const { clock, faults, look, orderId, world } = createKSimulator();
		faults.add({ name: 'generation-fails', on: 'create', generationMs: 10 });
		const id = orderId(undefined, 'k1');
		clock.ms = 10;
		expect(orderId(undefined, 'k1')).toBe(id);
		expect(readJson(look(id))['status']).toBe('failed');
		expect([world.charges(), world.ledger.length]).toEqual([0, 2]);
	});

	it('replays without credit left', () => {
		const accounts = [{ key: KEY, balanceCents: 300 }];
		const { orderId, world } = createKSimulator({ accounts });
		expect(orderId(undefined, 'k1')).toBe(orderId(undefined, 'k1'));
		expect(world.balanceCents(KEY)).toBe(0);
	});

	it('of a refused call can be used again', () => {
		const accounts = [{ key: KEY, balanceCents: 300 }];
		const { order, world } = createKSimulator({ accounts });
		expect(statusOf(order({ prompt: 'A cat', model: 'veo-3.1' }, 'k1'))).toBe(402);
		expect(statusOf(order({ prompt: '' }, 'k1'))).toBe(400);
		expect(statusOf(order({ prompt: 'A cat' }, 'k1'))).toBe(200);
		expect(world.charges()).toBe(1);
	});

	it('missing, two calls are two charges', () => {
		const { orderId, world } = createKSimulator();
		expect(orderId()).not.toBe(orderId());
		expect(world.charges()).toBe(2);
	});

	it.each(['timeout-after', 'reset-after', 'gateway-timeout-accepted', 'truncated-body'] as const)(
		'after %s brings the job that nobody was told of, billed once',
		(name) => {
			const { faults, order, orderId, world } = createKSimulator();
			faults.add({ name, on: 'create' });
			order(undefined, 'k1');
			expect(world.charges()).toBe(1);
			expect(orderId(undefined, 'k1')).toBe([...world.jobs.keys()][0]);
			expect([world.charges(), world.jobs.size]).toEqual([1, 1]);
		},
	);
});

describe('a slow create call', () => {
	it('is answered late, and until then the same call is in flight', () => {
		const { clock, faults, order, orderId, world } = createKSimulator();
		faults.add({ name: 'slow-create', on: 'create', createMs: 5_000 });
		const slow = order(undefined, 'k1');
		expect(slow).toMatchObject({ kind: 'reply', status: 200, delayMs: 5_000 });
		clock.ms = 4_999;
		const early = order(undefined, 'k1');
		expect([statusOf(early), readError(early)['code']]).toEqual([409, 'request_in_flight']);
		expect(early).not.toHaveProperty('delayMs');
		clock.ms = 5_000;
		expect(orderId(undefined, 'k1')).toBe(readJson(slow)['id']);
		expect(order(undefined, 'k1')).not.toHaveProperty('delayMs');
		expect(world.charges()).toBe(1);
	});

	it('is not what a replay is', () => {
		const { faults, order } = createKSimulator();
		order(undefined, 'k1');
		faults.add({ name: 'slow-create', on: 'create' });
		expect(order(undefined, 'k1')).not.toHaveProperty('delayMs');
	});

	it('can vanish, too', () => {
		const { clock, faults, order, world } = createKSimulator();
		faults.add({ name: 'timeout-after', on: 'create', createMs: 5_000 });
		expect(statusOf(order(undefined, 'k1'))).toBe('silence');
		expect(statusOf(order(undefined, 'k1'))).toBe(409);
		clock.ms = 5_000;
		expect(statusOf(order(undefined, 'k1'))).toBe(200);
		expect(world.charges()).toBe(1);
	});

	it('that is refused is refused at once', () => {
		const { faults, order } = createKSimulator();
		faults.add({ name: 'slow-create', on: 'create' });
		expect(order({ prompt: '' })).not.toHaveProperty('delayMs');
	});

	it('exists in v1, where nothing is in flight', () => {
		const { create, faults } = createKSimulator();
		faults.add({ name: 'slow-create', on: 'create' });
		expect(create()).toMatchObject({ status: 200, delayMs: 10_000 });
		expect(create()).toMatchObject({ status: 200 });
	});
});
