import { typicalSecondsOf } from '../../../nodes/NinjaVideo/catalog/models';
import type { Outcome } from '../../../nodes/NinjaVideo/jobs/outcome';
import { runBatch } from '../../../nodes/NinjaVideo/jobs/runBatch';
import { ScheduledRun } from '../../../nodes/NinjaVideo/pacing/scheduledRun';
import { Scheduler } from '../../../nodes/NinjaVideo/pacing/scheduler';
import { Timing } from '../../../nodes/NinjaVideo/pacing/timing';
import { createVirtualClock } from '../virtualClock';
import { createStandIn } from './standIn';
import { createRandom, createWorkload, SHAPES, type BenchJob } from './workload';
import { records } from '../builders';

/** Executions that use one account at the same time, each as a run of Create and Wait with default options. */
export interface Executions {
	readonly runs: number;
	readonly videosEach: number;
	readonly shape: keyof typeof SHAPES;
	readonly seed: number;
	/** n8n processes, which know nothing of each other; 1 unless said. */
	readonly processes?: number;
	/** Every run starts at a random moment within so many seconds; all at once unless said. */
	readonly spreadSeconds?: number;
	/** The limit of the service and of every run, in requests per minute; 60 unless said. */
	readonly limit?: number;
	readonly timeoutSeconds?: number;
	/** Looks at a fixed interval in seconds, as a rival. */
	readonly intervalSeconds?: number;
}

/** What they came to. Times in seconds. */
export interface ExecutionFigures {
	/** From the answer to the first order to the last result, over the lower bound. */
	readonly makespanRatio: number;
	/** From a video being ready to the node knowing it. */
	readonly meanLag: number;
	readonly requestsPerVideo: number;
	/** Requests answered with 429, as a share of all. */
	readonly refusedShare: number;
	/** Items that ended otherwise than completed, still being made, or not looked at in time. */
	readonly failed: number;
	/** Called "still being made" although ready 2 s before the deadline. */
	readonly falselyStill: number;
	/** Not looked at in time. */
	readonly notLookedAt: number;
	/** From the start of a run to its end, less its slowest video; the longest of all runs. */
	readonly longestWait: number;
}

const MINUTE_MS = 60_000;
const POST_MS = 500;

/**
 * No policy can be faster: a video cannot be known before it is ready, orders leave at most at the limit, and every
 * video needs an order and a look. In milliseconds.
 */
function lowerBoundMs(jobs: readonly BenchJob[], limit: number): number {
	const times = jobs.map(({ generationMs }) => generationMs);
	const lastOrderMs = Math.floor((jobs.length - 1) / limit) * MINUTE_MS;
	const requestsMs = Math.floor((2 * jobs.length - 1) / limit) * MINUTE_MS;
	return Math.max(Math.max(...times), lastOrderMs + Math.min(...times), requestsMs);
}

/** Runs executions in virtual time, on the node's own batch, scheduler and watch. */
export async function runExecutions(options: Executions): Promise<ExecutionFigures> {
	const { runs, videosEach, shape, seed, processes = 1, spreadSeconds = 0, limit = 60 } = options;
	const timeoutMs = (options.timeoutSeconds ?? 360_000) * 1000;
	const jobs = createWorkload(runs * videosEach, seed);
	const clock = createVirtualClock();
	const random = createRandom(seed + 9);
	const standIn = createStandIn(clock, jobs, { shape: SHAPES[shape], seed, limit });
	const schedulers = Array.from(
		{ length: processes },
		() => new Scheduler(clock, new Timing((model) => typicalSecondsOf(model) * 1000)),
	);
	const figures = { failed: 0, falselyStill: 0, notLookedAt: 0, longestWait: 0 };
	const lagsMs: number[] = [];

	function recordOutcome(outcome: Outcome): void {
		const readyAtMs = 'job' in outcome ? standIn.readyAtMs(outcome.job.requestId) : Infinity;
		if (outcome.kind === 'completed') lagsMs.push(clock.now() - readyAtMs);
		else if (outcome.kind === 'not-looked-at') figures.notLookedAt += 1;
		else if (outcome.kind === 'processing') {
			const deadlineMs = outcome.job.startedAtMs + timeoutMs;
			if (readyAtMs <= deadlineMs - 2000) figures.falselyStill += 1;
		} else figures.failed += 1;
	}

	async function execute(run: number): Promise<void> {
		await clock.sleep(random() * spreadSeconds * 1000);
		const startMs = clock.now();
		const { signal } = new AbortController();
		const scheduler = new ScheduledRun(schedulers[run % processes]!, {
			requestsPerMinute: limit,
			signal,
		});
		const first = run * videosEach;
		const mine = jobs.slice(first, first + videosEach);
		const { intervalSeconds } = options;
		await runBatch(
			{
				tasks: mine.map(({ model }, index) => ({
					kind: 'create',
					order: {
						place: String(index),
						hashes: { parameters: '', input: '', evaluated: String(first + index) },
						priceCents: 300,
						request: {
							prompt: String(first + index),
							model,
							durationSeconds: 8,
							aspectRatio: '16:9',
						},
					},
				})),
				waits: true,
				endOnFailure: false,
				async finish(outcome) {
					recordOutcome(outcome);
					return await Promise.resolve({ failed: false });
				},
			},
			{
				clock,
				signal,
				scheduler,
				service: standIn.service,
				...records(),
				intervalMs: intervalSeconds === undefined ? undefined : intervalSeconds * 1000,
				deadlineMs: () => clock.now() + timeoutMs,
			},
		);
		const slowestMs = Math.max(...mine.map(({ generationMs }) => generationMs));
		const waitSeconds = (clock.now() - startMs - slowestMs) / 1000;
		figures.longestWait = Math.max(figures.longestWait, waitSeconds);
	}

	await clock.run(Promise.all(Array.from({ length: runs }, async (_, run) => await execute(run))));
	return {
		...figures,
		makespanRatio: (clock.elapsedMs() - POST_MS) / lowerBoundMs(jobs, limit),
		meanLag: lagsMs.reduce((sum, lag) => sum + lag, 0) / Math.max(1, lagsMs.length) / 1000,
		requestsPerVideo: standIn.requests() / jobs.length,
		refusedShare: standIn.refused() / standIn.requests(),
	};
}
