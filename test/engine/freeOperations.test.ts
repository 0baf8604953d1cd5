import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { runWorkflow } from '../support/engine';
import { flowFor, startFastSimulator, type Simulation } from '../support/simulation';

let simulation: Simulation;
beforeAll(async () => {
	simulation = await startFastSimulator({ contract: 'N' });
});
afterAll(async () => await simulation.close());

const run = async (parameters: INodeParameters, items: IDataObject[] = [{}]) =>
	await runWorkflow(flowFor(simulation, parameters, { items }));
const callsOf = (method: string) =>
	simulation.app.calls.filter((call) => call.method === method).length;

const prompt = 'A lighthouse in a storm';

it.each(['check', 'wait', 'getStatus', 'getBalance'])('%s orders nothing', async (operation) => {
	const created = await run({ operation: 'create', prompt });
	const requestId = String(created.items[0]?.json.request_id);
	const [ordered, charged] = [callsOf('POST'), simulation.world.chargedCents()];
	const { error, items } = await run({ operation, prompt, requestId });
	expect(error).toBeUndefined();
	expect(items).toHaveLength(1);
	expect([callsOf('POST'), simulation.world.chargedCents()]).toEqual([ordered, charged]);
});

it('Get Status looks once, however long the video takes', async () => {
	simulation.faults.add({ name: 'progress-stuck', on: 'create', generationMs: 60_000 });
	const created = await run({ operation: 'create', prompt });
	const requestId = String(created.items[0]?.json.request_id);
	const before = callsOf('GET');
	const { items } = await run({ operation: 'getStatus', requestId });
	expect(items[0]?.json.status).toBe('processing');
	expect(callsOf('GET') - before).toBe(1);
});

it('Wait returns a row without a request ID as it came, and fetches the others for free', async () => {
	const created = await run({ operation: 'create', prompt });
	const charged = simulation.world.chargedCents();
	const details = { request_id: created.items[0]?.json.request_id };
	const rows = [{ error: 'Prompt is empty' }, { error: 'late', details }] as IDataObject[];
	const requestId = '={{ $json.details?.request_id }}';
	const { error, items } = await run({ operation: 'wait', requestId }, rows);
	expect(error).toBeUndefined();
	expect(items.map(({ json }) => json)).toMatchObject([rows[0], { status: 'completed' }]);
	expect(simulation.world.chargedCents()).toBe(charged);
});

it.each([
	['two request IDs', 'gemini-veo:operations/a, gemini-veo:operations/b'],
	['the line that Stop leaves', 'item 0: video_a (processing); item 1: video_b (processing)'],
])('Wait does not hand on a row that holds %s: the video would look fetched', async (_, text) => {
	const requestId = '={{ $json.line }}';
	const { error, items } = await run({ operation: 'wait', requestId }, [{ line: text }]);
	expect(items).toEqual([]);
	expect(error?.message).toMatch(/^Request ID holds/);
});
