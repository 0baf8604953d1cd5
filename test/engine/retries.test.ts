import { retryAfterCrash } from '../support/crashedRun';
import { retryExecution, runWorkflow } from '../support/engine';
import { speedUpTime } from '../support/fastTime';
import { flowFor, startFastSimulator, type Simulation } from '../support/simulation';

speedUpTime();

let simulation: Simulation;
const begin = async (contract: 'page' | 'N', settings = {}) => {
	simulation = await startFastSimulator({ contract, ...settings });
};
afterEach(async () => await simulation.close());

const byRow = { operation: 'create', prompt: '={{ $json.p }}' };
const posts = () => simulation.app.calls.filter(({ method }) => method === 'POST').length;

describe.each([
	['v1/video', 'page'],
	['v1/videos', 'N'],
] as const)('retries under %s', (apiVersion, contract) => {
	const flowOf: typeof flowFor = (at, parameters, rest) => {
		const flow = flowFor(at, parameters, rest);
		return { ...flow, credential: { ...flow.credential, apiVersion } };
	};
	/** With a credential that the node refuses before anything is sent. */
	const broken = (flow: ReturnType<typeof flowFor>) => ({
		...flow,
		credential: { ...flow.credential, apiKey: 'sk_live_1' },
	});

	it.each(['from the event log', 'lost'] as const)(
		'a retry after a crash orders where the node had failed before anything left, with a record that is %s',
		async (record) => {
			await begin(contract);
			const flow = flowOf(simulation, { operation: 'create' });
			const crashed = await runWorkflow(broken(flow));
			expect((await retryAfterCrash(flow, crashed, record)).error).toBeUndefined();
			expect(simulation.world.charges()).toBe(1);
		},
	);

	it('a second crash and a second retry pay for nothing that the first retry has paid for', async () => {
		await begin(contract);
		const flow = flowOf(simulation, { operation: 'create' });
		const first = await runWorkflow(broken(flow));
		const second = await retryAfterCrash(flow, first, 'lost');
		expect(simulation.world.charges()).toBe(1);
		const third = await retryAfterCrash(flow, second, 'from the event log');
		expect(third.error === undefined).toBe(apiVersion === 'v1/videos');
		expect(simulation.world.charges()).toBe(1);
	});

	it('a retry after a crash, in which the node before gives other items, is refused with words', async () => {
		await begin(contract);
		const flow = flowOf(simulation, byRow, { items: [{ p: 'a dog' }] });
		const first = await runWorkflow(flow);
		const again = await retryAfterCrash({ ...flow, items: [{ p: 'a cat' }] }, first, 'lost');
		expect(again.error?.message).toMatch(
			/ordered by an earlier try that n8n has no record of: it may have been charged/,
		);
		expect(simulation.world.charges()).toBe(1);
	});

	it.each([
		['above them', ['a cat', 'a dog', 'a fox']],
		['between them', ['a dog', 'a cat', 'a fox']],
	])('a retry after a crash pays no row twice where a new row stands %s', async (_, changed) => {
		await begin(contract);
		const node = { onError: 'continueRegularOutput' } as const;
		const toItems = (rows: string[]) => ({ items: rows.map((p) => ({ p })) });
		const flow = flowOf(simulation, byRow, { node, ...toItems(['a dog', 'a fox']) });
		const first = await runWorkflow(flow);
		expect(simulation.world.charges()).toBe(2);
		await retryAfterCrash({ ...flow, ...toItems(changed) }, first, 'lost');
		const prompts = [...simulation.world.jobs.values()].map(({ body }) => body.prompt);
		expect(new Set(prompts).size).toBe(prompts.length);
	});

	it('a retry after a crash orders the second of two equal rows, which had not left', async () => {
		await begin(contract);
		const node = { onError: 'continueRegularOutput' } as const;
		const items = [{ p: 'a dog' }, { p: 'a dog' }];
		simulation.faults.add({ name: 'insufficient-credits', on: 'create', skip: 1 });
		const flow = flowOf(simulation, byRow, { items, node });
		const first = await runWorkflow(flow);
		expect(simulation.world.charges()).toBe(1);
		await retryAfterCrash(flow, first, 'lost');
		expect(simulation.world.charges()).toBe(2);
	});

	it('a retry after a crash orders the row that had not left, and no other twice', async () => {
		await begin(contract);
		simulation.faults.add({ name: 'insufficient-credits', on: 'create', promptIncludes: 'other' });
		const rows = { items: [{ p: 'good' }, { p: 'other' }] };
		const node = { onError: 'continueRegularOutput' } as const;
		const flow = flowOf(simulation, byRow, { ...rows, node });
		const first = await runWorkflow(flow);
		expect(simulation.world.charges()).toBe(1);
		const again = await retryAfterCrash(flow, first, 'lost');
		expect(again.items[1]?.json).toMatchObject({ status: 'processing' });
		expect(simulation.world.charges()).toBe(2);
	});

	it('a retry orders where the trigger before Create had failed for its credential', async () => {
		await begin(contract);
		const flow = flowOf(simulation, { operation: 'create' }, { startsWithTrigger: true });
		const failed = await runWorkflow(broken(flow));
		expect(failed.error?.message).toMatch(/does not start with nj_sk_/);
		const again = await retryExecution(flow, failed);
		expect(again.items[0]?.json).toMatchObject({ status: 'processing' });
		expect(simulation.world.charges()).toBe(1);
	});

	it('retries of a trigger that failed twice before Create order once', async () => {
		await begin(contract);
		const flow = flowOf(simulation, { operation: 'create' }, { startsWithTrigger: true });
		const failed = await runWorkflow(broken(flow));
		const failedAgain = await retryExecution(broken(flow), failed);
		expect(failedAgain.run.data.resultData.lastNodeExecuted).toBe('Source');
		const done = await retryExecution(flow, failedAgain);
		expect(done.error).toBeUndefined();
		await retryExecution(flow, done);
		expect(simulation.world.charges()).toBe(1);
	});

	it('an order that 429 refused is no purchase: its unique key buys one video in all', async () => {
		// Such a 429 ends the run under v1/videos; under v1/video, which cannot say it, the order waits.
		await begin(contract, { finalErrors: true });
		simulation.faults.add({ name: 'rate-limited', on: 'create', times: 1, retryAfter: 20 });
		const flow = flowOf(simulation, { operation: 'create', uniqueKey: `429 ${apiVersion}` });
		const first = await runWorkflow(flow);
		expect(first.error === undefined).toBe(apiVersion === 'v1/video');
		expect((await retryExecution(flow, first)).error).toBeUndefined();
		const later = await runWorkflow(flow);
		expect(later.items[0]?.json).toMatchObject({ ordered_before: true });
		expect(simulation.world.charges()).toBe(1);
		expect(posts()).toBe(2);
	});

	it('the first execution retried again with other words does not pay for a second video', async () => {
		await begin(contract);
		simulation.faults.add({ name: 'insufficient-credits', on: 'create' });
		const flow = flowOf(simulation, { operation: 'create' });
		const failed = await runWorkflow(flow);
		expect((await retryExecution(flow, failed)).error).toBeUndefined();
		const rewritten = flowOf(simulation, { operation: 'create', prompt: 'A cat in a park' });
		const again = await retryExecution(rewritten, failed);
		expect(again.error?.message).toMatch(/ordered by an earlier try/);
		expect(simulation.world.charges()).toBe(1);
	});

	it('a retry of the execution and one of its retry, at once, order once', async () => {
		await begin(contract);
		const flow = flowOf(simulation, { operation: 'create' });
		const failed = await runWorkflow(broken(flow));
		const failedAgain = await retryExecution(broken(flow), failed);
		await Promise.all([retryExecution(flow, failed), retryExecution(flow, failedAgain)]);
		expect(simulation.world.charges()).toBe(1);
	});

	it('two rows with one unique key share a video, and a cap of one video lets them', async () => {
		await begin(contract);
		const parameters = { ...byRow, uniqueKey: `shared ${apiVersion}`, maxSpendUsd: 3 };
		const items = [{ p: 'a dog' }, { p: 'a dog' }];
		const run = await runWorkflow(flowOf(simulation, parameters, { items }));
		expect(run.error).toBeUndefined();
		expect(new Set(run.items.map(({ json }) => json.request_id)).size).toBe(1);
		expect(simulation.world.charges()).toBe(1);
	});
});
