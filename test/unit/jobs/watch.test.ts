import type { WatchDeps } from '../../../nodes/NinjaVideo/jobs/watch';
import { anError, aScheduledRun } from '../../support/builders';
import { MINUTE_MS } from './batchRun';
import { ID, setUp, times } from './watchRun';

describe('watch', () => {
	it('gives the address of a finished video, soon after it is ready', async () => {
		const { job, run } = setUp({ generationMs: MINUTE_MS });
		const outcome = await run();
		expect(outcome).toMatchObject({ kind: 'completed', job });
		if (outcome.kind !== 'completed') return;
		expect(outcome.videoUrl).toContain(ID);
		expect(outcome.elapsedMs).toBeGreaterThanOrEqual(MINUTE_MS);
		expect(outcome.elapsedMs).toBeLessThanOrEqual(1.2 * MINUTE_MS);
	});

	it('ends at once for a job that failed, with its reason', async () => {
		const { job, run, service } = setUp({ generationMs: 0, endsAs: 'failed' });
		expect(await run()).toMatchObject({ kind: 'failed', job, reason: 'the prompt was refused' });
		expect(service.looks).toHaveLength(1);
	});

	it('gives a job that was ordered now some seconds before the first look', async () => {
		const { clock, run } = setUp({ generationMs: 0 });
		await run();
		expect(clock.elapsedMs()).toBeGreaterThanOrEqual(2000);
	});

	it('looks at once at a job that was ordered elsewhere', async () => {
		const { clock, run } = setUp({ generationMs: 0 });
		await run({}, false);
		expect(clock.elapsedMs()).toBe(0);
	});

	it.each([
		{ label: 'missing', progress: 'none' as const },
		{ label: 'stuck', progress: 'stuck' as const },
		{ label: 'jumping back', progress: 'jumps back' as const },
	])('ends although the progress is $label', async ({ progress }) => {
		const { run, service } = setUp({ generationMs: 5 * MINUTE_MS, progress });
		const outcome = await run();
		expect(outcome.kind).toBe('completed');
		const gaps = service.looks
			.slice(1)
			.map(({ atMs }, index) => atMs - (service.looks[index]?.atMs ?? 0));
		for (const gap of gaps) {
			expect(gap).toBeGreaterThanOrEqual(2000);
			expect(gap).toBeLessThanOrEqual(2 * MINUTE_MS);
		}
	});

	it('tells of a progress when it changes, not otherwise', async () => {
		const { run } = setUp({ generationMs: 5 * MINUTE_MS, progress: 'stuck' });
		const told: number[] = [];
		await run({ onProgress: (_, progress) => told.push(progress) });
		expect(told).toEqual([40]);
		await setUp({ progress: 'none' }).run({ onProgress: (_, progress) => told.push(progress) });
		expect(told).toEqual([40]);
	});
});

describe('the deadline', () => {
	it('gives back the job as it is, with its last progress', async () => {
		const { clock, job, run } = setUp(
			{ generationMs: 60 * MINUTE_MS, progress: 'stuck' },
			MINUTE_MS,
		);
		expect(await run()).toEqual({
			kind: 'processing',
			job,
			reason: 'deadline',
			progress: 40,
			elapsedMs: MINUTE_MS,
		});
		expect(clock.elapsedMs()).toBe(MINUTE_MS);
	});

	it('is not said to have come where every look failed: nobody knows how the video is doing', async () => {
		const { job, run } = setUp({ lookFaults: times(100, 'service-fault') }, 2 * MINUTE_MS);
		expect(await run()).toMatchObject({
			kind: 'not-looked-at',
			job,
			fault: { facts: { kind: 'service-fault' } },
		});
	});

	it('does not name a fault that has passed', async () => {
		const { run } = setUp(
			{ generationMs: 60 * MINUTE_MS, lookFaults: times(1, 'service-fault') },
			5 * MINUTE_MS,
		);
		expect(await run()).not.toHaveProperty('fault');
	});

	it('is kept although a look never answers', async () => {
		const { clock, run } = setUp({ lookFaults: ['never answers'] }, 3 * MINUTE_MS);
		expect(await run()).toMatchObject({ kind: 'not-looked-at' });
		expect(clock.elapsedMs()).toBe(3 * MINUTE_MS + 10_000);
	});

	it('is looked at once more although the look before it failed a moment ago', async () => {
		const { run, service } = setUp(
			{ generationMs: 60 * MINUTE_MS, lookFaults: times(3, 'service-fault') },
			MINUTE_MS / 2,
		);
		expect(await run({ intervalMs: 9000 })).toMatchObject({
			kind: 'processing',
			reason: 'deadline',
		});
		expect(service.looks).toHaveLength(4);
	});

	it('is looked at once more although the machine was asleep when it came', async () => {
		const { clock, run, service } = setUp({ generationMs: 60 * MINUTE_MS }, 3 * MINUTE_MS);
		let asleepMs = 0;
		const asleep: WatchDeps['clock'] = {
			now: () => clock.now() + asleepMs,
			sleep: async (ms, signal) => await clock.sleep(ms - asleepMs, signal),
		};
		clock.after(MINUTE_MS, () => (asleepMs = 30 * MINUTE_MS));
		const { signal } = new AbortController();
		const outcome = await run({ clock: asleep, scheduler: aScheduledRun(asleep, signal) });
		expect(outcome).toMatchObject({ kind: 'processing', reason: 'deadline' });
		expect(service.looks.at(-1)?.atMs).toBeGreaterThanOrEqual(clock.now() - 10_000);
	});

	it('that n8n sets leaves less time for the last look, but leaves some', async () => {
		const { clock, run, service } = setUp({ lookFaults: ['never answers'] }, MINUTE_MS);
		const limitMs = clock.now() + MINUTE_MS;
		expect(await run({ limitMs, intervalMs: 59_500 })).toMatchObject({ kind: 'not-looked-at' });
		expect(service.looks).toHaveLength(1);
		expect(clock.elapsedMs()).toBeLessThanOrEqual(MINUTE_MS + 2000);
	});

	it('is kept although the service asked us to stay away for longer', async () => {
		const fault = anError('rate-limited', { retryAfterSeconds: 7200 });
		const { clock, run, service } = setUp({ lookFaults: [fault] }, MINUTE_MS);
		expect(await run()).toMatchObject({ kind: 'not-looked-at', fault });
		expect(clock.elapsedMs()).toBeLessThanOrEqual(MINUTE_MS + 10_000);
		await clock.run(clock.sleep(300 * MINUTE_MS));
		expect(service.looks).toHaveLength(1);
	});
});

describe('Stop', () => {
	it.each([
		{ label: 'between looks', atMs: 50_000, script: { generationMs: 10 * MINUTE_MS } },
		{ label: 'before the first look', atMs: 1, script: {} },
		{
			label: 'during a look that never answers',
			atMs: 50_000,
			script: { lookFaults: ['never answers'] as const },
		},
		{
			label: 'while faults are waited out',
			atMs: 50_000,
			script: { lookFaults: times(100, 'service-fault') },
		},
	])(
		'ends the wait at once $label, with the job and no look after it',
		async ({ atMs, script }) => {
			const { clock, job, run, service, stop } = setUp(script);
			clock.after(atMs, stop);
			const startMs = clock.now();
			expect(await run()).toMatchObject({ kind: 'processing', reason: 'ended', job });
			expect(clock.elapsedMs()).toBe(atMs);
			const looks = service.looks.length;
			await clock.run(clock.sleep(10 * MINUTE_MS));
			expect(service.looks).toHaveLength(looks);
			expect(service.looks.every((look) => look.atMs - startMs <= atMs)).toBe(true);
		},
	);
});
