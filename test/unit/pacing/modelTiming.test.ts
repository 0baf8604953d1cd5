import { ModelTiming } from '../../../nodes/NinjaVideo/pacing/modelTiming';
import { ShapeRecord, SHAPES, type Report } from '../../../nodes/NinjaVideo/pacing/progressShapes';
import { Timing } from '../../../nodes/NinjaVideo/pacing/timing';
import { CELL_MS } from '../../../nodes/NinjaVideo/pacing/timeGrid';

const aJob = (lastLookMs = 0, reports: readonly Report[] = []) => ({ lastLookMs, reports });

function setUp() {
	const account = { shapes: new ShapeRecord(), learned: 0, version: 0 };
	return { account, model: new ModelTiming(account, 60_000) };
}

const meanOf = (model: ModelTiming) => {
	const chances = model.forecast();
	const sum = chances.reduce((total, chance) => total + chance, 0);
	return chances.reduce((total, chance, i) => total + (chance * Math.log(CELL_MS[i]!)) / sum, 0);
};

const weightOf = (model: ModelTiming, name: string) =>
	model.shapeWeights()[SHAPES.findIndex((shape) => shape.name === name)]!;

describe('a model', () => {
	it('keeps its forecast until it learns something', () => {
		const { model } = setUp();
		const before = model.forecast();
		expect(model.forecast()).toBe(before);
		const job = aJob(20_000);
		model.follow(job);
		model.notReady(job, 0, true);
		// A job alone is no evidence for itself.
		expect(model.forecast()).toBe(before);
		model.ended(job);
		expect(model.forecast()).not.toBe(before);
	});

	it('learns from jobs that are still being made, when they are several', () => {
		const { model } = setUp();
		const before = meanOf(model);
		const jobs = Array.from({ length: 4 }, () => aJob(200_000));
		for (const job of jobs) model.follow(job);
		for (const job of jobs) model.notReady(job, 0, true);
		expect(meanOf(model)).toBeGreaterThan(before + 0.3);
		for (const job of jobs) model.ended(job);
		expect(meanOf(model)).toBeCloseTo(before, 9);
		expect(model.finished).toBe(0);
	});

	it('learns nothing of the time of a job that it does not follow, or not any more', () => {
		const { model } = setUp();
		const before = meanOf(model);
		const others = [aJob(200_000), aJob(200_000)];
		for (const job of others) model.notReady(job, 0, true);
		const left = aJob(200_000);
		model.follow(left);
		model.ended(left);
		model.ended(left);
		model.notReady(left, 0, true);
		expect(meanOf(model)).toBeCloseTo(before, 9);
	});

	it('learns how long a job took', () => {
		const { model, account } = setUp();
		for (let video = 1; video <= 3; video += 1) {
			const job = aJob(238_000);
			model.follow(job);
			model.ended(job, { fromMs: 238_000, toMs: 240_000 });
			expect(model.finished).toBe(video);
			expect(account.learned).toBe(video);
		}
		expect(Math.exp(meanOf(model))).toBeGreaterThan(200_000);
	});

	it('counts every look and every end in the version of the account', () => {
		const { model, account } = setUp();
		const job = aJob(1000);
		model.follow(job);
		expect(account.version).toBe(0);
		model.notReady(job, 0, true);
		expect(account.version).toBe(1);
		model.ended(job);
		expect(account.version).toBe(2);
	});
});

describe('the shapes of progress', () => {
	/** Reports along a line that reaches `end` when the whole time has passed. */
	const alongLine = (end: number, tookMs: number) =>
		[0.2, 0.4, 0.6, 0.8].map((share) => ({
			elapsedMs: share * tookMs,
			progress: Math.round(end * share),
		}));

	function finish(model: ModelTiming, end: number) {
		const job = aJob(98_000, alongLine(end, 99_000));
		model.follow(job);
		model.ended(job, { fromMs: 98_000, toMs: 100_000 });
	}

	it('are learned from the reports of finished jobs, for the model and its account', () => {
		const { model, account } = setUp();
		const other = new ModelTiming(account, 60_000);
		const unusual = weightOf(model, 'line to 50');
		for (let video = 0; video < 3; video += 1) finish(model, 50);
		expect(weightOf(model, 'line to 50')).toBeGreaterThan(0.9);
		expect(weightOf(other, 'line to 50')).toBeGreaterThan(10 * unusual);
	});

	it('are told apart by an end that lies anywhere between the last two looks', () => {
		const { model } = setUp();
		// The end is known to 20 s only: 80 or 100 s fit a line to 80 and one to 100.
		const job = aJob(80_000, alongLine(80, 90_000));
		model.follow(job);
		model.ended(job, { fromMs: 80_000, toMs: 100_000 });
		expect(weightOf(model, 'line to 80')).toBeGreaterThan(weightOf(model, 'line to 65'));
		expect(weightOf(model, 'line to 80')).toBeGreaterThan(weightOf(model, 'line to 50'));
	});

	it('stay as they are after a job without reports, or one whose end is not known', () => {
		const { model } = setUp();
		const before = [...model.shapeWeights()];
		const silent = aJob(98_000);
		model.follow(silent);
		model.ended(silent, { fromMs: 98_000, toMs: 100_000 });
		const left = aJob(98_000, alongLine(50, 99_000));
		model.follow(left);
		model.ended(left);
		expect([...model.shapeWeights()]).toEqual(before);
	});

	it('lose what a look without progress takes from them, also for other models', () => {
		const { model, account } = setUp();
		const other = new ModelTiming(account, 60_000);
		const job = aJob(1000);
		model.follow(job);
		const before = weightOf(model, 'line to 95');
		model.notReady(job, 0, true);
		expect(weightOf(model, 'line to 95')).toBe(before);
		model.notReady(job, 1000, false);
		expect(weightOf(model, 'line to 95')).toBeLessThan(before);
		expect(weightOf(other, 'line to 95')).toBeLessThan(before);
	});
});

describe('what an account has learned', () => {
	it('is kept for each model by its own estimate', () => {
		const timing = new Timing((model) => (model === 'slow' ? 300_000 : undefined));
		expect(timing.usualMs('slow') / 300_000).toBeCloseTo(1, 1);
		expect(timing.usualMs('other') / 90_000).toBeCloseTo(1, 1);
		const job = timing.follow('slow');
		job.ready(300_000);
		expect(timing.finished('slow')).toBe(1);
		expect(timing.finished('other')).toBe(0);
		expect(timing.version).toBe(1);
	});

	it('says of a model by which time half of its videos are ready', () => {
		const timing = new Timing(() => 60_000);
		for (let video = 0; video < 9; video += 1) {
			const job = timing.follow('model');
			job.notReady(99_000, undefined);
			job.ready(101_000);
		}
		expect(timing.usualMs('model') / 100_000).toBeCloseTo(1, 1);
	});

	it('plans the first look at a job that is not ordered yet, and does not follow it', () => {
		const timing = new Timing(() => 60_000);
		const firstMs = timing.firstLookMs('model', 700);
		expect(firstMs).toBeGreaterThan(2000);
		expect(firstMs).toBeLessThan(60_000);
		expect(timing.follow('model').nextLookMs(0, 700)).toBe(firstMs);
	});
});
