import type { IDataObject } from 'n8n-workflow';
import { residentMegabytes } from '../../../tools/host/memory';
import { until } from '../../../tools/host/until';
import { automaticPolling, KEY, model } from '../../support/simulation';
import { printFigures } from '../support/figures';
import { openQueueStage, QUEUE_STAGE_MS, type QueueStage, type Worker } from '../support/queue';
import { ninjaVideo, node, NINJA_VIDEO } from '../support/workflows';

/** As many workflows, as n8n lists the executions of one only up to 100. */
const WORKFLOWS = 4;
const OF_EACH = 50;
const EXECUTIONS = WORKFLOWS * OF_EACH;
/** Started so many at a time: a burst of 200 would keep a small machine from answering at all. */
const WAVE = 10;
/** Far over what was ever measured, in megabytes for each execution. */
const GENEROUS = 20;
const LONG_MS = 900_000;

let stage: QueueStage;
beforeAll(async () => {
	stage = await openQueueStage('queue-memory', {
		env: { DB_POSTGRESDB_POOL_SIZE: '10' },
		simulator: { accounts: [{ key: KEY, balanceCents: 1_000_000 }] },
	});
	stage.simulator.faults.add({
		name: 'progress-missing',
		on: 'create',
		times: Infinity,
		generationMs: 24 * 3_600_000,
	});
}, QUEUE_STAGE_MS);
afterAll(async () => {
	await stage?.close();
});

const figures: Record<string, string> = {};
const video = { prompt: '={{ $json.body.prompt }}', model: model('google-veo-2') };

/** The least a worker holds while nothing changes: what is left over from starting goes in the meantime. */
async function settledMegabytes({ n8n }: Worker): Promise<number> {
	let least = Infinity;
	let fellAt = Date.now();
	await until('the memory to fall no more', () => {
		const now = residentMegabytes(n8n.pid);
		if (now < least) fellAt = Date.now();
		least = Math.min(least, now);
		return Date.now() - fellAt > 10_000;
	});
	return least;
}

/** Publishes a workflow and starts it in waves, each when the one before has ordered. */
async function startAll(path: string, nodes: IDataObject[], count: number, state: string) {
	const id = await stage.publish(path, nodes);
	for (let started = 0; started < count; started += WAVE) {
		const ordered = stage.simulator.world.charges() + WAVE;
		await stage.call(path, WAVE);
		await until('the orders', () => stage.simulator.world.charges() === ordered, LONG_MS);
	}
	await stage.waitForStates(id, count, [state]);
}

/** @returns what each execution adds to the memory of a fresh worker, in megabytes */
async function measure(name: string, nodes: IDataObject[], state: string): Promise<number> {
	const worker = await stage.startWorker({ concurrency: EXECUTIONS + WAVE });
	// The first executions load what n8n loads late.
	await startAll(`${name}-0`, nodes, WAVE, state);
	const before = await settledMegabytes(worker);
	for (let index = 1; index <= WORKFLOWS; index += 1) {
		await startAll(`${name}-${index}`, nodes, OF_EACH, state);
	}
	const during = await settledMegabytes(worker);
	await worker.n8n.kill();
	figures[`${EXECUTIONS} executions, ${name}: memory of the worker before and with them (MB)`] =
		`${Math.round(before)}, ${Math.round(during)}`;
	return (during - before) / EXECUTIONS;
}

it(
	'an execution that waits in Create and Wait, and one that is parked in Wait, take little memory',
	async () => {
		const waiting = 'waiting in Create and Wait';
		const parked = "parked in n8n's Wait node";
		const eachParked = await measure(
			'parked',
			[
				node('Create', NINJA_VIDEO, { parameters: { operation: 'create', ...video } }),
				node('Wait', 'n8n-nodes-base.wait', {
					typeVersion: 1.1,
					parameters: { resume: 'timeInterval', amount: 12, unit: 'hours' },
				}),
			],
			'waiting',
		);
		const eachWaiting = await measure(
			'waiting',
			[ninjaVideo({ ...video, options: automaticPolling })],
			'running',
		);
		figures[`Memory for each execution ${waiting} (MB)`] = eachWaiting.toFixed(2);
		figures[`Memory for each execution ${parked} (MB)`] = eachParked.toFixed(2);
		printFigures(figures);

		expect(stage.simulator.world.charges()).toBe(2 * (WAVE + EXECUTIONS));
		expect(eachWaiting).toBeLessThan(GENEROUS);
		expect(eachParked).toBeLessThan(Math.max(eachWaiting, 1));
	},
	2 * LONG_MS,
);
