import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { loadNode, runWorkflow } from '../support/engine';
import { speedUpTime } from '../support/fastTime';
import { flowFor, startFastSimulator, type Simulation } from '../support/simulation';

speedUpTime();

let simulation: Simulation;
beforeEach(async () => {
	simulation = await startFastSimulator();
});
afterEach(async () => await simulation.close());

const nodeType = 'n8n-nodes-ninja-video.ninjaVideoTool';
const posts = () => simulation.app.calls.filter(({ method }) => method === 'POST').length;

/** The node, called at once for each prompt, as an agent does with the calls of one answer. */
async function atOnce(prompts: readonly string[]): Promise<INodeType> {
	const real = await loadNode();
	return {
		description: real.description,
		async execute(this: IExecuteFunctions) {
			const calls = prompts.map(async (prompt) => {
				const context = Object.create(this, {
					getNodeParameter: {
						value: (name: string, ...rest: unknown[]) =>
							name === 'prompt'
								? prompt
								: Reflect.apply(this.getNodeParameter, this, [name, ...rest]),
					},
				}) as IExecuteFunctions;
				const output = await real.execute?.call(context);
				return (output as INodeExecutionData[][])[0] ?? [];
			});
			return [(await Promise.all(calls)).flat()];
		},
	};
}

async function callAtOnce(prompts: readonly string[], parameters = {}) {
	const implementation = await atOnce(prompts);
	const flow = flowFor(simulation, { operation: 'create', ...parameters });
	const node = { onError: 'continueRegularOutput' } as const;
	return await runWorkflow({ ...flow, node, nodeType, implementation });
}

it('an agent that calls twice with the same words in one answer gets one video', async () => {
	const { items } = await callAtOnce(['A dog', 'A dog']);
	expect(items).toHaveLength(2);
	expect(new Set(items.map(({ json }) => json.request_id)).size).toBe(1);
	expect(simulation.world.charges()).toBe(1);
	const notes = items.map(({ json }) =>
		/earlier call with the same prompt/.test(String(json.note)),
	);
	expect(notes.sort()).toEqual([false, true]);
});

it('spaces and case make no other video for an agent', async () => {
	await callAtOnce(['A dog', ' a  DOG ', 'A dog\n']);
	expect(simulation.world.charges()).toBe(1);
});

it('an agent that calls for two videos in one answer gets both', async () => {
	const { items } = await callAtOnce(['A dog', 'A cat']);
	expect(new Set(items.map(({ json }) => json.request_id)).size).toBe(2);
	expect(simulation.world.charges()).toBe(2);
});

it('the cap holds over five calls of one answer', async () => {
	const prompts = ['a', 'b', 'c', 'd', 'e'].map((name) => `A dog named ${name}`);
	const { items } = await callAtOnce(prompts, { maxSpendUsd: 5 });
	expect(items.filter(({ json }) => json.request_id !== undefined)).toHaveLength(1);
	expect(simulation.world.chargedCents()).toBe(300);
});

it.each([
	["={{ $fromAI('limit', '', 'number', 0) }}", {}],
	['={{ $json.limit }}', {}],
	[5, { noSpendLimit: "={{ $fromAI('free', '', 'boolean', true) }}" }],
])('a cap that the model would set, %s, is refused for free', async (maxSpendUsd, options) => {
	const parameters = { operation: 'create', maxSpendUsd, options };
	const { error } = await runWorkflow({ ...flowFor(simulation, parameters), nodeType });
	expect(error?.message).toMatch(/the limit is not for the AI to set/);
	expect(posts()).toBe(0);
});
