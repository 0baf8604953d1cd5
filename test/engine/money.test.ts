import { speedUpTime } from '../support/fastTime';
import { flowFor, KEY, model, startFastSimulator, type Simulation } from '../support/simulation';
import { retryExecution, runWorkflow } from '../support/engine';

speedUpTime();

let simulation: Simulation;
beforeEach(async () => {
	simulation = await startFastSimulator();
});
afterEach(async () => await simulation.close());

const posts = () => simulation.app.calls.filter(({ method }) => method === 'POST').length;
const twoRows = { items: [{ p: 'good' }, { p: 'other' }] };
const byRow = { prompt: '={{ $json.p }}' };

describe('before anything is ordered', () => {
	it.each([
		['an empty prompt', { prompt: "={{ '' }}" }, /^Prompt is empty \[item 0\]$/],
		['a blank prompt', { prompt: '  ' }, /^Prompt is empty/],
		['a long prompt', { prompt: 'x'.repeat(4001) }, /^Prompt .* is 4001 characters long/],
		['a length that is no number', { duration: 'long' }, /^Duration 'long' is not a whole number/],
		['a broken length', { duration: 7.5 }, /^Duration '7.5' is not a whole number/],
		[
			'a length of another model',
			{ duration: 12 },
			/^Duration '12' is not a length that Google Veo 2 makes/,
		],
		['an unknown aspect ratio', { aspectRatio: '4:3' }, /^Aspect Ratio '4:3' is not known/],
		['an image without a host', { imageUrl: 'start.jpg' }, /^Image URL 'start.jpg' is not a URL/],
		[
			'no image for image-to-video',
			{ model: model('runway-gen4-turbo') },
			/^Image URL is empty, and Runway/,
		],
		['an unknown model', { model: model('gpt-video') }, /^Model 'gpt-video' is not known/],
	])('an order with %s is refused with a plain message', async (_, parameters, message) => {
		const { error } = await runWorkflow(flowFor(simulation, parameters));
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(/nothing was charged/);
		expect(simulation.app.calls.filter(({ method }) => method === 'POST')).toEqual([]);
	});

	it('one bad row of two stops the run before the good one is paid for', async () => {
		const { error } = await runWorkflow(flowFor(simulation, byRow, { items: [{ p: 'ok' }, {}] }));
		expect(error?.message).toBe('Prompt is empty [item 1]');
		expect(simulation.app.calls).toHaveLength(0);
	});

	it.each([
		['without nj_sk_', 'sk_live_123', /does not start with nj_sk_/],
		['that is empty', '', /is empty/],
	])('a key %s is refused and not sent', async (_, apiKey, message) => {
		const credential = { apiKey, baseUrl: simulation.url };
		const { error } = await runWorkflow(flowFor(simulation, {}, { credential }));
		expect(error?.message).toMatch(message);
		expect(simulation.app.calls).toHaveLength(0);
	});

	it('a run over the spend cap is refused as a whole, with videos, price and what to do', async () => {
		const flow = flowFor(simulation, { ...byRow, maxSpendUsd: 5.99 }, twoRows);
		const { error } = await runWorkflow(flow);
		expect(error?.message).toBe('This run would cost $6.00, over the maximum of $5.99');
		expect(error?.description).toMatch(/2 videos.*Maximum Spend per Run.*nothing was charged/);
		expect(posts()).toBe(0);
		const allowed = await runWorkflow(flowFor(simulation, { ...byRow, maxSpendUsd: 6 }, twoRows));
		expect(allowed.items).toHaveLength(2);
	});
});

describe('one charge per item', () => {
	it('Retry On Fail charges each item once when one of two videos fails at first', async () => {
		simulation.faults.add({ name: 'generation-fails', on: 'create', promptIncludes: 'other' });
		const node = { retryOnFail: true, maxTries: 2, waitBetweenTries: 10 };
		const { error, items } = await runWorkflow(flowFor(simulation, byRow, { ...twoRows, node }));
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.status)).toEqual(['completed', 'completed']);
		expect(simulation.world.charges()).toBe(2);
		expect(simulation.world.chargedCents()).toBe(600);
	});

	it("a person's retry of the failed execution charges each item once", async () => {
		simulation.faults.add({ name: 'completed-without-url', on: 'create', promptIncludes: 'other' });
		const flow = flowFor(simulation, byRow, twoRows);
		const failed = await runWorkflow(flow);
		expect(failed.error?.message).toMatch(/gives no URL of it \[item 1\] \(request ID .+\)$/);
		const retried = await retryExecution(flow, failed);
		expect(retried.error?.message).toMatch(/gives no URL/);
		expect(simulation.world.charges()).toBe(2);
		expect(posts()).toBe(2);
	});

	it('a prompt that a person rewrote before the retry makes another video, and the other rows none', async () => {
		simulation.faults.add({ name: 'completed-without-url', on: 'create', promptIncludes: 'other' });
		const failed = await runWorkflow(flowFor(simulation, byRow, twoRows));
		const prompt = "={{ $json.p === 'other' ? 'rewritten' : $json.p }}";
		const retried = await retryExecution(flowFor(simulation, { prompt }, twoRows), failed);
		expect(retried.error).toBeUndefined();
		expect(posts()).toBe(3);
	});

	it.each([
		['a 504 although it was accepted', 'gateway-timeout-accepted'],
		['a reset although it was accepted', 'reset-after'],
		['a web page in place of the answer', 'html-page-accepted'],
		['an empty answer', 'empty-body'],
		['an answer without a request id', 'missing-request-id'],
	] as const)('an item is charged once after %s, which may have been charged', async (_, name) => {
		simulation.faults.add({ name, on: 'create' });
		const node = { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 };
		const flow = flowFor(simulation, {}, { node });
		const failed = await runWorkflow(flow);
		expect(failed.error?.description).toMatch(/may have been charged/);
		expect(failed.error?.context?.details).toMatchObject({ charged: 'unknown' });
		await retryExecution(flow, failed);
		expect(posts()).toBe(1);
		expect(simulation.world.charges()).toBe(1);
	});

	it('a cut-off answer that names the request id is an order: the video is delivered', async () => {
		simulation.faults.add({ name: 'truncated-json', on: 'create' });
		const { error, items } = await runWorkflow(flowFor(simulation, {}));
		expect(error).toBeUndefined();
		expect(items[0]?.json.status).toBe('completed');
		expect(posts()).toBe(1);
		expect(simulation.world.charges()).toBe(1);
	});

	it.each([
		['a 429', { name: 'rate-limited', on: 'create', retryAfter: 1 }],
		['a 502 that says generation_failed', { name: 'generation-failed-502', on: 'create' }],
	] as const)('an order is sent again after %s, which was not charged', async (_, fault) => {
		simulation.faults.add(fault);
		const { error, items } = await runWorkflow(flowFor(simulation, {}));
		expect(error).toBeUndefined();
		expect(items[0]?.json.status).toBe('completed');
		expect(posts()).toBe(2);
		expect(simulation.world.charges()).toBe(1);
	});

	it('a new execution of the same workflow buys a new video', async () => {
		const flow = flowFor(simulation, { operation: 'create' });
		await runWorkflow(flow);
		await runWorkflow({ ...flow, executionId: 'execution-9' });
		expect(simulation.world.charges()).toBe(2);
		expect(new Set(simulation.world.keysSeen).size).toBe(2);
	});
});

it('a loop buys a video per round, and Retry On Fail none twice', async () => {
	simulation.faults.add({ name: 'generation-fails', on: 'create', skip: 1 });
	const node = { retryOnFail: true, maxTries: 2, waitBetweenTries: 10 };
	const { error } = await runWorkflow(flowFor(simulation, {}, { rounds: 3, node }));
	expect(error).toBeUndefined();
	expect(posts()).toBe(4);
	expect(simulation.world.charges()).toBe(3);
});

it('two identical calls of an AI agent in one execution get one video', async () => {
	const nodeType = 'n8n-nodes-ninja-video.ninjaVideoTool';
	const flow = flowFor(simulation, { operation: 'create' }, { rounds: 2, nodeType });
	expect((await runWorkflow(flow)).error).toBeUndefined();
	expect(simulation.world.charges()).toBe(1);
});

it('Retry On Fail together with the error output buys nothing twice', async () => {
	const node = {
		retryOnFail: true,
		maxTries: 3,
		waitBetweenTries: 10,
		onError: 'continueErrorOutput',
	} as const;
	const items = [{ p: '' }, { p: 'good' }];
	const run = await runWorkflow(flowFor(simulation, byRow, { items, node }));
	expect([run.failed.length, run.items.length]).toEqual([1, 1]);
	expect(posts()).toBe(1);
	expect(simulation.world.charges()).toBe(1);
});

it('orders no more once the credits are used up, and still waits for what was ordered', async () => {
	const poor = await startFastSimulator({ accounts: [{ key: KEY, balanceCents: 300 }] });
	const items = [{ p: 'one' }, { p: 'two' }, { p: 'three' }];
	const options = { maxConcurrentVideos: 1 };
	const node = { onError: 'continueErrorOutput' } as const;
	const run = await runWorkflow(flowFor(poor, { ...byRow, options }, { items, node }));
	expect(run.items.map(({ json }) => json.status)).toEqual(['completed']);
	expect(run.failed).toHaveLength(2);
	expect(poor.app.calls.filter(({ method }) => method === 'POST')).toHaveLength(2);
	await poor.close();
});

it('a retry that is over the cap names what an earlier try has paid for', async () => {
	simulation.faults.add({ name: 'insufficient-credits', on: 'create', promptIncludes: 'other' });
	const flow = flowFor(simulation, { ...byRow, operation: 'create' }, twoRows);
	const first = await runWorkflow(flow);
	expect(first.error?.message).toMatch(/balance is too low/);
	const capped = flowFor(simulation, { ...byRow, operation: 'create', maxSpendUsd: 1 }, twoRows);
	const retried = await retryExecution(capped, first);
	expect(retried.error?.message).toMatch(/^This run would cost \$3\.00/);
	const [paid] = simulation.world.jobs.keys();
	expect(retried.error?.description).toContain(`Paid for by an earlier try: ${paid}`);
});
