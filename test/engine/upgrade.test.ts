import { retryExecution, runWorkflow } from '../support/engine';
import { flowFor, startFastSimulator, type Simulation } from '../support/simulation';

let simulation: Simulation;
beforeEach(async () => {
	simulation = await startFastSimulator();
});
afterEach(async () => await simulation.close());

const posts = () => simulation.app.calls.filter(({ method }) => method === 'POST').length;

it.each([
	['a person', {}],
	['an AI agent', { nodeType: 'n8n-nodes-ninja-video.ninjaVideoTool' }],
])(
	'a retry of an execution that failed under version 0.1 orders nothing, and says why, for %s',
	async (_, node) => {
		simulation.faults.add({ name: 'insufficient-credits', on: 'create' });
		const flow = flowFor(simulation, { operation: 'create' }, node);
		const failed = await runWorkflow(flow);
		const contexts = failed.run.data.executionData?.contextData ?? {};
		const kept = Object.values(contexts).find((context) => 'ninjaVideoLedger' in context);
		// One entry for each place, where later versions keep a list.
		kept!.ninjaVideoLedger = {
			'0:0, 0123456789abcdef01234567': { state: 'ordered', idempotencyKey: 'key', orders: 1 },
		};
		const before = posts();
		const retried = await retryExecution(flow, failed);
		expect(`${retried.error?.message} ${retried.error?.description}`).toMatch(
			/of version 0\.1 of this node: it may have been charged/,
		);
		expect(posts()).toBe(before);
	},
);
