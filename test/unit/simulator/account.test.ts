import { createKSimulator, KEY, readError, readJson, statusOf } from './virtualSimulator';

const createNSimulator = () =>
	createKSimulator(
		{
			accounts: [
				{ key: KEY, balanceCents: 10_000 },
				{ key: 'nj_sk_other', balanceCents: 10_000 },
			],
		},
		{ contract: 'N' },
	);

describe('the usage', () => {
	it('is what the ledger has of the account, less refunds', () => {
		const { call, clock, faults, order } = createNSimulator();
		faults.add({ name: 'generation-fails', on: 'create', generationMs: 10 });
		order({ prompt: 'A cat', model: 'veo-3.1' });
		order({ prompt: 'A dog', model: 'veo-3.1-fast' });
		call('POST', '/videos', { prompt: 'x' }, { authorization: 'Bearer nj_sk_other' });
		clock.ms = 10;
		expect(readJson(call('GET', '/usage?period=1d'))).toEqual({
			period: '1d',
			total_requests: 2,
			total_cost_cents: 300,
			total_cost: '$3.00',
			daily: [{ date: '1970-01-01', requests: 2, cost_cents: 300 }],
			by_model: [
				{ model: 'veo-3.1', requests: 1, cost_cents: 0 },
				{ model: 'veo-3.1-fast', requests: 1, cost_cents: 300 },
			],
			by_endpoint: [{ endpoint: 'POST /videos', requests: 2, cost_cents: 300 }],
			request_id: expect.stringMatching(/^req_/),
		});
	});

	it.each([
		['1d', 0],
		['7d', 300],
		['30d', 300],
	])('of %s leaves out what is older', (period, cents) => {
		const { call, clock, order } = createNSimulator();
		order();
		clock.ms = 86_400_001;
		const usage = readJson(call('GET', `/usage?period=${period}`));
		expect(usage['total_cost_cents']).toBe(cents);
	});

	it('of another period is refused', () => {
		const answer = createNSimulator().call('GET', '/usage?period=1h');
		expect([statusOf(answer), readError(answer)['param']]).toEqual([400, 'period']);
	});
});

describe('an HTTP request', () => {
	it('that ordered can be looked up by its trace, with its cost and no job', () => {
		const { call, order } = createNSimulator();
		const { id, trace_request_id: trace } = readJson(order());
		const found = readJson(call('GET', `/requests/${String(trace)}`));
		expect(found).toMatchObject({
			...{ status_code: 200, error_code: null, cost_cents: 300, retries: 0 },
			endpoint: 'POST /videos',
		});
		expect(JSON.stringify(found)).not.toContain(String(id));
	});

	it('that was answered with a replay cost nothing', () => {
		const { call, order } = createNSimulator();
		order(undefined, 'k1');
		const { trace_request_id: trace } = readJson(order(undefined, 'k1'));
		expect(readJson(call('GET', `/requests/${String(trace)}`))['cost_cents']).toBe(0);
	});

	it('that was refused says with which code', () => {
		const { call, order } = createNSimulator();
		const refused = order({ prompt: '' });
		const trace = 'headers' in refused ? refused.headers['x-request-id'] : '';
		expect(readJson(call('GET', `/requests/${trace}`))).toMatchObject({
			...{ status_code: 400, error_code: 'validation_error', cost_cents: 0 },
		});
	});

	it('of somebody else is not found', () => {
		const { call, order } = createNSimulator();
		const { trace_request_id: trace } = readJson(order());
		const headers = { authorization: 'Bearer nj_sk_other' };
		const answer = call('GET', `/requests/${String(trace)}`, undefined, headers);
		expect(statusOf(answer)).toBe(404);
	});
});

it('the health is told without a key', () => {
	const { call } = createNSimulator();
	expect(statusOf(call('GET', '/health', undefined, { authorization: '' }))).toBe(200);
});
