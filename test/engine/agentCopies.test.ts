import { NodeConnectionTypes, type INodeParameters, type INodeType } from 'n8n-workflow';
import { NinjaVideo } from '../../nodes/NinjaVideo/NinjaVideo.node';
import { runWorkflow } from '../support/engine';
import { speedUpTime } from '../support/fastTime';
import { flowFor, startFastSimulator, type Simulation } from '../support/simulation';

speedUpTime();

/** The tool form, as n8n makes it of the node: only an output to an agent shows the fields that are for tools. */
function toToolForm(): INodeType {
	const node = new NinjaVideo();
	const outputs = [NodeConnectionTypes.AiTool];
	const description = { ...node.description, name: 'ninjaVideoTool', outputs };
	return Object.assign(Object.create(node) as INodeType, { description });
}

let simulation: Simulation;
beforeEach(async () => {
	simulation = await startFastSimulator();
});
afterEach(async () => await simulation.close());

/** Calls of an agent in one execution, one after the other: the value of each expression is by `$runIndex`. */
const callInTurn = async (rounds: number, parameters: INodeParameters) =>
	await runWorkflow(
		flowFor(
			simulation,
			{ operation: 'create', maxSpendUsd: 50, ...parameters },
			{
				rounds,
				nodeType: 'n8n-nodes-ninja-video.ninjaVideoTool',
				implementation: toToolForm(),
				node: { onError: 'continueRegularOutput' },
			},
		),
	);

describe('calls of an agent in one execution', () => {
	it.each([
		['the same words', "={{ 'A dog' }}"],
		['the same words with other spaces and capitals', "={{ ['A dog', ' a  DOG '][$runIndex] }}"],
	])('with %s give the video that was ordered, with a note that says so', async (_, prompt) => {
		const { items } = await callInTurn(2, { prompt });
		expect(simulation.world.charges()).toBe(1);
		expect(items[0]?.json.ordered_before).toBe(true);
		expect(items[0]?.json.note).toMatch(/an earlier call with the same prompt.*not charged again/);
	});

	it('order another copy only with a higher Copy Number', async () => {
		const copyNumber = '={{ [1, 2, 2, "", 3][$runIndex] }}';
		await callInTurn(5, { prompt: 'A dog', copyNumber });
		expect(simulation.world.charges()).toBe(3);
	});

	it.each([0, 1.5, -2, "={{ 'another' }}"])(
		'with the Copy Number %p are refused for free',
		async (copyNumber) => {
			const { items } = await callInTurn(1, { prompt: 'A dog', copyNumber });
			expect(items[0]?.json.error).toMatch(/^Copy Number '.*' is not a whole number from 1/);
			expect(simulation.world.charges()).toBe(0);
		},
	);
});

describe('an order of an agent whose answer was lost', () => {
	const reworded = { prompt: "={{ ['A dog', 'A dog, please'][$runIndex] }}" };

	it('is not ordered again in other words', async () => {
		simulation.faults.add({ name: 'reset-after', on: 'create', times: 1 });
		const { items } = await callInTurn(2, reworded);
		expect(items[0]?.json.error).toMatch(
			/^Not ordered: the answer to an earlier order .* was lost/,
		);
		expect(items[0]?.json.message).toMatch(/'A dog', may have been charged/);
		expect(simulation.world.charges()).toBe(1);
	});

	it('may be followed by another with a higher Copy Number', async () => {
		simulation.faults.add({ name: 'reset-after', on: 'create', times: 1 });
		const copyNumber = '={{ [1, 2][$runIndex] }}';
		await callInTurn(2, { ...reworded, copyNumber });
		expect(simulation.world.charges()).toBe(2);
	});

	it('keeps its words for the same call again', async () => {
		simulation.faults.add({ name: 'reset-after', on: 'create', times: 1 });
		const { items } = await callInTurn(2, { prompt: 'A dog' });
		expect(items[0]?.json.message).toMatch(/may have been charged/);
		expect(simulation.world.charges()).toBe(1);
	});

	it('holds nothing back once it is proven that nothing was ordered', async () => {
		simulation.faults.add({ name: 'insufficient-credits', on: 'create', times: 1 });
		await callInTurn(2, reworded);
		expect(simulation.world.charges()).toBe(1);
	});
});
