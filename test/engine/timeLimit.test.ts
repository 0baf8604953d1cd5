import { sleep, type INodeParameters } from 'n8n-workflow';
import { runWorkflow } from '../support/engine';
import { speedUpTime } from '../support/fastTime';
import { flowFor, startFastSimulator, type Simulation } from '../support/simulation';

speedUpTime();
let simulation: Simulation;
beforeEach(async () => {
	// Its videos are never ready.
	simulation = await startFastSimulator({
		speed: 0.001,
		rateLimit: { requests: 60, windowMs: 1e6 },
	});
});
afterEach(async () => await simulation.close());

const LIMIT_MS = 120_000;
const STEP_MS = 250;
const items = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ p: `row ${index}` }));

/** Counts the milliseconds of a run in short steps, so that a pause of the whole machine counts as one step only. */
async function countMs(run: Promise<unknown>): Promise<number> {
	let isOver = false;
	const ended = run.finally(() => (isOver = true));
	let ms = 0;
	for (; !isOver; ms += STEP_MS) await sleep(STEP_MS);
	await ended;
	return ms;
}

/** Runs a workflow that n8n would end after two minutes. */
async function runInTwoMinutes(
	count: number,
	parameters: INodeParameters,
	onError?: 'continueErrorOutput',
) {
	const flow = flowFor(
		simulation,
		{ prompt: '={{ $json.p }}', maxSpendUsd: 1000, ...parameters },
		{
			items: items(count),
			timeoutAtMs: Date.now() + LIMIT_MS,
			...(onError === undefined ? {} : { node: { onError } }),
		},
	);
	const running = runWorkflow(flow);
	expect(await countMs(running)).toBeLessThan(LIMIT_MS);
	const run = await running;
	const notOrdered = run.failed.filter(
		({ json }) => json.error === "Not ordered: the workflow's time limit came",
	);
	return { ...run, notOrdered };
}

it('orders nothing more when the time limit of the workflow comes near, and says so in the rows', async () => {
	const options = { maxConcurrentVideos: 2, pollingIntervalSeconds: 20 };
	const run = await runInTwoMinutes(40, { options }, 'continueErrorOutput');
	expect(simulation.world.charges()).toBe(2);
	expect(run.notOrdered).toHaveLength(38);
	const ids = run.failed.flatMap(
		({ json }) => (json.details as { request_id?: string }).request_id ?? [],
	);
	expect(ids.sort()).toEqual([...simulation.world.jobs.keys()].sort());
});

it('hands over what was bought when the request limit holds the rest beyond the time limit', async () => {
	const options = { requestsPerMinute: 10, maxConcurrentVideos: 100 };
	const run = await runInTwoMinutes(30, { operation: 'create', options }, 'continueErrorOutput');
	const bought = run.items.map(({ json }) => json.request_id);
	expect(bought.length).toBeGreaterThan(0);
	expect(bought.sort()).toEqual([...simulation.world.jobs.keys()].sort());
	expect(run.notOrdered).toHaveLength(30 - bought.length);
});

it('names every video in the error when the node may not go on over failures', async () => {
	const options = { requestsPerMinute: 10, maxConcurrentVideos: 100 };
	const run = await runInTwoMinutes(30, { operation: 'create', options });
	expect(run.error?.message).toMatch(/^Not ordered: the workflow's time limit came/);
	for (const id of simulation.world.jobs.keys()) expect(run.error?.description).toContain(id);
});
