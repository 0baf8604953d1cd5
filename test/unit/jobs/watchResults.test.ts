import { ScheduledRun } from '../../../nodes/NinjaVideo/pacing/scheduledRun';
import { Scheduler } from '../../../nodes/NinjaVideo/pacing/scheduler';
import { Timing } from '../../../nodes/NinjaVideo/pacing/timing';
import { toOutcome } from '../../../nodes/NinjaVideo/jobs/watch';
import { aJob } from '../../support/builders';
import type { JobScript } from '../../support/fakeService';
import { setUp } from './watchRun';

describe('what one look says', () => {
	const job = aJob();

	it.each([
		{
			status: { kind: 'completed', videoUrl: 'https://example.com/a.mp4' } as const,
			outcome: { kind: 'completed', job, videoUrl: 'https://example.com/a.mp4', elapsedMs: 5 },
		},
		{
			status: { kind: 'failed', reason: 'refused' } as const,
			outcome: { kind: 'failed', job, reason: 'refused', elapsedMs: 5 },
		},
		{
			status: { kind: 'ended', word: 'cancelled', reason: 'by its owner' } as const,
			outcome: { kind: 'ended', word: 'cancelled', reason: 'by its owner', job, elapsedMs: 5 },
		},
		{
			status: { kind: 'processing', progress: 40 } as const,
			outcome: { kind: 'processing', job, reason: 'looked', progress: 40, elapsedMs: 5 },
		},
		{
			status: { kind: 'processing' } as const,
			outcome: { kind: 'processing', job, reason: 'looked', elapsedMs: 5 },
		},
	])('of $status.kind is an outcome with its job', ({ status, outcome }) => {
		expect(toOutcome(job, status, 5)).toStrictEqual(outcome);
		expect({ ...toOutcome(job, status), elapsedMs: 5 }).toStrictEqual(outcome);
		expect(toOutcome(job, status)).not.toHaveProperty('elapsedMs');
	});
});

describe('how long a video took', () => {
	async function learnt(script: JobScript, isNew: boolean): Promise<number> {
		const timing = new Timing(() => 60_000);
		const { clock, job, signal, run } = setUp(script);
		const scheduler = new ScheduledRun(new Scheduler(clock, timing), {
			requestsPerMinute: 60,
			signal,
		});
		await run({ scheduler }, isNew);
		return timing.finished(job.model ?? '');
	}

	it('is learnt from one that was ordered now', async () => {
		expect(await learnt({ generationMs: 60_000 }, true)).toBe(1);
	});

	it.each([
		{ label: 'failed', script: { endsAs: 'failed' as const }, isNew: true },
		{ label: 'was ordered some time ago', script: {}, isNew: false },
	])('is not learnt from one that $label', async ({ script, isNew }) => {
		expect(await learnt(script, isNew)).toBe(0);
	});
});
