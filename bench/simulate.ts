import { runBatch } from '../nodes/NinjaVideo/jobs/runBatch';
import { createLedger } from '../nodes/NinjaVideo/jobs/ledger';
import { createRateLimiter } from '../nodes/NinjaVideo/pacing/rateLimiter';
import { createVirtualClock } from '../test/support/virtualClock';
import type { Policy } from './policies';
import { createStandIn, type Progress } from './standInService';
import { createWorkload, type BenchJob } from './workload';

/** One thing to measure. */
export interface Trial {
	readonly policy: Policy;
	readonly jobs: number;
	readonly progress: Progress;
	/** Jobs in flight at once: 1 is one after the other, as other nodes run. */
	readonly maxConcurrent: number;
}

/** What was measured, averaged over the seeds. */
export interface Figures {
	/** Total time over the lower bound. */
	readonly makespanRatio: number;
	/** From a video being ready to the node knowing it, in seconds. */
	readonly meanLagSeconds: number;
	readonly p95LagSeconds: number;
	readonly requestsPerJob: number;
	readonly tooMany: number;
}

const MINUTE_MS = 60_000;
const REQUESTS_PER_MINUTE = 60;

/**
 * No policy can be faster: a video cannot be known before it is ready, orders leave at most 60 per minute, and
 * every job needs an order and a look. The same bound for every trial of a size, also for one that runs its jobs
 * one by one. All in milliseconds.
 */
export function lowerBoundMs(jobs: readonly BenchJob[]): number {
	const slowestMs = Math.max(...jobs.map(({ generationMs }) => generationMs));
	const lastOrderMs = Math.floor((jobs.length - 1) / REQUESTS_PER_MINUTE) * MINUTE_MS;
	const shortestMs = Math.min(...jobs.map(({ generationMs }) => generationMs));
	const requestsMs = Math.floor((2 * jobs.length - 1) / REQUESTS_PER_MINUTE) * MINUTE_MS;
	return Math.max(slowestMs, lastOrderMs + shortestMs, requestsMs);
}

/** Runs a trial once per seed, in virtual time, on the node's own batch, limiter and watch. */
export async function simulate(trial: Trial, seeds: readonly number[]): Promise<Figures> {
	const runs = [];
	for (const seed of seeds) runs.push(await simulateOnce(trial, seed));
	const lags = runs.flatMap((run) => run.lagsMs).sort((a, b) => a - b);
	const mean = (values: readonly number[]) =>
		values.reduce((sum, value) => sum + value, 0) / values.length;
	return {
		makespanRatio: mean(runs.map(({ makespanRatio }) => makespanRatio)),
		meanLagSeconds: mean(lags) / 1000,
		p95LagSeconds: (lags[Math.floor(lags.length * 0.95)] ?? 0) / 1000,
		requestsPerJob: mean(runs.map(({ requests }) => requests / trial.jobs)),
		tooMany: runs.reduce((sum, { tooMany }) => sum + tooMany, 0),
	};
}

async function simulateOnce(trial: Trial, seed: number) {
	const { maxConcurrent, policy, progress } = trial;
	const jobs = createWorkload(trial.jobs, seed);
	const clock = createVirtualClock();
	const standIn = createStandIn(clock, jobs, { progress, seed });
	const { signal } = new AbortController();
	const lagsMs: number[] = [];
	await clock.run(
		runBatch(
			{
				tasks: jobs.map(({ model }, index) => ({
					kind: 'create',
					order: {
						ledgerKey: String(index),
						priceCents: 300,
						idempotencyKey: () => String(index),
						request: { prompt: 'x', model, durationSeconds: 8, aspectRatio: '16:9' },
					},
				})),
				waits: true,
				maxConcurrent,
				endOnFailure: false,
				async finish(outcome) {
					if (outcome.kind !== 'completed') throw new Error(`A job ended as ${outcome.kind}`);
					const { requestId } = outcome.job;
					lagsMs.push(clock.now() - (standIn.readyAtMs.get(requestId) ?? 0));
					return await Promise.resolve({ failed: false });
				},
			},
			{
				clock,
				signal,
				service: standIn.service,
				ledger: createLedger({}),
				pollSchedule: policy.create(),
				limiter: createRateLimiter({
					requests: REQUESTS_PER_MINUTE,
					windowMs: MINUTE_MS,
					clock,
					signal,
				}),
				deadlineMs: () => clock.now() + 100 * 3_600_000,
			},
		),
	);
	const makespanRatio = clock.elapsedMs() / lowerBoundMs(jobs);
	if (makespanRatio < 1) throw new Error('A run was faster than the lower bound');
	return {
		lagsMs,
		makespanRatio,
		requests: standIn.requests(),
		tooMany: standIn.tooMany(),
	};
}
