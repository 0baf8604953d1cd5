import type { ServiceError } from '../../../nodes/NinjaVideo/videoService';
import { anError } from '../../support/builders';
import { MINUTE_MS } from './batchRun';
import { setUp, times } from './watchRun';

describe('a fault while watching', () => {
	it.each([
		{ kind: 'service-fault' as const },
		{ kind: 'rate-limited' as const },
		{ kind: 'no-answer' as const },
		{ kind: 'never-connected' as const },
		{ kind: 'unreadable-answer' as const },
		{ kind: 'generation-failed' as const },
	])('does not end the wait when it is $kind, five times in a row', async ({ kind }) => {
		const { run } = setUp({ lookFaults: times(5, kind) });
		expect((await run()).kind).toBe('completed');
	});

	it('is looked at again after longer and longer waits, up to 30 seconds', async () => {
		const { run, service } = setUp({ lookFaults: times(8, 'service-fault') });
		await run();
		const gaps = service.looks
			.slice(1)
			.map(({ atMs }, index) => atMs - (service.looks[index]?.atMs ?? 0));
		expect(gaps.slice(0, 6)).toEqual([3000, 6000, 12_000, 24_000, 30_000, 30_000]);
	});

	it('that asks us to stay away closes the connection for that long', async () => {
		const fault = anError('rate-limited', { retryAfterSeconds: 90 });
		const { run, service } = setUp({ lookFaults: [fault] });
		await run();
		expect((service.looks[1]?.atMs ?? 0) - (service.looks[0]?.atMs ?? 0)).toBe(90_000);
	});

	it.each([{ kind: 'key-rejected' as const }])(
		'ends the wait at once when it is $kind, with the job',
		async ({ kind }) => {
			const error = anError(kind);
			const { job, run, service } = setUp({ lookFaults: [error] });
			expect(await run()).toMatchObject({ kind: 'status-unknown', job, error });
			expect(service.looks).toHaveLength(1);
		},
	);

	const PASSES_SOON = ['not-found', 'bad-input', 'no-video-url'] as const;

	it.each(PASSES_SOON)('that is %s does not end the wait at first', async (kind) => {
		const { run } = setUp({ lookFaults: times(2, kind) });
		expect((await run()).kind).toBe('completed');
	});

	it.each(PASSES_SOON)('that stays %s ends the wait after a minute', async (kind) => {
		const { clock, job, run } = setUp({ lookFaults: times(100, kind) });
		expect(await run({}, false)).toMatchObject({
			kind: 'status-unknown',
			job,
			error: { facts: { kind } },
		});
		expect(clock.elapsedMs()).toBeGreaterThanOrEqual(MINUTE_MS);
		expect(clock.elapsedMs()).toBeLessThan(2 * MINUTE_MS);
	});
});

describe('others that want to ask while a job is watched', () => {
	/** When another request leaves that is asked for just after the first look, in milliseconds. */
	async function otherAsks(fault: ServiceError, timeoutMs = 20 * MINUTE_MS) {
		const { scheduler, clock, run } = setUp({ lookFaults: [fault] }, timeoutMs);
		let sentMs = -1;
		clock.after(1, () => {
			void scheduler.call({
				send: async () => await Promise.resolve((sentMs = clock.elapsedMs())),
				refusalOf: () => undefined,
			});
		});
		await run({}, false);
		await clock.run(clock.sleep(2 * MINUTE_MS));
		return sentMs;
	}

	it('do not wait for a fault of this job alone', async () => {
		expect(await otherAsks(anError('service-fault'))).toBe(1);
	});

	it('wait as long as the service asks after too many requests', async () => {
		expect(await otherAsks(anError('rate-limited', { retryAfterSeconds: 90 }))).toBe(90_000);
	});

	it('wait for two seconds where it does not say how long', async () => {
		expect(await otherAsks(anError('rate-limited'))).toBe(2000);
	});

	it('do not wait for two hours because one answer says so', async () => {
		const fault = anError('rate-limited', { retryAfterSeconds: 7200 });
		expect(await otherAsks(fault, MINUTE_MS)).toBe(2 * MINUTE_MS);
	});
});

describe('a fault that may pass soon', () => {
	it('has its minute anew after a look that said how the job is doing', async () => {
		const hoping = times(4, 'not-found');
		const { run, service } = setUp({
			generationMs: 10 * MINUTE_MS,
			lookFaults: [...hoping, undefined, ...hoping, undefined, ...hoping],
		});
		expect((await run({}, false)).kind).toBe('completed');
		expect(service.looks.length).toBeGreaterThan(14);
	});

	it('that was not hoped for long enough ends the wait at a fault that does not pass', async () => {
		const { run } = setUp({ lookFaults: [...times(2, 'not-found'), ...times(1, 'key-rejected')] });
		expect(await run({}, false)).toMatchObject({
			kind: 'status-unknown',
			error: { kind: 'key-rejected' },
		});
	});
});
