/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- measures this machine */
import { execFileSync } from 'node:child_process';
import { runBatch } from '../nodes/NinjaVideo/jobs/runBatch';
import { success } from '../nodes/NinjaVideo/result';
import { ScheduledRun } from '../nodes/NinjaVideo/pacing/scheduledRun';
import { Scheduler } from '../nodes/NinjaVideo/pacing/scheduler';
import { Timing } from '../nodes/NinjaVideo/pacing/timing';
import { runExecutions } from '../test/support/timing/executions';
import { createRandom } from '../test/support/timing/workload';
import { records } from '../test/support/builders';

/** One figure of this machine, with what it is to be compared to, in the same unit. */
export interface MachineFigure {
	readonly what: string;
	readonly value: number;
	readonly unit: string;
	readonly baseline: number;
	readonly baselineIs: string;
}

/** The figure that has a target. */
export const PLANNING = 'CPU to plan a look';
const WAITING_JOBS = 1000;
const MEGABYTE = 1_000_000;

/** CPU time to plan one look while 100 videos of one model are watched, in milliseconds. */
function millisecondsPerPlan(): number {
	const timing = new Timing(() => 60_000);
	const random = createRandom(1);
	const jobs = Array.from({ length: 100 }, () => timing.follow('a model'));
	const plans = 500;
	const before = process.cpuUsage();
	for (let plan = 0; plan < plans; plan += 1) {
		const job = jobs[plan % jobs.length]!;
		const elapsedMs = 5000 + plan * 100;
		job.notReady(elapsedMs, Math.round((95 * elapsedMs) / (90_000 + 30_000 * random())));
		job.nextLookMs(elapsedMs, 700);
	}
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000 / plans;
}

/** CPU time of one request of the stand-in service and the virtual clock with fixed intervals, as a baseline. */
async function millisecondsPerVideo(intervalSeconds?: number): Promise<number> {
	const before = process.cpuUsage();
	const one = { runs: 1, videosEach: 100, shape: 'fine', seed: 1 } as const;
	await runExecutions(intervalSeconds === undefined ? one : { ...one, intervalSeconds });
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000 / 100;
}

async function heapAfterCollection(): Promise<number> {
	for (let round = 0; round < 3; round += 1) {
		await new Promise((resolve) => setImmediate(resolve));
		(globalThis as { gc?: () => void }).gc?.();
	}
	return process.memoryUsage().heapUsed;
}

const median = (values: readonly number[]) =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** The median of seven measurements: now and then a collection frees what belongs to something else. */
async function medianOf(measure: () => Promise<number>): Promise<number> {
	const values: number[] = [];
	for (let round = 0; round < 7; round += 1) values.push(await measure());
	return median(values);
}

/** Memory of one job that is waited for, in kilobytes. */
async function memoryPerWaitingJob(): Promise<number> {
	const before = await heapAfterCollection();
	const stop = new AbortController();
	const { signal } = stop;
	const clock = {
		now: () => 0,
		sleep: async (_: number, ending?: AbortSignal) =>
			await new Promise<void>((resolve) => ending?.addEventListener('abort', () => resolve())),
	};
	const run = runBatch(
		{
			tasks: Array.from({ length: WAITING_JOBS }, (_, index) => ({
				kind: 'create',
				order: {
					place: String(index),
					hashes: { parameters: '', input: '', evaluated: String(index) },
					priceCents: 300,
					request: { prompt: 'x', model: 'veo-3.1', durationSeconds: 8, aspectRatio: '16:9' },
				},
			})),
			waits: true,
			maxConcurrent: Infinity,
			endOnFailure: false,
			finish: async () => await Promise.resolve({ failed: false }),
		},
		{
			clock,
			signal,
			...records(),
			scheduler: new ScheduledRun(new Scheduler(clock, new Timing(() => 60_000)), {
				requestsPerMinute: 1e6,
				signal,
			}),
			deadlineMs: () => 1e9,
			service: {
				routeOf: () => ({ api: 'v1/video' }),
				replayRoutes: () => [],
				bodyOf: () => '{}',
				addressesOf: ({ requestId }) => [{ requestId, api: 'v1/video' }],
				identify: (job) => job,
				submit: async () =>
					await Promise.resolve(success({ requestId: `job-${Math.random()}`, startedAtMs: 0 })),
				getStatus: async () => await Promise.resolve(success({ kind: 'processing' as const })),
			},
		},
	);
	const after = await heapAfterCollection();
	stop.abort();
	await run;
	return (after - before) / WAITING_JOBS / 1000;
}

/** Memory of a bare promise with a timer, in kilobytes. */
async function memoryPerTimer(): Promise<number> {
	const before = await heapAfterCollection();
	const timers: NodeJS.Timeout[] = [];
	const waiting = Array.from(
		{ length: WAITING_JOBS },
		async () => await new Promise<void>((resolve) => timers.push(setTimeout(resolve, 1e6))),
	);
	const after = await heapAfterCollection();
	for (const timer of timers) clearTimeout(timer);
	return (after - before) / waiting.length / 1000;
}

/** Milliseconds to load some modules in a fresh process; the median of seven. */
function loadMilliseconds(modules: readonly string[]): number {
	const script = `const start = performance.now(); ${modules.map((name) => `require(${JSON.stringify(name)});`).join('')} process.stdout.write(String(performance.now() - start))`;
	const times = Array.from({ length: 7 }, () =>
		Number(execFileSync(process.execPath, ['-e', script])),
	);
	return median(times);
}

/** The real-time figures of this machine, each beside its baseline of the same run. */
export async function measureMachine(
	downloadGrowthBytes: number,
	videoBytes: number,
): Promise<MachineFigure[]> {
	const host = ['n8n-workflow', 'zod'];
	return [
		{
			what: PLANNING,
			value: millisecondsPerPlan(),
			unit: 'ms',
			baseline: 3,
			baselineIs: 'the most it may be',
		},
		{
			what: 'CPU per video of a batch of 100',
			value: await millisecondsPerVideo(),
			unit: 'ms',
			baseline: await millisecondsPerVideo(10),
			baselineIs: 'fixed 10 s',
		},
		{
			what: 'Memory per waiting job',
			value: await medianOf(memoryPerWaitingJob),
			unit: 'kB',
			baseline: await medianOf(memoryPerTimer),
			baselineIs: 'a promise with a timer',
		},
		{
			what: 'Memory growth while downloading',
			value: downloadGrowthBytes / MEGABYTE,
			unit: 'MB',
			baseline: videoBytes / MEGABYTE,
			baselineIs: 'the file, read whole',
		},
		{
			what: 'Time to load the node',
			value: loadMilliseconds([...host, './dist/nodes/NinjaVideo/NinjaVideo.node.js']),
			unit: 'ms',
			baseline: loadMilliseconds(host),
			baselineIs: 'n8n-workflow and zod alone',
		},
	];
}
