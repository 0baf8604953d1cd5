import { until } from '../../../tools/host/until';
import { CLIP } from '../../../simulator/clip';
import { printFigures } from '../support/figures';
import { openQueueStage, QUEUE_STAGE_MS, type QueueStage, type Worker } from '../support/queue';
import { chargesAt, jobsAt, slowDown } from '../support/webhookJobs';
import { ninjaVideo } from '../support/workflows';

const EXECUTIONS = 40;
const LONG_MS = 400_000;

const figures: Record<string, number> = {};
const secondsSince = (ms: number) => Math.round((Date.now() - ms) / 1000);

let stage: QueueStage;
let workers: [Worker, Worker];
beforeAll(async () => {
	stage = await openQueueStage('queue-workers');
	workers = [await stage.startWorker(), await stage.startWorker()];
}, QUEUE_STAGE_MS);
afterAll(async () => {
	printFigures(figures);
	await stage?.close();
});
beforeEach(() => {
	stage.simulator.faults.clear();
});

const prompt = '={{ $json.body.prompt }}';
const jobsOf = (path: string) => jobsAt(stage.simulator, path);
const chargesOf = (path: string) => chargesAt(stage.simulator, path);

it(
	'two workers make 40 videos at once, each paid for once and delivered',
	async () => {
		const id = await stage.publish('forty', [ninjaVideo({ prompt, downloadVideo: true })]);
		await stage.call('forty', EXECUTIONS);
		const executions = await stage.waitForStates(id, EXECUTIONS, ['success']);

		const prompts = new Set(jobsOf('forty').map(({ body }) => body.prompt));
		expect(prompts.size).toBe(EXECUTIONS);
		expect(chargesOf('forty')).toEqual(Array.from({ length: EXECUTIONS }, () => 1));

		const ran = await Promise.all(workers.map(async (worker) => await worker.executions()));
		expect(ran.flat().sort()).toEqual(executions.map(({ id: executionId }) => executionId).sort());
		expect(Math.min(...ran.map(({ length }) => length))).toBeGreaterThan(0);

		const items = await Promise.all(
			executions.map(async (execution) => {
				const { items: itemsOf } = await stage.client.readExecution(execution.id);
				return itemsOf('Ninja Video');
			}),
		);
		expect(items.flat().map(({ binary }) => binary?.data?.bytes)).toEqual(
			Array.from({ length: EXECUTIONS }, () => CLIP.length),
		);
		const delivered = new Set(items.flat().map(({ json }) => json.request_id));
		expect(delivered).toEqual(new Set(jobsOf('forty').map(({ requestId }) => requestId)));
	},
	LONG_MS,
);

it(
	'nothing more is sent for an execution that is stopped while a worker runs it',
	async () => {
		slowDown(stage.simulator, 'stopped', 3_600_000);
		const id = await stage.publish('stopped', [ninjaVideo({ prompt })]);
		await stage.call('stopped', 1);
		const job = await until('a look at the video', () =>
			jobsOf('stopped').find(({ statusCalls }) => statusCalls > 0),
		);
		const [execution] = await stage.client.listExecutions(id);
		await stage.client.stop(execution?.id ?? '');
		await stage.waitForStates(id, 1, ['canceled']);
		// The word goes to the worker by Redis.
		await until('the worker to end it', async () => {
			const logs = await Promise.all(workers.map(async ({ n8n }) => await n8n.readLog()));
			return logs.some((log) => /Ninja Video was stopped/.test(log) && log.includes(job.requestId));
		});
		const { statusCalls } = job;

		// Another video from order to end: time enough for a look that should not come.
		const after = await stage.publish('after', [ninjaVideo({ prompt })]);
		await stage.call('after', 1);
		await stage.waitForStates(after, 1, ['success']);
		expect(job.statusCalls).toBe(statusCalls);
		expect(chargesOf('stopped')).toEqual([1]);
	},
	LONG_MS,
);

it(
	'a worker that is told to end delivers what it is making first',
	async () => {
		slowDown(stage.simulator, 'ending', 8000);
		const id = await stage.publish('ending', [ninjaVideo({ prompt })]);
		await stage.call('ending', 4);
		await until('the orders', () => jobsOf('ending').length === 4);
		const toldAt = Date.now();
		await Promise.all(workers.map(async ({ n8n }) => await n8n.stop()));
		figures['SIGTERM with 30 s of time: the workers had ended after (s)'] = secondsSince(toldAt);

		await stage.waitForStates(id, 4, ['success']);
		expect(chargesOf('ending')).toEqual([1, 1, 1, 1]);
	},
	LONG_MS,
);

it(
	'a worker that must end before its videos are ready leaves their request IDs in its log, and nothing is ordered again',
	async () => {
		const graceSeconds = '5';
		const brief = await stage.startWorker({
			env: { N8N_GRACEFUL_SHUTDOWN_TIMEOUT: graceSeconds },
		});
		slowDown(stage.simulator, 'cut', 3_600_000);
		const id = await stage.publish('cut', [ninjaVideo({ prompt })]);
		await stage.call('cut', 2);
		await until('the orders', () => jobsOf('cut').length === 2);
		const [toldAt, told] = [Date.now(), brief.n8n.stop()];
		await stage.startWorker();
		await told;
		figures['SIGTERM with 5 s of time: the worker had ended after (s)'] = secondsSince(toldAt);

		await stage.waitForStates(id, 2, ['error', 'crashed'], LONG_MS);
		figures['Its executions were given up by n8n after (s)'] = secondsSince(toldAt);
		const log = await brief.n8n.readLog();
		expect(jobsOf('cut').filter(({ requestId }) => !log.includes(requestId))).toEqual([]);
		expect(chargesOf('cut')).toEqual([1, 1]);
	},
	LONG_MS * 2,
);
