import {
	chanceOfReports,
	ShapeRecord,
	SHAPES,
	tellingShare,
	weighShapes,
	type Report,
} from '../../../nodes/NinjaVideo/pacing/progressShapes';

const at = (elapsedMs: number, progress: number): Report => ({ elapsedMs, progress });

function shapeOf(name: string) {
	const shape = SHAPES.find((one) => one.name === name);
	if (shape === undefined) throw new Error(`No shape ${name}`);
	return shape;
}

/** The progress from 0 to 100 that a shape thinks most likely when a share of the time has passed. */
function likeliest(name: string, share: number, before?: Report, elapsedMs = 10_000): number {
	const chances = Array.from({ length: 101 }, (_, progress) =>
		shapeOf(name).chance(share, at(elapsedMs, progress), before),
	);
	return chances.indexOf(Math.max(...chances));
}

const chance = (
	name: string,
	share: number,
	progress: number,
	before?: Report,
	elapsedMs = 10_000,
) => shapeOf(name).chance(share, at(elapsedMs, progress), before);

/** The chance of any one progress where nothing is known. */
const ANY = 1 / 101;

describe('the progress that a shape expects', () => {
	it.each([
		['line to 95', 0.5, 48],
		['line to 95', 0.2, 19],
		['line to 100', 0.5, 50],
		['line to 100', 1, 95],
		['line to 50', 1, 50],
		['slow at first', 0.5, 24],
		['fast at first', 0.5, 74],
		['starts at 0.3', 0.65, 48],
		['starts at 0.75', 0.875, 48],
	])('of %s after %d of the time is %d', (name, share, progress) => {
		expect(Math.abs(likeliest(name, share) - progress)).toBeLessThanOrEqual(1);
	});

	it('of a late start is nought before it starts', () => {
		expect(chance('starts at 0.6', 0.5, 0)).toBe(0.9);
		expect(chance('starts at 0.6', 0.5, 1)).toBe(0.9);
		expect(chance('starts at 0.6', 0.5, 2)).toBe(0.001);
		expect(chance('starts at 0.6', 0.6, 0)).not.toBe(0.9);
	});

	it('of a clock grows with the time since the order', () => {
		const before = at(10_000, 20);
		expect(likeliest('by the clock', 0.1, before, 20_000)).toBe(40);
		expect(likeliest('by the clock', 0.1, before, 90_000)).toBe(95);
		expect(chance('by the clock', 0.1, 40, before, 20_000)).toBeCloseTo(
			(0.97 * 0.39894) / 1.9 + 0.03 * ANY,
			4,
		);
	});

	it('of a clock is unknown before a second report, and while it has hardly begun', () => {
		expect(chance('by the clock', 0.1, 40)).toBe(ANY);
		expect(chance('by the clock', 0.1, 40, at(10_000, 2))).toBe(ANY);
		expect(chance('by the clock', 0.1, 6, at(10_000, 3), 20_000)).not.toBe(ANY);
	});
});

describe('the chance of a progress', () => {
	it('near a line is that of the normal distribution, and never nought', () => {
		expect(chance('line to 95', 0.4, 38)).toBeCloseTo((0.97 * 0.39894) / 1.3 + 0.03 * ANY, 4);
		expect(chance('line to 95', 0.4, 36)).toBeCloseTo(chance('line to 95', 0.4, 40), 9);
		const far = 0.97 * 1e-9 + 0.03 * ANY;
		expect(chance('line to 95', 0, 95)).toBeCloseTo(far, 12);
		expect(chance('line to 95', 1, 0)).toBeCloseTo(far, 12);
		expect(chance('line to 95', 0.4, 38 + 1.3 * 6.9)).toBeCloseTo(far, 12);
	});

	it.each([
		[50, 0.85],
		[40, 0.003],
		[45, 0.003],
		[60, 0.003],
	])('under steps of 10, at 51 of 95, is for %d %d', (progress, expected) => {
		expect(chance('steps of 10', 51 / 95, progress)).toBe(expected);
	});

	it('under steps leaves 1 for rounding on either side', () => {
		expect(chance('steps of 10', 49 / 95, 50)).toBe(0.85);
		expect(chance('steps of 10', 48.9 / 95, 50)).toBe(0.003);
		expect(chance('steps of 10', 60.9 / 95, 50)).toBe(0.85);
		expect(chance('steps of 10', 61 / 95, 50)).toBe(0.003);
	});

	it('under a service that says nothing of the end is the same at any time', () => {
		expect(chance('anything', 0.1, 40)).toBe(ANY);
		expect(chance('nought', 0.9, 0)).toBe(0.97);
		expect(chance('nought', 0.9, 1)).toBe(0.03 * ANY);
		expect(chance('stays', 0.9, 30)).toBe(ANY);
		expect(chance('stays', 0.9, 30, at(1, 30))).toBe(0.93);
		expect(chance('stays', 0.9, 31, at(1, 30))).toBe(0.07 * ANY);
	});

	it('of several reports is the product of theirs, each times 40', () => {
		const line = shapeOf('line to 95');
		const reports = [at(10_000, 19), at(20_000, 38)];
		const one = (share: number, report: Report) => 40 * line.chance(share, report, undefined);
		expect(chanceOfReports(line, reports, 50_000)).toBeCloseTo(
			one(0.2, reports[0]!) * one(0.4, reports[1]!),
			6,
		);
		expect(chanceOfReports(line, [at(90_000, 95)], 50_000)).toBeCloseTo(one(1, at(0, 95)), 6);
		expect(chanceOfReports(line, [], 50_000)).toBe(1);
	});

	it('of a report looks back at the one before it', () => {
		const stays = shapeOf('stays');
		const reports = [at(1, 30), at(2, 30), at(3, 31)];
		expect(chanceOfReports(stays, reports, 50)).toBeCloseTo(40 ** 3 * ANY * 0.93 * 0.07 * ANY, 9);
	});

	it('that has become next to nothing is not multiplied further', () => {
		const nought = shapeOf('nought');
		const reports = Array.from({ length: 12 }, (_, index) => at(index, 50));
		const chanceOf = (count: number) => chanceOfReports(nought, reports.slice(0, count), 50);
		expect(chanceOf(7)).toBeLessThan(chanceOf(6));
		expect(chanceOf(12)).toBeGreaterThan(0);
		expect(chanceOf(12)).toBeGreaterThan(1e-18);
	});
});

describe('the weights of the shapes', () => {
	const PRIORS = SHAPES.map(({ prior }) => prior);
	const total = PRIORS.reduce((sum, prior) => sum + prior, 0);
	const weightOf = (weights: Float64Array, name: string) =>
		weights[SHAPES.findIndex((shape) => shape.name === name)]!;
	const chancesFor = (name: string) =>
		Float64Array.from(SHAPES, (shape) => (shape.name === name ? 1 : 0));

	it('are what is usual before any video is known', () => {
		const weights = weighShapes(new ShapeRecord(), new ShapeRecord());
		expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
		expect([...weights].map((weight) => weight.toFixed(2))).toEqual(
			PRIORS.map((prior) => (prior / total).toFixed(2)),
		);
	});

	it('go to the shape that the videos of the model showed', () => {
		const model = new ShapeRecord();
		for (let video = 0; video < 4; video += 1) model.learn(chancesFor('line to 50'));
		const weights = weighShapes(new ShapeRecord(), model);
		expect(weightOf(weights, 'line to 50')).toBeGreaterThan(0.97);
		expect(weightOf(weights, 'line to 95')).toBeGreaterThan(0.005);
	});

	it('follow what other models of the account showed, less surely', () => {
		const account = new ShapeRecord();
		for (let video = 0; video < 9; video += 1) account.learn(chancesFor('line to 50'));
		const weights = weighShapes(account, new ShapeRecord());
		expect(weightOf(weights, 'line to 50')).toBeCloseTo(0.7, 1);
		expect(weightOf(weights, 'line to 95')).toBeCloseTo(0.3 * 0.42 * 0.98 + 0.02 * 0.42, 2);
	});

	it('go to a service that says nothing, after looks without progress', () => {
		const model = new ShapeRecord();
		for (let look = 0; look < 5; look += 1) model.learnSilence();
		expect(weightOf(weighShapes(new ShapeRecord(), model), 'anything')).toBeGreaterThan(0.9);
	});

	it('forget older videos slowly', () => {
		const record = new ShapeRecord();
		record.learn(chancesFor('line to 50'));
		const [before] = record.logs;
		expect(before).toBeCloseTo(Math.log(0.003), 6);
		record.learn(Float64Array.from(SHAPES, () => 1));
		expect(record.logs[0]).toBeCloseTo(0.96 * Math.log(0.003) + Math.log(1.003), 6);
		record.learnSilence();
		expect(record.logs[0]).toBeCloseTo(0.96 * (0.96 * Math.log(0.003) + Math.log(1.003)) - 2, 6);
	});

	it('say how much a first report tells of the end', () => {
		const only = (name: string) => tellingShare(chancesFor(name));
		expect(only('line to 95')).toBe(1);
		expect(only('slow at first')).toBe(1);
		expect(only('steps of 10')).toBe(0.6);
		expect(only('steps of 20')).toBe(0.2);
		expect(only('starts at 0.3')).toBe(0.5);
		expect(only('nought')).toBe(0);
		expect(tellingShare(Float64Array.from(SHAPES, () => 0.1))).toBeCloseTo(
			0.1 * SHAPES.reduce((sum, { tells }) => sum + tells, 0),
			9,
		);
	});

	it('have one place for each shape, and every shape has a name of its own', () => {
		expect(new Set(SHAPES.map(({ name }) => name)).size).toBe(SHAPES.length);
	});
});
