import { watch, type WatchDeps } from '../../../nodes/NinjaVideo/jobs/watch';
import type { ServiceError, ServiceErrorCause } from '../../../nodes/NinjaVideo/service';
import { aJob, anError, aWorld } from '../../support/builders';
import type { JobScript } from '../../support/fakeService';

const ID = 'ordered-elsewhere';
const MINUTE_MS = 60_000;

function setUp(script: JobScript, timeoutMs = 20 * MINUTE_MS) {
	const world = aWorld({ scripts: { [ID]: script } });
	const job = aJob({ requestId: ID, startedAtMs: world.clock.now() });
	const deadlineMs = world.clock.now() + timeoutMs;
	const run = async (changes: Partial<WatchDeps> = {}, isNew = true) =>
		await world.clock.run(watch(job, isNew, { ...world, deadlineMs, ...changes }));
	return { ...world, world, job, run };
}

const times = (count: number, cause: ServiceErrorCause) =>
	Array.from({ length: count }, () => anError(cause));

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
			expect(gap).toBeGreaterThanOrEqual(3000);
			expect(gap).toBeLessThanOrEqual(30_000);
		}
	});

	it('tells of a progress when it changes, not otherwise', async () => {
		const { run } = setUp({ generationMs: 5 * MINUTE_MS, progress: 'stuck' });
		const told: number[] = [];
		await run({ onProgress: (_, progress) => told.push(progress) });
		expect(told).toEqual([40]);
	});
});

describe('a fault while watching', () => {
	it.each([
		{ cause: 'service-fault' as const },
		{ cause: 'rate-limited' as const },
		{ cause: 'no-answer' as const },
		{ cause: 'never-connected' as const },
		{ cause: 'unreadable-answer' as const },
		{ cause: 'generation-failed' as const },
	])('does not end the wait when it is $cause, five times in a row', async ({ cause }) => {
		const { run } = setUp({ lookFaults: times(5, cause) });
		expect((await run()).kind).toBe('completed');
	});

	it('that nobody foresaw does not end it either, and is said in words of ours', async () => {
		const { run } = setUp({ lookFaults: [new TypeError('x is not a function')] });
		expect((await run()).kind).toBe('completed');
		const faults = Array.from({ length: 20 }, () => new TypeError('x is not a function'));
		const { fault } = (await setUp({ lookFaults: faults }, MINUTE_MS).run()) as {
			fault?: ServiceError;
		};
		expect(fault?.message).toBe('The answer to a status request could not be read');
		expect(fault?.facts).toEqual({
			cause: 'unreadable-answer',
			charged: 'no',
			code: 'unreadable_answer',
			advice: "Look again later with 'Get Status'.",
		});
	});

	it('other than too many requests does not keep others from asking', async () => {
		const { budget, clock, run } = setUp({ lookFaults: times(3, 'service-fault') });
		let askedMs = -1;
		clock.after(1, () => {
			void budget.spend('poll', async () => await Promise.resolve((askedMs = clock.elapsedMs())));
		});
		await run();
		expect(askedMs).toBeLessThan(3000);
	});

	it('is looked at again after longer and longer waits, up to 30 seconds', async () => {
		const { run, service } = setUp({ lookFaults: times(8, 'service-fault') });
		await run();
		const gaps = service.looks
			.slice(1)
			.map(({ atMs }, index) => atMs - (service.looks[index]?.atMs ?? 0));
		expect(gaps.slice(0, 6)).toEqual([3000, 6000, 12_000, 24_000, 30_000, 30_000]);
	});

	it('that asks us to stay away closes the door for that long', async () => {
		const fault = anError('rate-limited', { retryAfterSeconds: 90 });
		const { run, service } = setUp({ lookFaults: [fault] });
		await run();
		expect((service.looks[1]?.atMs ?? 0) - (service.looks[0]?.atMs ?? 0)).toBe(90_000);
	});

	it.each([
		{ cause: 'key-rejected' as const },
		{ cause: 'bad-input' as const },
		{ cause: 'no-video-url' as const },
		{ cause: 'redirected' as const },
	])('ends the wait at once when it is $cause, with the job', async ({ cause }) => {
		const error = anError(cause);
		const { job, run, service } = setUp({ lookFaults: [error] });
		expect(await run()).toMatchObject({ kind: 'untold', job, error });
		expect(service.looks).toHaveLength(1);
	});

	it('of a job that is not known yet is tolerated at first', async () => {
		const { run } = setUp({ lookFaults: times(2, 'not-found') });
		expect((await run()).kind).toBe('completed');
	});

	it('of a job that stays unknown ends the wait after a minute', async () => {
		const { clock, job, run } = setUp({ lookFaults: times(100, 'not-found') });
		expect(await run({}, false)).toMatchObject({
			kind: 'untold',
			job,
			error: { facts: { cause: 'not-found' } },
		});
		expect(clock.elapsedMs()).toBeGreaterThanOrEqual(MINUTE_MS);
		expect(clock.elapsedMs()).toBeLessThan(2 * MINUTE_MS);
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
			why: 'deadline',
			progress: 40,
			elapsedMs: MINUTE_MS,
		});
		expect(clock.elapsedMs()).toBe(MINUTE_MS);
	});

	it('names the fault that the last look met', async () => {
		const { job, run } = setUp({ lookFaults: times(100, 'service-fault') }, 2 * MINUTE_MS);
		expect(await run()).toMatchObject({
			kind: 'processing',
			job,
			why: 'deadline',
			fault: { facts: { cause: 'service-fault' } },
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
		expect(await run()).toMatchObject({ kind: 'processing', why: 'deadline' });
		expect(clock.elapsedMs()).toBe(3 * MINUTE_MS);
	});

	it('is kept although the service asked us to stay away for longer', async () => {
		const fault = anError('rate-limited', { retryAfterSeconds: 7200 });
		const { clock, run, service } = setUp({ lookFaults: [fault] }, 3 * MINUTE_MS);
		expect(await run()).toMatchObject({ kind: 'processing', why: 'deadline' });
		expect(clock.elapsedMs()).toBeLessThanOrEqual(3 * MINUTE_MS + 2000);
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
			expect(await run()).toMatchObject({ kind: 'processing', why: 'ended', job });
			expect(clock.elapsedMs()).toBe(atMs);
			const looks = service.looks.length;
			await clock.run(clock.sleep(10 * MINUTE_MS));
			expect(service.looks).toHaveLength(looks);
			expect(service.looks.every((look) => look.atMs - startMs <= atMs)).toBe(true);
		},
	);
});
