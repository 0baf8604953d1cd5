import {
	CELL_LOGS,
	CELL_MS,
	CELL_STEP,
	CELLS,
	fromLogs,
	normalBelow,
	normalDensity,
	normalise,
	positionOf,
	timeAt,
} from '../../../nodes/NinjaVideo/pacing/timeGrid';

it('the time grid goes from 1.5 s to 100 minutes in steps of one factor', () => {
	expect(CELL_MS[0]).toBeCloseTo(1500, 6);
	expect(CELL_MS[CELLS - 1]).toBeCloseTo(6_000_000, 3);
	expect(CELL_MS[11]! / CELL_MS[10]!).toBeCloseTo(Math.exp(CELL_STEP), 9);
	expect(CELL_LOGS[200]).toBeCloseTo(Math.log(CELL_MS[200]!), 9);
});

it('a position of the grid counts from the lower edge of the first cell', () => {
	expect(positionOf(CELL_MS[0]!)).toBeCloseTo(0.5, 9);
	expect(positionOf(CELL_MS[100]!)).toBeCloseTo(100.5, 9);
	expect(timeAt(100.5)).toBeCloseTo(CELL_MS[100]!, 6);
	expect(timeAt(positionOf(47_000))).toBeCloseTo(47_000, 6);
});

describe('the normal distribution', () => {
	it.each([
		[-6.1, 0],
		[-3, 0.0013499],
		[-1.96, 0.0249979],
		[-1, 0.1586553],
		[0, 0.5],
		[0.5, 0.6914625],
		[1, 0.8413447],
		[2.5, 0.9937903],
		[6.1, 1],
	])('lies below %d with its share of the printed tables', (z, share) => {
		expect(Math.abs(normalBelow(z) - share)).toBeLessThan(1e-5);
	});

	it('grows without a step at either end of what is computed', () => {
		expect(normalBelow(6)).not.toBe(1);
		expect(normalBelow(-6)).not.toBe(0);
		expect(normalBelow(-6)).toBeLessThan(1e-8);
	});

	it.each([
		[0, 0.39894],
		[1, 0.24197],
		[-1, 0.24197],
		[2, 0.05399],
	])('has at %d the density of the printed tables', (z, density) => {
		expect(normalDensity(z)).toBeCloseTo(density, 4);
	});
});

describe('weights', () => {
	it('are divided by their sum', () => {
		expect([...normalise(Float64Array.from([1, 3, 4]))]).toEqual([0.125, 0.375, 0.5]);
	});

	it('that are all nought stay nought', () => {
		expect([...normalise(new Float64Array(3))]).toEqual([0, 0, 0]);
	});

	it('come from logarithms of any size', () => {
		const [first, second] = fromLogs(Float64Array.from([-2000, -2000 + Math.log(3)]));
		expect(first).toBeCloseTo(0.25, 9);
		expect(second).toBeCloseTo(0.75, 9);
		expect([...fromLogs(Float64Array.from([5000, 0]))]).toEqual([1, 0]);
	});
});
