/* eslint-disable @n8n/community-nodes/no-restricted-imports -- asks n8n's own code what a language model is given */
import { createRequire } from 'node:module';
import type { INode, INodeParameters, INodeType } from 'n8n-workflow';
import { NodeHelpers, Workflow } from 'n8n-workflow';
import { NinjaVideo } from '../../nodes/NinjaVideo/NinjaVideo.node';
import { MODELS } from '../../nodes/NinjaVideo/catalog/models';
import { runWorkflow } from '../support/engine';
import { speedUpTime } from '../support/fastTime';
import { flowFor, model, startFastSimulator, type Simulation } from '../support/simulation';

speedUpTime();

const TYPE = 'n8n-nodes-ninja-video.ninjaVideoTool';

interface Tool {
	readonly name: string;
	readonly description: string;
	readonly schema: { readonly shape: Readonly<Record<string, unknown>> };
}
const { createNodeAsTool } = createRequire(require.resolve('n8n-core'))(
	'./execution-engine/node-execution-context/utils/create-node-as-tool',
) as { createNodeAsTool(options: object): { response: Tool } };

/** The tool that n8n makes of the node: another name, and a field for the description unless the node has one. */
function toTool(): INodeType {
	const node = new NinjaVideo();
	const names = node.description.properties.map(({ name }) => name);
	expect(names).toContain('toolDescription');
	return { ...node, description: { ...node.description, name: 'ninjaVideoTool' } } as INodeType;
}

/** What n8n tells a language model of the node, with the parameters that the editor saves. */
function toolFor(parameters: INodeParameters): Tool {
	const nodeType = toTool();
	const node: INode = {
		...{ id: '1', name: 'Create Video', type: TYPE, typeVersion: 1, position: [0, 0] },
		parameters,
	};
	const nodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => NodeHelpers.getVersionedNodeType(nodeType),
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	return createNodeAsTool({ node: workflow.getNode('Create Video'), nodeType }).response;
}

const prompt = "={{ $fromAI('prompt', `What the video should show`, 'string') }}";

describe('what a language model is told of the tool', () => {
	it('for Create: the price, how to wait, what not to repeat, and every model with its price', () => {
		const { description, schema } = toolFor({ prompt });
		expect(description).toContain('COSTS MONEY: usually 3 to 5 US dollars for each call');
		expect(description).toMatch(/returns its request_id at once/);
		expect(description).toMatch(/use the tool for its status with that request_id, which is free/);
		expect(description).toMatch(/Never order a video again because it is not ready/);
		for (const { id, priceCents, durations } of MODELS) {
			expect(description).toMatch(new RegExp(`${id.replace('.', '\\.')} \\$${priceCents / 100} `));
			expect(description).toContain(`${durations.at(-1)}s`);
		}
		expect(Object.keys(schema.shape)).toEqual(['prompt']);
	});

	it.each([
		['createAndWait', /COSTS MONEY.*Never order a video again/],
		['check', /Free; orders nothing/],
		['getStatus', /Free\..*wait at least 30 seconds.*do not order it again/],
		['wait', /Free\..*call it again later with the same request_id; do not order the video again/],
		['getBalance', /Free\./],
	])('for %s: what it costs and what not to repeat', (operation, words) => {
		expect(toolFor({ operation, prompt }).description).toMatch(words);
	});

	it('fits into the 1,024 characters that model providers take', () => {
		for (const { name, default: text } of new NinjaVideo().description.properties) {
			if (name === 'toolDescription') expect(String(text).length).toBeLessThanOrEqual(1024);
		}
	});

	it('is what a person wrote in its place', () => {
		expect(toolFor({ prompt, toolDescription: 'Makes our adverts' }).description).toBe(
			'Makes our adverts',
		);
	});

	it('lets the model set neither the spend limit nor the description', () => {
		const fields = new NinjaVideo().description.properties.filter(
			({ displayOptions }) => displayOptions?.show?.['@tool'] !== undefined,
		);
		const fixed = fields.filter(({ name }) => ['maxSpendUsd', 'toolDescription'].includes(name));
		expect(fixed.every(({ noDataExpression }) => noDataExpression === true)).toBe(true);
		expect(fixed.find(({ name }) => name === 'maxSpendUsd')?.default).toBe(5);
	});
});

describe('what a language model is answered', () => {
	let simulation: Simulation;
	beforeEach(async () => {
		simulation = await startFastSimulator();
	});
	afterEach(async () => await simulation.close());

	const call = async (parameters: INodeParameters = {}) =>
		await runWorkflow(
			flowFor(
				simulation,
				{ operation: 'create', maxSpendUsd: 5, ...parameters },
				{ nodeType: TYPE },
			),
		);

	it('for an order: that it is paid for, and how to get it for free', async () => {
		const { items } = await call();
		const { note, request_id: id } = items[0]?.json ?? {};
		expect(note).toMatch(/^It is ordered and paid for/);
		expect(note).toContain(`with the request_id ${String(id)} later; that is free`);
		expect(note).toContain('Do not order it again');
	});

	it('for a video that is ready: its URL, and that it is not ordered again', async () => {
		const { items } = await call({ operation: 'createAndWait', downloadVideo: false });
		expect(items[0]?.json.note).toBe(
			'The video is ready: give the user the video_url. Do not order it again.',
		);
	});

	it('a person reads no such note', async () => {
		const { items } = await runWorkflow(flowFor(simulation, { operation: 'create' }));
		expect(items[0]?.json).not.toHaveProperty('note');
	});

	it.each([
		['a model that nobody has', { model: model('gpt-video') }, /Allowed: google-veo-2, .*veo-3.1/],
		['a length that the model does not make', { model: model('veo-3.1'), duration: 5 }, /4, 6, 8/],
	])('for %s: what is allowed, and that nothing was charged', async (_, parameters, words) => {
		const { error } = await call(parameters);
		expect(error?.message).toMatch(words);
		expect(error?.message).toMatch(/Nothing was charged.*Correct the call/);
		expect(simulation.world.charges()).toBe(0);
	});

	it.each([
		['no-answer', 'reset-after', /may have been charged.*do not order it again/],
		['an account without credits', 'insufficient-credits', /Tell the user: Add credits/],
	] as const)('for %s: words for who can only call tools', async (_, name, words) => {
		simulation.faults.add({ name, on: 'create', times: Infinity });
		const { error } = await call();
		expect(error?.message).toMatch(words);
		expect(error?.message).not.toMatch(
			/\[item|execution|'Wait'|Run (it|the item) again|run the remaining/,
		);
	});

	it('in an item that failed: the same words as in an error', async () => {
		simulation.faults.add({ name: 'insufficient-credits', on: 'create', times: Infinity });
		const flow = flowFor(simulation, { operation: 'create' }, { nodeType: TYPE });
		const { items } = await runWorkflow({ ...flow, node: { onError: 'continueRegularOutput' } });
		expect(items[0]?.json.message).toMatch(
			/You cannot change this.*Tell the user: Add credits .* at https:\/\/ninjachat\.ai\.$/,
		);
	});

	it('for a limit of spending: that it cannot change it', async () => {
		const { error } = await call({ maxSpendUsd: 1 });
		expect(error?.message).toMatch(/over the maximum of \$1\.00.*You cannot change this/);
		expect(simulation.world.charges()).toBe(0);
	});
});
