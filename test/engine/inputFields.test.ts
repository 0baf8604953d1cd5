import type { IDataObject } from 'n8n-workflow';
import { runWorkflow } from '../support/engine';
import { flowFor, startFastSimulator, type Simulation } from '../support/simulation';

let simulation: Simulation;
beforeEach(async () => {
	simulation = await startFastSimulator();
});
afterEach(async () => await simulation.close());

const ROWS: IDataObject[] = [{ row_number: 4, prompt: '' }];
const flowOf = (operation: string, node: { readonly onError?: 'continueErrorOutput' } = {}) =>
	flowFor(
		simulation,
		{
			operation,
			prompt: '={{ $json.prompt }}',
			downloadVideo: false,
			options: { includeInputFields: true },
		},
		{ items: ROWS, node },
	);

describe('the fields of the input', () => {
	it.each(['createAndWait', 'create'])(
		'do not keep a failed item of %s from the error output, which n8n gives them itself',
		async (operation) => {
			const node = { onError: 'continueErrorOutput' } as const;
			const { failed, items } = await runWorkflow(flowOf(operation, node));
			expect(items).toEqual([]);
			expect(failed).toMatchObject([
				{ json: { row_number: 4, error: expect.anything() as unknown } },
			]);
		},
	);

	it('are in what Check says of a row', async () => {
		const { items } = await runWorkflow(flowOf('check'));
		expect(items).toMatchObject([{ json: { row_number: 4, ready: false } }]);
	});
});
