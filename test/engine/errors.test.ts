import type { IDataObject } from 'n8n-workflow';
import { runWorkflow } from '../support/engine';
import { speedUpTime } from '../support/fastTime';
import { flowFor, KEY, startFastSimulator, type Simulation } from '../support/simulation';

speedUpTime();

let simulation: Simulation;
beforeEach(async () => {
	simulation = await startFastSimulator();
});
afterEach(async () => await simulation.close());

const errorOutput = { node: { onError: 'continueErrorOutput' } } as const;
const detailsOf = (json: IDataObject | undefined) => json?.details as IDataObject;

/** Every error says what happened, whether it was charged, and never what n8n says by default. */
const STOCK_TEXT =
	/retry automatically|Retry On Fail|Bad request - please|perhaps the server is offline/;

describe('orders', () => {
	it.each([
		['invalid-key', /rejected by NinjaChat/, 'no', 'invalid_api_key'],
		['insufficient-credits', /balance is too low/, 'no', 'insufficient_credits'],
		['internal-error', /status 500/, 'unknown', 'internal_error'],
		['unavailable', /status 503/, 'unknown', 'service_unavailable'],
		['gateway-timeout', /status 504/, 'unknown', 'http_504'],
		['reset-before', /ended before an answer came/, 'unknown', 'no_answer'],
		['html-page', /web page came/, 'unknown', 'unreadable_answer'],
	] as const)(
		'an order that fails by %s says so, and whether it was charged',
		async (name, message, charged, code) => {
			simulation.faults.add({ name, on: 'create', times: Infinity });
			const { error } = await runWorkflow(flowFor(simulation, {}));
			expect(error?.message).toMatch(message);
			expect(`${error?.message} ${error?.description}`).not.toMatch(STOCK_TEXT);
			expect(error?.description).toMatch(
				charged === 'no' ? /nothing was charged/ : /may have been charged/,
			);
			expect(error?.context?.details).toMatchObject({ charged, code });
		},
	);

	it('an order to a host that cannot be reached is not charged', async () => {
		const credential = { apiKey: KEY, baseUrl: 'http://127.0.0.1:9' };
		const node = { onError: 'continueErrorOutput' } as const;
		const { failed } = await runWorkflow(
			flowFor(simulation, { operation: 'create' }, { credential, node }),
		);
		expect(failed[0]?.json.error).toBe('NinjaChat could not be reached at 127.0.0.1:9');
		expect(detailsOf(failed[0]?.json)).toMatchObject({
			charged: 'no',
			code: 'connection_not_made',
		});
	});

	it('an order that is redirected to another host names it, and the key does not go there', async () => {
		const other = await startFastSimulator();
		const location = `${other.url}/api/v1/video`;
		simulation.faults.add({ name: 'redirect', on: 'create', status: 307, location });
		const { error } = await runWorkflow(flowFor(simulation, {}));
		expect(error?.message).toContain(`redirects to ${other.url}`);
		expect(other.app.calls).toHaveLength(0);
		await other.close();
	});
});

describe('waits', () => {
	it.each([
		['a 503', 'unavailable'],
		['a 500', 'internal-error'],
		['a 429', 'rate-limited'],
		['a reset', 'reset-before'],
		['a web page', 'html-page'],
		['a cut-off answer', 'truncated-json'],
		['a 404 just after the order', 'not-found'],
	] as const)('a wait survives %s', async (_, name) => {
		simulation.faults.add({ name, on: 'status', retryAfter: 1 });
		const { error, items } = await runWorkflow(flowFor(simulation, {}));
		expect(error).toBeUndefined();
		expect(items[0]?.json.status).toBe('completed');
	});

	it('a wait goes on while the status is an unknown word', async () => {
		simulation.faults.add({ name: 'unknown-status', on: 'create' });
		const { items } = await runWorkflow(flowFor(simulation, {}));
		expect(items[0]?.json.status).toBe('completed');
	});

	it('a wait that times out keeps the request id and says that the video is paid for', async () => {
		simulation.faults.add({ name: 'progress-stuck', on: 'create', generationMs: 10_000_000 });
		const options = { timeoutMinutes: 1 };
		const { error } = await runWorkflow(flowFor(simulation, { options }));
		expect(error?.message).toMatch(
			/^The video is still being made after \d+ seconds \[item 0\] \(request ID .+\)$/,
		);
		expect(error?.description).toMatch(/paid for.*Do not create the video again/);
		expect(
			simulation.world.jobs.has(String((error?.context?.details as IDataObject).request_id)),
		).toBe(true);
	});

	it.each([
		['not ready in time', { ifNotReady: 'return' }, { status: 'processing' }],
		['failed', { ifGenerationFails: 'return' }, { status: 'failed', cost_usd: 0 }],
	])(
		'a wait returns the item of a video that is %s, if asked to',
		async (label, option, expected) => {
			const name = label === 'failed' ? 'generation-fails' : 'progress-stuck';
			simulation.faults.add({
				name,
				on: 'create',
				...(label === 'failed' ? {} : { generationMs: 1e9 }),
			});
			const options = { ...option, timeoutMinutes: 1 };
			const { error, items } = await runWorkflow(flowFor(simulation, { options }));
			expect(error).toBeUndefined();
			expect(items[0]?.json).toMatchObject(expected);
			expect(items[0]?.json).not.toHaveProperty('error');
			expect(items[0]?.json.request_id).toEqual(expect.any(String));
		},
	);
});

describe('the error output', () => {
	it('the error output gets the failed row with its request id as a field, and the good row goes on', async () => {
		simulation.faults.add({
			name: 'generation-fails',
			on: 'create',
			promptIncludes: 'bad',
			failureReason: 'Not allowed',
		});
		const items = [
			{ p: 'bad', row: 1 },
			{ p: 'good', row: 2 },
			{ p: '', row: 3 },
		];
		const run = await runWorkflow(
			flowFor(simulation, { prompt: '={{ $json.p }}' }, { items, ...errorOutput }),
		);
		expect(run.error).toBeUndefined();
		expect(run.items.map(({ json }) => json.status)).toEqual(['completed']);
		expect(run.failed.map(({ json }) => json.row)).toEqual([1, 3]);
		const [failed, empty] = run.failed;
		expect(failed?.json.error).toBe('NinjaChat could not make the video: Not allowed');
		expect(simulation.world.jobs.has(String(detailsOf(failed?.json).request_id))).toBe(true);
		expect(Object.keys(detailsOf(failed?.json))[0]).toBe('request_id');
		expect(detailsOf(failed?.json)).toMatchObject({ charged: 'no', code: 'generation_failed' });
		expect(detailsOf(empty?.json)).toMatchObject({ field: 'Prompt', charged: 'no' });
		expect(simulation.world.charges()).toBe(1);
	});

	it('the error output gets every row when the run is over its spend cap', async () => {
		const run = await runWorkflow(
			flowFor(simulation, { maxSpendUsd: 1 }, { items: [{}, {}], ...errorOutput }),
		);
		expect(run.failed).toHaveLength(2);
		expect(run.items).toHaveLength(0);
		expect(simulation.world.charges()).toBe(0);
	});
});

it('without Continue On Fail the first failure ends the run and names every request id', async () => {
	simulation.faults.add({ name: 'generation-fails', on: 'create', promptIncludes: 'bad' });
	simulation.faults.add({
		name: 'progress-stuck',
		on: 'create',
		promptIncludes: 'slow',
		generationMs: 1e9,
	});
	const items = [{ p: 'slow' }, { p: 'bad' }];
	const { error } = await runWorkflow(flowFor(simulation, { prompt: '={{ $json.p }}' }, { items }));
	expect(error?.message).toMatch(/could not make the video.*\[item 1\] \(request ID .+\)$/);
	const slow = [...simulation.world.jobs.values()].find(({ body }) => body.prompt === 'slow');
	expect(error?.description).toContain(`item 0: ${slow?.requestId} (processing)`);
});
