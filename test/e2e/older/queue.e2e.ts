import { until } from '../../../tools/host/until';
import { openQueueStage, QUEUE_STAGE_MS, type QueueStage, type Worker } from '../support/queue';
import { chargesAt, jobsAt, slowDown } from '../support/webhookJobs';
import { ninjaVideo } from '../support/workflows';

const LONG_MS = 600_000;

let stage: QueueStage;
let worker: Worker;
beforeAll(async () => {
	stage = await openQueueStage('older-queue', { host: 'older' });
	worker = await stage.startWorker();
}, QUEUE_STAGE_MS);
afterAll(async () => {
	await stage?.close();
});

it(
	'an execution that n8n 1 in queue mode runs again after its worker was killed orders nothing again',
	async () => {
		slowDown(stage.simulator, 'again', 3_600_000);
		const prompt = '={{ $json.body.prompt }}';
		const id = await stage.publish('again', [ninjaVideo({ prompt })]);
		await stage.call('again', 3);
		await until('a look at each video', () => {
			const looks = jobsAt(stage.simulator, 'again').map(({ statusCalls }) => statusCalls);
			return looks.length === 3 && looks.every((count) => count > 0);
		});
		await worker.n8n.kill();
		worker = await stage.startWorker();
		const executions = await stage.waitForStates(id, 3, ['error'], LONG_MS);
		expect((await worker.executions()).sort()).toEqual(executions.map((each) => each.id).sort());
		for (const execution of executions) {
			const { error } = await stage.client.readExecution(execution.id);
			expect(error?.message).toContain('may have been charged');
		}
		expect(chargesAt(stage.simulator, 'again')).toEqual([1, 1, 1]);
	},
	LONG_MS,
);
