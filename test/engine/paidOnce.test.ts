import { randomUUID } from 'node:crypto';
import { retryExecution, runWorkflow } from '../support/engine';
import { retryAfterCrash } from '../support/crashedRun';
import { speedUpTime } from '../support/fastTime';
import { flowFor, startFastSimulator, type Simulation } from '../support/simulation';

speedUpTime();

let simulation: Simulation;
const begin = async (contract: 'page' | 'N') => {
	simulation = await startFastSimulator({ contract });
};
afterEach(async () => await simulation.close());

const posts = () => simulation.app.calls.filter(({ method }) => method === 'POST').length;
const byRow = { operation: 'create', prompt: '={{ $json.p }}' };
const retries = { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 };

describe.each([
	['v1/video', 'page'],
	['v1/videos', 'N'],
] as const)('paid once under %s', (apiVersion, contract) => {
	const flowOf: typeof flowFor = (at, parameters, rest) => {
		const flow = flowFor(at, parameters, rest);
		return { ...flow, credential: { ...flow.credential, apiVersion } };
	};

	it.each([
		['the time', '={{ "A sunrise " + $now.toMillis() + " " + Math.random() }}', ''],
		['a random number', '={{ "Sunrise " + Math.random() }}', ''],
		['an image with the time', 'A sunrise', '=https://example.com/a.png?t={{ Math.random() }}'],
	])('Retry On Fail orders once although the order contains %s', async (_, prompt, imageUrl) => {
		await begin(contract);
		simulation.faults.add({ name: 'video-not-found', on: 'video', times: Infinity });
		const parameters = { prompt, imageUrl, downloadVideo: true };
		const { error } = await runWorkflow(flowOf(simulation, parameters, { node: retries }));
		expect(error?.message).toMatch(/could not be downloaded/);
		expect(simulation.world.charges()).toBe(1);
	});

	it("a person's retry orders once although the prompt contains a random number", async () => {
		await begin(contract);
		simulation.faults.add({ name: 'video-not-found', on: 'video', times: Infinity });
		const prompt = '={{ "Sunrise " + Math.random() }}';
		const flow = flowOf(simulation, { prompt, downloadVideo: true });
		const failed = await runWorkflow(flow);
		const again = await retryExecution(flow, failed);
		await retryExecution(flow, again);
		expect(simulation.world.charges()).toBe(1);
	});

	it('the first execution retried twice pays no item twice that a retry has paid', async () => {
		await begin(contract);
		const fault = { name: 'insufficient-credits', on: 'create', promptIncludes: 'other' } as const;
		simulation.faults.add(fault);
		const flow = flowOf(simulation, byRow, { items: [{ p: 'good' }, { p: 'other' }] });
		const failed = await runWorkflow(flow);
		expect(failed.error?.message).toMatch(/balance is too low/);
		expect((await retryExecution(flow, failed)).error).toBeUndefined();
		const second = await retryExecution(flow, failed);
		expect(second.error === undefined).toBe(apiVersion === 'v1/videos');
		expect(simulation.world.charges()).toBe(2);
	});

	it('the same failed execution retried twice at once orders once', async () => {
		await begin(contract);
		simulation.faults.add({ name: 'insufficient-credits', on: 'create' });
		const flow = flowOf(simulation, { operation: 'create' });
		const failed = await runWorkflow(flow);
		const both = await Promise.all([retryExecution(flow, failed), retryExecution(flow, failed)]);
		expect(both.filter(({ error }) => error === undefined).length).toBeGreaterThan(0);
		expect(simulation.world.charges()).toBe(1);
	});

	it.each(['from the event log', 'lost'] as const)(
		'a retry after a crash orders once although the node had ended, with a record that is %s',
		async (record) => {
			await begin(contract);
			const flow = flowOf(simulation, { operation: 'create' });
			const again = await retryAfterCrash(flow, await runWorkflow(flow), record);
			expect(again.error === undefined).toBe(apiVersion === 'v1/videos');
			expect(simulation.world.charges()).toBe(1);
		},
	);

	it('a retry after a crash in a loop orders once for every round', async () => {
		await begin(contract);
		const node = { onError: 'continueRegularOutput' } as const;
		const flow = flowOf(simulation, { operation: 'create' }, { rounds: 3, node });
		const first = await runWorkflow(flow);
		expect(simulation.world.charges()).toBe(3);
		// The loop's own count goes on from the first round too.
		await retryAfterCrash({ ...flow, rounds: 4 }, first, 'from the event log');
		expect(simulation.world.charges()).toBe(3);
	});

	it('a refused order is no purchase: its unique key buys one video in all', async () => {
		await begin(contract);
		simulation.faults.add({ name: 'insufficient-credits', on: 'create' });
		const flow = flowOf(simulation, {
			operation: 'create',
			uniqueKey: `refused ${apiVersion}`,
		});
		const failed = await runWorkflow(flow);
		expect((await retryExecution(flow, failed)).error).toBeUndefined();
		const later = await runWorkflow(flow);
		expect(later.items[0]?.json).toMatchObject({ ordered_before: true });
		expect(simulation.world.charges()).toBe(1);
		expect(posts()).toBe(2);
	});

	it('a failed video frees its unique key for the next execution, under a new idempotency key', async () => {
		await begin(contract);
		simulation.faults.add({ name: 'generation-fails', on: 'create' });
		const flow = flowOf(simulation, { uniqueKey: `failed ${apiVersion}` });
		expect((await runWorkflow(flow)).error?.message).toMatch(/could not make/);
		expect((await runWorkflow(flow)).items[0]?.json.status).toBe('completed');
		expect((await runWorkflow(flow)).items[0]?.json.status).toBe('completed');
		expect(posts()).toBe(2);
	});
});

it('an order without an answer asks for another Unique Key, because a new execution refuses the one it has', async () => {
	await begin('page');
	simulation.faults.add({ name: 'reset-after', on: 'create' });
	const flow = flowFor(simulation, { operation: 'create', uniqueKey: 'cut off' });
	for (const execution of ['first', 'second']) {
		const { error } = await runWorkflow(flow);
		expect([execution, error?.description]).toEqual([
			execution,
			expect.stringContaining("o order it anyway, give the item another 'Unique Key'"),
		]);
		expect(error?.description).not.toContain('new execution');
	}
	expect(simulation.world.charges()).toBe(1);
});

it('a retry orders where the first try failed before anything left', async () => {
	await begin('page');
	const flow = flowFor(simulation, { operation: 'create' });
	const wrong = { ...flow, credential: { ...flow.credential, apiKey: 'sk_live_1' } };
	const failed = await runWorkflow(wrong);
	expect(failed.error?.message).toMatch(/does not start with nj_sk_/);
	expect((await retryExecution(flow, failed)).error).toBeUndefined();
	expect(simulation.world.charges()).toBe(1);
});

describe("a step that n8n's second engine runs again with nothing kept", () => {
	const items = [{ p: 'A dog' }, { p: 'A dog' }];

	it('is charged once per item under v1/videos, and brings the same videos', async () => {
		await begin('N');
		const executionId = randomUUID();
		const flow = flowFor(simulation, byRow, { items, executionId });
		const runs = [await runWorkflow(flow), await runWorkflow(flow)];
		const [first, again] = runs.map((run) => run.items.map(({ json }) => json.request_id));
		expect(new Set(first).size).toBe(2);
		expect(again).toEqual(first);
		expect(simulation.world.charges()).toBe(2);
	});

	it('with another prompt this time is refused, because the first may have been charged', async () => {
		await begin('N');
		const parameters = { operation: 'create', prompt: '={{ "Sunrise " + Math.random() }}' };
		const flow = flowFor(simulation, parameters, { executionId: randomUUID() });
		await runWorkflow(flow);
		const { error } = await runWorkflow(flow);
		expect(error?.message).toMatch(/may have been charged/);
		expect(simulation.world.charges()).toBe(1);
	});
});
