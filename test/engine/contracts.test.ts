import { STATUS_ROUTES } from '../../simulator/settings';
import { useService } from '../support/apiVersions';
import { describeContracts } from '../support/contracts';
import { speedUpTime } from '../support/fastTime';

speedUpTime();

const { posts, run, simulation, start, withApi } = useService();

describeContracts('a workflow', (contract) => {
	const items = [{ p: 'one' }, { p: 'two' }];

	it('makes its videos for one charge each', async () => {
		await start({ contract });
		const { error, items: out } = await run({ prompt: '={{ $json.p }}' }, { items });
		expect(error).toBeUndefined();
		expect(out.map(({ json }) => [json.status, json.cost_usd])).toEqual([
			['completed', 3],
			['completed', 3],
		]);
		expect(simulation().world.charges()).toBe(2);
	});

	it('creates, asks and waits by request id for one charge', async () => {
		await start({ contract });
		const created = await run({ operation: 'create' });
		const requestId = created.items[0]?.json.request_id as string;
		const asked = await run({ operation: 'getStatus', requestId });
		expect(asked.items[0]?.json).toMatchObject({ request_id: requestId });
		const waited = await run({ operation: 'wait', requestId });
		expect(waited.items[0]?.json).toMatchObject({ request_id: requestId, status: 'completed' });
		expect(simulation().world.charges()).toBe(1);
	});

	it('orders a failed video again under Retry On Fail, and pays for one', async () => {
		await start({ contract });
		simulation().faults.add({ name: 'generation-fails', on: 'create' });
		const node = { retryOnFail: true, maxTries: 2, waitBetweenTries: 10 };
		const { error } = await run({}, { node });
		expect(error).toBeUndefined();
		expect(simulation().world.charges()).toBe(1);
	});

	it.each([
		'gateway-timeout-accepted',
		'reset-after',
		'truncated-json',
		'html-page-accepted',
	] as const)('pays once at most where an order is answered with %s', async (name) => {
		await start({ contract });
		simulation().faults.add({ name, on: 'create' });
		const node = { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 };
		await run({}, { node });
		expect(simulation().world.charges()).toBe(1);
	});

	it('never spends more than its maximum', async () => {
		await start({ contract });
		const { error } = await run({ prompt: '={{ $json.p }}', maxSpendUsd: 3 }, { items });
		expect(error?.message).toMatch(/over the maximum of \$3\.00/);
		expect(posts()).toEqual([]);
	});
});

describe('an order answered by an alias whose request_id is the HTTP request', () => {
	const routes = STATUS_ROUTES.filter((route) => route !== 'any-id');
	it.each(
		(['automatic', 'v1/video'] as const).flatMap((api) => routes.map((route) => ({ api, route }))),
	)('is delivered under $api with a status route of the kind $route', async ({ api, route }) => {
		await start({ contract: 'N', orderIds: 'http', videoStatus: route });
		const { error, items } = await run({}, withApi(api));
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({ status: 'completed', cost_usd: 3 });
		expect(simulation().world.charges()).toBe(1);
	});
});
