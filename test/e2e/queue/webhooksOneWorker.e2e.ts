import { callCrowd, LIMITED, untouched } from '../support/crowd';
import { openQueueStage, QUEUE_STAGE_MS, type QueueStage } from '../support/queue';

const EXECUTIONS = 105;
const LONG_MS = 600_000;

let stage: QueueStage;
beforeAll(async () => {
	stage = await openQueueStage('webhooksOneWorker', {
		env: { DB_POSTGRESDB_POOL_SIZE: '10' },
		simulator: LIMITED,
	});
	await stage.startWorker({ concurrency: EXECUTIONS });
}, QUEUE_STAGE_MS);
afterAll(async () => {
	await stage?.close();
});

it(
	'105 executions on one worker make 105 videos: none fails, and no request is refused',
	async () => {
		const workflowId = await stage.publish('crowd', [untouched()]);
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
