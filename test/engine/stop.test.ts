import { sleep, type INodeType } from 'n8n-workflow';
import { speedUpTime } from '../support/fastTime';
import { automaticPolling, flowFor, startFastSimulator } from '../support/simulation';
import { loadNode, startWorkflow } from '../support/engine';

speedUpTime();

const settled = async (ready: () => boolean) => {
	for (let tries = 0; !ready(); tries += 1) {
		if (tries === 10_000) throw new Error('Waited in vain');
		await sleep(50);
	}
};

/** The built node, of which the log is kept. */
async function loggedNode() {
	const { description, execute } = await loadNode();
	const log: string[] = [];
	const take = (line: string) => log.push(line);
	const logger = { debug() {}, info: take, error() {}, warn: take };
	const implementation: INodeType = {
		description,
		async execute() {
			Object.defineProperty(this, 'logger', { value: logger });
			return await execute!.call(this);
		},
	};
	return { implementation, log };
}

it('Stop ends the wait at once, sends nothing after it and writes the request ids to the log', async () => {
	const slow = await startFastSimulator({ speed: 1 });
	const tenMinutes = { name: 'unknown-status', on: 'create', generationMs: 600_000 } as const;
	slow.faults.add(tenMinutes);
	const { implementation, log } = await loggedNode();
	const options = { ...automaticPolling, maxConcurrentVideos: 1 };
	const flow = flowFor(
		slow,
		{ prompt: '={{ $json.p }}', options },
		{ items: [{ p: 'good' }, { p: 'other' }], implementation },
	);
	const started = await startWorkflow(flow);
	await settled(() => slow.app.calls.some(({ path }) => path.includes('/status')));
	started.stop();
	await settled(() => log.some((line) => line.startsWith('Ninja Video was stopped')));
	const [job] = slow.world.jobs.values();
	expect(Date.now()).toBeLessThan(job!.readyAt);
	const [requestId = ''] = slow.world.jobs.keys();
	expect(log.join()).toContain(requestId);
	await started.done;
	const callsAtEnd = slow.app.calls.length;
	await sleep(45_000);
	expect(slow.app.calls).toHaveLength(callsAtEnd);
	expect(slow.world.charges()).toBe(1);
	await slow.close();
});

it('Stop while an order is on its way leaves it as one that may have been charged', async () => {
	const simulation = await startFastSimulator();
	const posts = () => simulation.app.calls.filter(({ method }) => method === 'POST').length;
	simulation.faults.add({ name: 'timeout-after', on: 'create' });
	const flow = flowFor(simulation, {});
	const started = await startWorkflow(flow);
	await settled(() => posts() === 1);
	started.stop();
	const stopped = await started.done;
	expect(stopped.saved).toMatch(/"state":"(sending|unknown)"/);
	expect(posts()).toBe(1);
	expect(simulation.world.charges()).toBe(1);
	await simulation.close();
});

it.each([
	{ label: 'Stop', createMs: 10_000, limitMs: undefined },
	{ label: "the workflow's time limit", createMs: 25_000, limitMs: 20_000 },
])(
	'the request id of an order that was on its way at $label is in the log when its answer comes',
	async (one) => {
		const simulation = await startFastSimulator();
		simulation.faults.add({ name: 'slow-create', on: 'create', times: 1, createMs: one.createMs });
		const { implementation, log } = await loggedNode();
		const node = { id: `ordering at ${one.label}`, onError: 'continueRegularOutput' } as const;
		const parameters = { prompt: 'A dog', uniqueKey: 'row of 4711' };
		const flow = flowFor(simulation, parameters, { implementation, node });
		const timeoutAtMs = one.limitMs === undefined ? undefined : Date.now() + one.limitMs;
		const started = await startWorkflow({
			...flow,
			...(timeoutAtMs === undefined ? {} : { timeoutAtMs }),
		});
		await settled(() => simulation.world.charges() === 1);
		if (one.limitMs === undefined) started.stop();
		await started.done;
		expect(log.filter((line) => line.includes('Ordered'))).toEqual([]);

		await settled(() => log.some((line) => line.includes('after the run had ended')));
		const [requestId = ''] = simulation.world.jobs.keys();
		expect(log.at(-1)).toContain(`Ordered ${requestId}, as NinjaChat answered`);
		const again = await startWorkflow(flow);
		const { items } = await again.done;
		expect(items[0]?.json).toMatchObject({ request_id: requestId, ordered_before: true });
		expect(simulation.world.charges()).toBe(1);
		await simulation.close();
	},
);
