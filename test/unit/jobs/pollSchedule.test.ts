import {
	createFixedPollSchedule,
	createPollSchedule,
} from '../../../nodes/NinjaVideo/jobs/pollSchedule';
import { aJob } from '../../support/builders';

const SHORTEST_MS = 3000;
const LONGEST_MS = 30_000;

describe('the next look', () => {
	it.each([
		{ label: 'at the start of a fast model', typical: 2, elapsedMs: 0 },
		{ label: 'at the start of a slow model', typical: 3600, elapsedMs: 0 },
		{ label: 'just before the usual time', typical: 60, elapsedMs: 59_999 },
		{ label: 'at the usual time', typical: 60, elapsedMs: 60_000 },
		{ label: 'long after it', typical: 60, elapsedMs: 36_000_000 },
	])('is between 3 and 30 seconds away $label', ({ typical, elapsedMs }) => {
		const waitMs = createPollSchedule(() => typical)
			.watchJob(aJob())
			.nextWaitMs(elapsedMs);
		expect(waitMs).toBeGreaterThanOrEqual(SHORTEST_MS);
		expect(waitMs).toBeLessThanOrEqual(LONGEST_MS);
	});

	it.each([-50, 0, 0.0001, 50, 99.9, 100, 1e9, Number.NaN])(
		'is between 3 and 30 seconds away after a progress of %d',
		(progress) => {
			const view = createPollSchedule(() => 60).watchJob(aJob());
			view.recordProgress(10_000, progress);
			const waitMs = view.nextWaitMs(10_000);
			expect(waitMs).toBeGreaterThanOrEqual(SHORTEST_MS);
			expect(waitMs).toBeLessThanOrEqual(LONGEST_MS);
		},
	);

	it('comes sooner the nearer the usual time is', () => {
		const view = createPollSchedule(() => 40).watchJob(aJob());
		expect(view.nextWaitMs(30_000)).toBeLessThan(view.nextWaitMs(10_000));
	});

	it('follows the progress rather than the usual time', () => {
		const view = createPollSchedule(() => 3600).watchJob(aJob());
		view.recordProgress(18_000, 90);
		expect(view.nextWaitMs(18_000)).toBe(SHORTEST_MS);
	});

	it('leaves the lead to the usual time where a progress stands still too early', () => {
		const view = createPollSchedule(() => 40).watchJob(aJob());
		view.recordProgress(20_000, 2);
		expect(view.nextWaitMs(20_000)).toBe(LONGEST_MS);
		view.recordProgress(30_000, 2);
		expect(view.nextWaitMs(30_000)).toBe(6000);
	});

	it('comes soon where a progress stands still at its end, whatever the usual time is', () => {
		const view = createPollSchedule(() => 3600).watchJob(aJob());
		view.recordProgress(18_000, 90);
		view.recordProgress(21_000, 90);
		expect(view.nextWaitMs(21_000)).toBe(SHORTEST_MS);
	});

	it('comes later and later the longer a progress stands still', () => {
		const view = createPollSchedule(() => 3600).watchJob(aJob());
		view.recordProgress(20_000, 93);
		view.recordProgress(50_000, 93);
		expect(view.nextWaitMs(50_000)).toBe(9000);
		expect(view.nextWaitMs(500_000)).toBe(LONGEST_MS);
	});

	it('keeps its expectation where a progress jumps back', () => {
		const view = createPollSchedule(() => 3600).watchJob(aJob());
		view.recordProgress(18_000, 90);
		view.recordProgress(20_000, 9);
		expect(view.nextWaitMs(20_000)).toBe(SHORTEST_MS);
	});

	it('learns from other jobs of the same model', () => {
		const pollSchedule = createPollSchedule(() => 3600);
		for (const tookMs of [90_000, 35_000, 40_000])
			pollSchedule.watchJob(aJob()).recordReady(tookMs);
		expect(pollSchedule.watchJob(aJob()).nextWaitMs(0)).toBeCloseTo(14_000, 5);
	});

	it('does not learn from jobs of another model', () => {
		const pollSchedule = createPollSchedule(() => 3600);
		pollSchedule.watchJob(aJob({ model: 'veo-3.1' })).recordReady(20_000);
		expect(pollSchedule.watchJob(aJob({ model: 'kling-video' })).nextWaitMs(12_000)).toBe(
			LONGEST_MS,
		);
	});

	it('is always the same where an interval is fixed', () => {
		const view = createFixedPollSchedule(7000).watchJob(aJob());
		view.recordProgress(10_000, 99);
		view.recordReady(5000);
		expect([view.nextWaitMs(0), view.nextWaitMs(999_999)]).toEqual([7000, 7000]);
	});
});
