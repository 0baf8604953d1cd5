import { callCrowd, LIMITED, untouched } from '../support/crowd';
import { openQueueStage, QUEUE_STAGE_MS, type QueueStage } from '../support/queue';

const EXECUTIONS = 100;
const LONG_MS = 600_000;

let stage: QueueStage;
beforeAll(async () => {
	stage = await openQueueStage('webhooksTwoWorkers', {
		env: { DB_POSTGRESDB_POOL_SIZE: '10' },
		simulator: LIMITED,
	});
	await stage.startWorker({ concurrency: EXECUTIONS });
	await stage.startWorker({ concurrency: EXECUTIONS });
}, QUEUE_STAGE_MS);
afterAll(async () => {
	await stage?.close();
});

it(
	'100 executions on two workers, which know nothing of each other, make 100 videos: none fails for a refusal',
	async () => {
		const workflowId = await stage.publish('crowd', [untouched()]);
		const figures = await callCrowd(
			stage,
			{ path: 'crowd', workflowId },
			{ executions: EXECUTIONS, withinSeconds: 20 },
		);
		expect(figures.failed).toBe(0);
		expect(figures.charges).toEqual(Array.from({ length: EXECUTIONS }, () => 1));
	},
	LONG_MS,
);
