import { callCrowd, LIMITED, untouched } from '../support/crowd';
import { openStage, type Stage } from '../support/stage';
import { chain, webhook } from '../support/workflows';

const LONG_MS = 600_000;
const EXECUTIONS = 100;

let stage: Stage;
beforeAll(async () => {
	stage = await openStage('webhooks', { simulator: LIMITED });
}, LONG_MS);
afterAll(async () => {
	await stage?.close();
});

it(
	'100 calls of a webhook in 20 seconds make 100 videos: none fails, and no request is refused',
	async () => {
		const workflowId = await stage.save(chain('Crowd', [webhook('crowd'), untouched()]));
		await stage.client.activate(workflowId);
		const figures = await callCrowd(
			stage,
			{ path: 'crowd', workflowId },
			{ executions: EXECUTIONS, withinSeconds: 20 },
		);
		expect(figures).toMatchObject({ failed: 0, refused: 0, refusedOrders: 0 });
		expect(figures.charges).toEqual(Array.from({ length: EXECUTIONS }, () => 1));
	},
	LONG_MS,
);
