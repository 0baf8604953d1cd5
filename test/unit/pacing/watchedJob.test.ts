import { Timing } from '../../../nodes/NinjaVideo/pacing/timing';
import { WatchedJob, type JobToWatch } from '../../../nodes/NinjaVideo/pacing/watchedJob';

const START_MS = 1_000_000;
const DEADLINE_MS = START_MS + 600_000;
const PRICE_MS = 700;

function watch(changes: Partial<JobToWatch> = {}, timing = new Timing(() => 60_000)) {
	const job = {
		model: 'model',
		startedAtMs: START_MS,
		isNew: true,
		deadlineMs: DEADLINE_MS,
		...changes,
	};
	return { timing, job: new WatchedJob(job, timing, START_MS) };
}

describe('a job that was ordered just now', () => {
	it('is looked at when its model makes it likely to be ready', () => {
		const { job, timing } = watch();
		expect(job.isStale(PRICE_MS)).toBe(true);
		job.plan(START_MS, PRICE_MS);
		expect(job.dueMs).toBe(START_MS + timing.firstLookMs('model', PRICE_MS));
		expect(job.dueMs).toBeGreaterThan(START_MS + 2000);
		expect(job.isStale(PRICE_MS)).toBe(false);
		expect(job.isStale(PRICE_MS + 1)).toBe(true);
	});

	it('is looked at earlier while its model is being learned', () => {
		const timing = new Timing(() => 60_000);
		const { job } = watch({}, timing);
		job.plan(START_MS, 20_000);
		expect(job.dueMs).toBe(START_MS + timing.firstLookMs('model', 5000));
		for (let video = 0; video < 3; video += 1) timing.follow('model').ready(60_000);
		job.plan(START_MS, 20_000);
		expect(job.dueMs).toBe(START_MS + timing.firstLookMs('model', 20_000));
	});

	it('teaches its time', () => {
		const { job, timing } = watch();
		job.ready(START_MS + 50_000);
		expect(timing.finished('model')).toBe(1);
	});

	it('is planned anew when another video has taught something', () => {
		const { job, timing } = watch();
		job.plan(START_MS, PRICE_MS);
		expect(job.mayHaveLearned()).toBe(false);
		timing.follow('other').ready(30_000);
		expect(job.mayHaveLearned()).toBe(true);
		job.plan(START_MS, PRICE_MS);
		expect(job.mayHaveLearned()).toBe(false);
	});

	it('is more likely to be ready the longer it takes', () => {
		const { job } = watch();
		expect(job.chanceReady(START_MS + 1000)).toBeLessThan(0.01);
		expect(job.chanceReady(START_MS + 600_000)).toBeGreaterThan(0.9);
	});

	it('that is left teaches nothing', () => {
		const { job, timing } = watch();
		job.leave();
		expect(timing.finished('model')).toBe(0);
		expect(timing.version).toBe(1);
	});
});

describe('a job that was ordered before', () => {
	it('is looked at once at once, and then as planned', () => {
		const { job } = watch({ isNew: false });
		expect(job.dueMs).toBe(START_MS);
		expect(job.isStale(PRICE_MS)).toBe(false);
		expect(job.mayHaveLearned()).toBe(false);
		job.plan(START_MS, PRICE_MS);
		expect(job.dueMs).toBe(START_MS);
		job.notReady(START_MS + 200, undefined);
		expect(job.isStale(PRICE_MS)).toBe(true);
		job.plan(START_MS + 200, PRICE_MS);
		expect(job.dueMs).toBeGreaterThan(START_MS + 2000);
	});

	it('does not teach its time', () => {
		const { job, timing } = watch({ isNew: false });
		job.ready(START_MS + 50_000);
		expect(timing.finished('model')).toBe(0);
		expect(timing.version).toBe(1);
	});

	it('of which only the ID is known is as old as its first progress says', () => {
		const OLD = { isNew: false, model: undefined };
		const ageMs = (progress: number | undefined, changes: Partial<JobToWatch> = OLD) => {
			const timing = new Timing(() => 60_000);
			const forecast = timing.follow('');
			jest.spyOn(timing, 'follow').mockReturnValue(forecast);
			const notReady = jest.spyOn(forecast, 'notReady');
			const { job } = watch(changes, timing);
			job.notReady(START_MS, progress);
			job.notReady(START_MS, 50);
			return notReady.mock.calls[1]![0] / job.usualMs;
		};
		expect(ageMs(19)).toBeCloseTo(0.2, 6);
		expect(ageMs(95)).toBeCloseTo(1, 6);
		expect(ageMs(200)).toBeCloseTo(1, 6);
		expect(ageMs(0)).toBeCloseTo(0, 6);
		expect(ageMs(-20)).toBeCloseTo(0, 6);
		expect(ageMs(undefined)).toBeCloseTo(50 / 95, 6);
		// With a model, or right after the order, its beginning is known.
		expect(ageMs(19, { isNew: false })).toBeCloseTo(0, 6);
		expect(ageMs(19, { model: undefined })).toBeCloseTo(0, 6);
	});
});

describe('the look at the deadline', () => {
	it('takes the place of one that is planned within a second before it', () => {
		const { job } = watch({ deadlineMs: START_MS + 5000 });
		job.retryIn(4001, START_MS);
		job.plan(START_MS, PRICE_MS);
		expect(job.dueMs).toBe(START_MS + 5000);
		const { job: just } = watch({ deadlineMs: START_MS + 5000, intervalMs: 4000 });
		just.plan(START_MS, PRICE_MS);
		expect(just.dueMs).toBe(START_MS + 4000);
	});

	it('comes where the plan would be later', () => {
		const { job } = watch({ deadlineMs: START_MS + 3000 });
		job.plan(START_MS, PRICE_MS);
		expect(job.dueMs).toBe(START_MS + 3000);
	});

	it('is the one that is sent at the deadline or after it', () => {
		const { job } = watch();
		expect(job.isLast(DEADLINE_MS - 1)).toBe(false);
		expect(job.isLast(DEADLINE_MS)).toBe(true);
		expect(job.wasLast).toBe(false);
		job.lookedAtMs = DEADLINE_MS - 1;
		expect(job.wasLast).toBe(false);
		job.lookedAtMs = DEADLINE_MS;
		expect(job.wasLast).toBe(true);
	});

	it('is due at once when it is late', () => {
		const { job } = watch();
		job.plan(DEADLINE_MS + 700, PRICE_MS);
		expect(job.dueMs).toBe(DEADLINE_MS + 700);
	});
});

describe('a look that failed', () => {
	it('is made again after its wait, and not before', () => {
		const { job } = watch();
		job.plan(START_MS + 90_000, PRICE_MS);
		job.retryIn(30_000, START_MS + 90_000);
		expect(job.isStale(PRICE_MS)).toBe(true);
		job.plan(START_MS + 90_000, PRICE_MS);
		expect(job.dueMs).toBe(START_MS + 120_000);
	});

	it('is made again at the deadline at the latest', () => {
		const { job } = watch();
		job.retryIn(30_000, DEADLINE_MS - 5000);
		job.plan(DEADLINE_MS - 5000, PRICE_MS);
		expect(job.dueMs).toBe(DEADLINE_MS);
	});

	it('is made again two seconds later where it failed at the deadline', () => {
		const { job } = watch();
		job.retryIn(30_000, DEADLINE_MS + 100);
		job.plan(DEADLINE_MS + 100, PRICE_MS);
		expect(job.dueMs).toBe(DEADLINE_MS + 2100);
		job.retryIn(500, DEADLINE_MS + 100);
		job.plan(DEADLINE_MS + 100, PRICE_MS);
		expect(job.dueMs).toBe(DEADLINE_MS + 600);
	});
});

describe('a fixed interval', () => {
	it('lies between the order and the first look, and between looks', () => {
		const { job } = watch({ intervalMs: 15_000 });
		job.plan(START_MS, PRICE_MS);
		expect(job.dueMs).toBe(START_MS + 15_000);
		job.notReady(START_MS + 15_200, 40);
		job.plan(START_MS + 15_200, PRICE_MS);
		expect(job.dueMs).toBe(START_MS + 30_200);
	});

	it('that is longer than the wait ends at the deadline', () => {
		const { job } = watch({ intervalMs: 3_600_000 });
		job.plan(DEADLINE_MS, PRICE_MS);
		expect(job.dueMs).toBe(DEADLINE_MS);
		const { job: old } = watch({ intervalMs: 3_600_000, isNew: false });
		old.notReady(START_MS + 200, undefined);
		old.plan(DEADLINE_MS + 100, PRICE_MS);
		expect(old.dueMs).toBe(DEADLINE_MS + 100);
	});

	it('does not keep a job that was ordered before from its first look', () => {
		const { job } = watch({ intervalMs: 15_000, isNew: false });
		expect(job.dueMs).toBe(START_MS);
		job.notReady(START_MS + 200, undefined);
		job.plan(START_MS + 200, PRICE_MS);
		expect(job.dueMs).toBe(START_MS + 15_200);
	});
});
