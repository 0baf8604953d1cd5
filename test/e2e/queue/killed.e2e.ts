/* eslint-disable @n8n/community-nodes/no-restricted-imports -- drives real programs; not part of the package */
import { readdir } from 'node:fs/promises';
import { until } from '../../../tools/host/until';
import { jobsOf, PARKED, rowOf, saveDurable } from '../support/durable';
import { printFigures } from '../support/figures';
import { openQueueStage, QUEUE_STAGE_MS, type QueueStage, type Worker } from '../support/queue';
import { chargesAt, jobsAt, slowDown } from '../support/webhookJobs';
import { chain, ninjaVideo, node, NINJA_VIDEO, start } from '../support/workflows';

const KEYS = ['dog', 'boat', 'train', 'street', 'clouds', 'forest'];
const LONG_MS = 600_000;

let stage: QueueStage;
let workers: [Worker, Worker];
beforeAll(async () => {
	stage = await openQueueStage('queue-killed');
	workers = [await stage.startWorker(), await stage.startWorker()];
}, QUEUE_STAGE_MS);
afterAll(async () => {
	await stage?.close();
});

const figures: Record<string, string> = {};
const inNode = (path: string, generationMs: number) => {
	slowDown(stage.simulator, path, generationMs);
	return ninjaVideo({ prompt: '={{ $json.body.prompt }}' });
};
const ordersOf = (path: string) => jobsAt(stage.simulator, path);
const chargesOf = (path: string) => chargesAt(stage.simulator, path);
const ones = (count: number) => Array.from({ length: count }, () => 1);

/** The request ids that a worker's log names as ordered in an execution. */
async function orderedIn(worker: Worker, executionId: string): Promise<string[]> {
	const lines = (await worker.n8n.readLog()).split('\n');
	return lines
		.filter((line) => line.includes(`in execution ${executionId}:`))
		.flatMap((line) => /Ordered (\S+)/.exec(line)?.[1] ?? []);
}

describe('a killed worker', () => {
	let durableId: string;
	let heldId: string;
	let lost: string[];
	let killedAt: number;

	it(
		'a worker that is killed is noticed: its waits end with an error, and nothing is ordered again',
		async () => {
			durableId = await saveDurable(stage, KEYS, PARKED);
			const durable = await stage.client.run(durableId, 'Start Now');
			await until(
				'the durable execution to be parked',
				async () => (await stage.client.readExecution(durable)).status === 'waiting',
				LONG_MS,
			);
			heldId = await stage.publish('held', [inNode('held', 20_000)]);
			await stage.call('held', 8);
			await until('the orders', () => ordersOf('held').length === 8);

			const [ran, other] = await Promise.all(
				workers.map(async (worker) => await worker.executions()),
			);
			if (!(ran ?? []).includes(durable)) workers.reverse();
			const held = (await stage.client.listExecutions(heldId)).map(({ id }) => id);
			const byKilled = (ran ?? []).includes(durable) ? ran : other;
			lost = held.filter((id) => byKilled?.includes(id));
			await workers[0].n8n.kill();
			killedAt = Date.now();
			expect(lost.length).toBeGreaterThan(0);

			const ended = await stage.waitForStates(heldId, 8, ['success', 'error']);
			figures['Killed worker: its waits were given up by n8n after (s)'] = String(
				Math.round((Date.now() - killedAt) / 1000),
			);
			const failed = ended.filter(({ status }) => status === 'error').map(({ id }) => id);
			expect(failed.sort()).toEqual([...lost].sort());
			const survivor = await workers[1].executions();
			expect(survivor.filter((id) => lost.includes(id))).toEqual([]);
			expect(chargesOf('held')).toEqual(ones(8));
		},
		LONG_MS,
	);

	it(
		'a killed worker loses no video of the durable example: the other worker goes on, for one charge each',
		async () => {
			await until(
				'all rows to be done',
				async () => {
					const rows = await Promise.all(KEYS.map(async (key) => await rowOf(stage, key)));
					return rows.every((row) => row?.status === 'done');
				},
				LONG_MS,
			);
			expect((await readdir(stage.filesFolder)).sort()).toEqual(
				KEYS.map((key) => `${key}.mp4`).sort(),
			);
			const charges = KEYS.flatMap((key) =>
				jobsOf(stage, key).map(({ requestId }) => stage.simulator.world.chargesFor(requestId)),
			);
			expect(charges).toEqual(ones(KEYS.length));
		},
		LONG_MS,
	);

	it(
		'a killed worker leaves the request IDs in its log: Retry orders nothing, and Wait fetches the video',
		async () => {
			const before = stage.simulator.world.charges();
			const retried = await stage.client.retry(lost[0] ?? '');
			expect(retried.status).toBe('error');

			const requestIds = await Promise.all(lost.map(async (id) => await orderedIn(workers[0], id)));
			expect(requestIds.map(({ length }) => length)).toEqual(ones(lost.length));
			const wait = await stage.save(
				chain('Fetch', [
					start(),
					node('Ninja Video', NINJA_VIDEO, {
						parameters: { operation: 'wait', requestId: requestIds[0]?.[0] ?? '' },
					}),
				]),
			);
			const fetched = await stage.client.runToEnd(wait, 'Start');
			expect(fetched.items('Ninja Video')[0]?.json.status).toBe('completed');
			expect(stage.simulator.world.charges()).toBe(before);
		},
		LONG_MS,
	);
});

it(
	'the workers deliver without a main that was killed',
	async () => {
		const id = await stage.publish('headless', [inNode('headless', 10_000)]);
		await stage.call('headless', 3);
		await until('the orders', () => ordersOf('headless').length === 3);
		await stage.main().kill();
		const began = Date.now();
		await stage.startMainAgain();
		await stage.waitForStates(id, 3, ['success']);
		figures['Killed main: it was back, with all videos of its workers, after (s)'] = String(
			Math.round((Date.now() - began) / 1000),
		);
		expect(chargesOf('headless')).toEqual(ones(3));
	},
	LONG_MS,
);

afterAll(async () => {
	printFigures(figures);
});
