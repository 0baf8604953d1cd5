import { createClient } from '../../nodes/NinjaVideo/api/client';
import { runBatch } from '../../nodes/NinjaVideo/jobs/runBatch';
import { hashRequest } from '../../nodes/NinjaVideo/jobs/identity';
import type { LedgerStore } from '../../nodes/NinjaVideo/jobs/ledger';
import type { Outcome } from '../../nodes/NinjaVideo/jobs/outcome';
import type { Settings } from '../../simulator/app';
import type { Fault } from '../../simulator/faults';
import { aScheduledRun, records } from './builders';
import { createVirtualClock } from './virtualClock';
import { createVirtualService, type LeftRequest } from './virtualService';

/** A run of Create and Wait in virtual time, as a user would set it up: all options at their defaults. */
export interface VirtualRunOptions {
	readonly items?: number;
	readonly model?: string;
	readonly faults?: readonly Fault[];
	/** Press Stop after this many seconds. */
	readonly stopAfterSeconds?: number;
	/** The ledger of an earlier run, for a retry. */
	readonly store?: LedgerStore;
	/** What a failure does to the others: false is Continue On Fail. */
	readonly endOnFailure?: boolean;
	/** What the service is; the reference page alone by default. */
	readonly service?: Partial<Settings>;
}

/** What happened in it. */
export interface VirtualRun {
	readonly outcomes: readonly Outcome[];
	readonly seconds: number;
	readonly posts: number;
	readonly looks: number;
	/** Seconds from the start to the first look, and between looks. */
	readonly lookSeconds: readonly number[];
	readonly charges: number;
	readonly mostInFlight: number;
	/** Requests that left after Stop. */
	readonly afterStop: readonly LeftRequest[];
	readonly secondsAfterStop: number;
	readonly store: LedgerStore;
}

const TWENTY_MINUTES_MS = 1_200_000;

/** Runs the node's own jobs, pacing and API client against the simulator's rules, without sockets. */
export async function runVirtually(options: VirtualRunOptions = {}): Promise<VirtualRun> {
	const clock = createVirtualClock();
	const stop = new AbortController();
	const service = createVirtualService(clock, stop.signal, options.service);
	for (const fault of options.faults ?? []) service.faults.add(fault);
	const store = options.store ?? {};
	const { signal } = stop;
	let stoppedAtMs = Infinity;
	if (options.stopAfterSeconds !== undefined) {
		clock.after(options.stopAfterSeconds * 1000, () => {
			stoppedAtMs = clock.now();
			stop.abort();
		});
	}
	const startMs = clock.now();
	const results = await clock.run(
		runBatch(
			{
				tasks: Array.from({ length: options.items ?? 1 }, (_, index) => {
					const request = {
						prompt: `Video ${index}`,
						model: options.model ?? 'veo-3.1-fast',
						durationSeconds: 8,
						aspectRatio: '16:9',
					};
					const hashes = { parameters: '', input: '', evaluated: hashRequest(request) };
					const place = `0:${index}`;
					return { kind: 'create', order: { place, hashes, request, priceCents: 300 } };
				}),
				waits: true,
				maxConcurrent: 10,
				endOnFailure: options.endOnFailure ?? false,
				finish: async (outcome) =>
					await Promise.resolve({ failed: outcome.kind !== 'completed', outcome }),
			},
			{
				clock,
				signal,
				service: createClient(
					{ baseUrl: 'https://ninjachat.ai', send: service.send, now: clock.now, cache: {} },
					'automatic',
					'account',
				),
				...records(store),
				scheduler: aScheduledRun(clock, signal),
				deadlineMs: () => clock.now() + TWENTY_MINUTES_MS,
			},
		),
	);
	const { left, world } = service;
	const looks = left.filter(({ method }) => method === 'GET');
	return {
		outcomes: results.map(({ outcome }) => outcome),
		seconds: (clock.now() - startMs) / 1000,
		posts: left.length - looks.length,
		looks: looks.length,
		lookSeconds: looks.map(
			({ atMs }, index) => (atMs - (looks[index - 1]?.atMs ?? startMs)) / 1000,
		),
		charges: world.charges(),
		mostInFlight: mostAtOnce([...world.jobs.values()]),
		afterStop: left.filter(({ atMs }) => atMs > stoppedAtMs),
		secondsAfterStop: stoppedAtMs === Infinity ? 0 : (clock.now() - stoppedAtMs) / 1000,
		store,
	};
}

function mostAtOnce(jobs: ReadonlyArray<{ submittedAt: number; readyAt: number }>): number {
	return Math.max(
		0,
		...jobs.map(
			({ submittedAt }) =>
				jobs.filter((job) => job.submittedAt <= submittedAt && submittedAt < job.readyAt).length,
		),
	);
}
