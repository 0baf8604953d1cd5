import { deduplication, runWorkflow } from '../support/engine';
import { flowFor, KEY, startFastSimulator, type Simulation } from '../support/simulation';

let simulation: Simulation;
beforeAll(async () => {
	simulation = await startFastSimulator({ contract: 'N' });
});
afterAll(async () => await simulation.close());

const prompt = 'A lighthouse in a storm';
const uniqueKey = 'row of the sheet 4711';

it('an order is written down with its prompt and request ID in the execution, and as hashes in n8n’s database', async () => {
	const { error, items, saved } = await runWorkflow(
		flowFor(simulation, { operation: 'create', prompt, uniqueKey }),
	);
	expect(error).toBeUndefined();
	const requestId = String(items[0]?.json.request_id);
	expect([prompt, uniqueKey, requestId].filter((word) => !saved.includes(word))).toEqual([]);
	expect(saved).not.toContain(KEY);
	const marks = deduplication.calls.flatMap((call) => call.items).join('\n');
	expect(marks).toMatch(/^key:[0-9a-f]{24}#1$/m);
	expect([prompt, uniqueKey, requestId, KEY].filter((word) => marks.includes(word))).toEqual([]);
});
