import type { INodeParameters } from 'n8n-workflow';
import { runWorkflow } from '../support/engine';
import { speedUpTime } from '../support/fastTime';
import { flowFor, model, startFastSimulator, type Simulation } from '../support/simulation';

speedUpTime();

let simulation: Simulation;
beforeEach(async () => {
	simulation = await startFastSimulator({ contract: 'N' });
});
afterEach(async () => await simulation.close());

const orders = () =>
	simulation.app.calls
		.filter(({ method }) => method === 'POST')
		.map(({ path, body }) => ({ path, ...(JSON.parse(body ?? '{}') as object) }));
const create = async (parameters: INodeParameters) =>
	await runWorkflow(flowFor(simulation, { operation: 'create', ...parameters }));

it('a square video of three seconds with a negative prompt is ordered under v1/videos', async () => {
	const { error } = await create({
		model: model('minimax-h3'),
		duration: 3,
		aspectRatio: '1:1',
		options: { negativePrompt: 'fog' },
	});
	expect(error).toBeUndefined();
	expect(orders()).toEqual([
		expect.objectContaining({
			path: '/api/v1/videos',
			duration: 3,
			aspect_ratio: '1:1',
			negative_prompt: 'fog',
		}),
	]);
});

it('the default of the model sends no aspect ratio', async () => {
	const { error, items } = await create({ aspectRatio: 'model' });
	expect(error).toBeUndefined();
	expect(orders()[0]).not.toHaveProperty('aspect_ratio');
	expect(items[0]?.json.request_id).toEqual(expect.any(String));
});

it('an option that the list does not have for the model is refused for free', async () => {
	const models = simulation.app.calls.length;
	const { error } = await create({
		model: model('fast-wan-qad'),
		options: { referenceAudioUrl: 'https://example.com/a.mp3' },
	});
	expect(error?.message).toMatch(/Reference Audio URL .* is not an option of/);
	expect(simulation.app.calls.length).toBeGreaterThan(models);
	expect(orders()).toEqual([]);
});
