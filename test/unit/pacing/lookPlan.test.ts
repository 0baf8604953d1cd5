import { planNextLook, type PlanInput } from '../../../nodes/NinjaVideo/pacing/lookPlan';

type Points = ReadonlyArray<readonly [ms: number, chance: number]>;

/** A job that is ready at a chance that grows in straight lines between some points. */
function between(points: Points): Pick<PlanInput, 'chanceReady' | 'quantile'> {
	const along = (value: number, from: 0 | 1, to: 0 | 1) => {
		const after = points.findIndex((point) => point[from] > value);
		if (after === 0) return points[0]![to];
		if (after < 0) return points.at(-1)![to];
		const [a, b] = [points[after - 1]!, points[after]!];
		return a[to] + ((b[to] - a[to]) * (value - a[from])) / (b[from] - a[from]);
	};
	return { chanceReady: (ms) => along(ms, 0, 1), quantile: (chance) => along(chance, 1, 0) };
}

const plan = (points: Points, changes: Partial<PlanInput> = {}) =>
	planNextLook({
		lastLookMs: 0,
		earliestMs: 0,
		shortestGapMs: 2000,
		priceMs: 1000,
		tells: 0,
		...between(points),
		...changes,
	});

const EVEN: Points = [
	[60_000, 0],
	[120_000, 1],
];

/**
 * The least expected cost by plain recursion over moments 500 ms apart, if the first look is at `first`: the price
 * of every look, and the time that a ready video waits for its look.
 */
function costOf(points: Points, priceMs: number, first: number): number {
	const { chanceReady } = between(points);
	const step = 500;
	const end = points.at(-1)![0];
	const best = new Map<number, number>();
	const lagOf = (from: number, to: number) => {
		let lag = 0;
		for (let ms = from; ms < to; ms += step) {
			const width = Math.min(step, to - ms);
			lag += width * (chanceReady(ms + width / 2) - chanceReady(from));
		}
		return lag;
	};
	const costFrom = (from: number): number => {
		if (from >= end) return 0;
		const known = best.get(from);
		if (known !== undefined) return known;
		let least = Infinity;
		for (let to = Math.max(from + 2000, points[0]![0]); ; to += 1000) {
			const at = Math.min(to, end);
			least = Math.min(least, stepCost(from, at));
			if (at === end) break;
		}
		best.set(from, least);
		return least;
	};
	const stepCost = (from: number, to: number): number =>
		priceMs * (1 - chanceReady(from)) + lagOf(from, to) + costFrom(to);
	return stepCost(0, first);
}

describe('the next look', () => {
	it('comes when it is certain, by a third of the shortest distance between looks', () => {
		const lookMs = plan([
			[30_000, 0],
			[30_001, 1],
		]);
		expect(lookMs).toBeGreaterThan(30_000);
		expect(lookMs).toBeLessThan(30_700);
	});

	it.each([
		[500, 60_000, 72_000],
		[3000, 70_000, 85_000],
		[20_000, 95_000, 121_000],
	])('at %d ms of lag a look comes between %d and %d ms', (priceMs, from, to) => {
		const lookMs = plan(EVEN, { priceMs });
		expect(lookMs).toBeGreaterThanOrEqual(from);
		expect(lookMs).toBeLessThanOrEqual(to);
	});

	it.each([500, 1000, 3000, 8000, 20_000])(
		'at %d ms of lag a look costs hardly more than the best moment of all',
		(priceMs) => {
			const moments = Array.from({ length: 61 }, (_, i) => 60_000 + 1000 * i);
			const least = Math.min(...moments.map((ms) => costOf(EVEN, priceMs, ms)));
			const planned = Math.round(plan(EVEN, { priceMs }) / 500) * 500;
			expect(costOf(EVEN, priceMs, planned) / least).toBeLessThan(1.03);
		},
	);

	it.each([
		[700, 10_000],
		[30_000, 10_000],
		[400_000, 100_000],
	])(
		'at %d ms of lag, where half is ready after 10 s and the rest after 100 s, comes after %d ms',
		(priceMs, expected) => {
			const lookMs = plan(
				[
					[10_000, 0],
					[10_100, 0.5],
					[100_000, 0.5],
					[100_100, 1],
				],
				{ priceMs },
			);
			expect(lookMs).toBeGreaterThanOrEqual(expected);
			expect(lookMs).toBeLessThan(expected + 800);
		},
	);

	it('keeps its distance from the last look', () => {
		const lookMs = plan(EVEN, { lastLookMs: 90_000, earliestMs: 90_000, priceMs: 1 });
		expect(lookMs).toBe(92_000);
		const later = plan(EVEN, { lastLookMs: 90_000, earliestMs: 97_000, priceMs: 1 });
		expect(later).toBe(97_000);
		const far = plan(EVEN, { lastLookMs: 90_000, earliestMs: 0, priceMs: 1, shortestGapMs: 8000 });
		expect(far).toBe(98_000);
	});

	it('does not wait for a chance that hardly anything is left of', () => {
		const tail: Points = [
			[10_000, 0],
			[11_000, 0.996],
			[3_600_000, 1],
		];
		expect(plan(tail, { priceMs: 5000 })).toBeLessThan(12_000);
	});

	it('comes at some time although the chance never grows', () => {
		const never: Points = [
			[10_000, 0],
			[20_000, 0.3],
			[Number.MAX_SAFE_INTEGER, 0.3],
		];
		const lookMs = plan(never, { lastLookMs: 30_000, earliestMs: 30_000 });
		expect(lookMs).toBeGreaterThanOrEqual(32_000);
		expect(Number.isFinite(lookMs)).toBe(true);
	});

	it('comes earlier the more a first report is likely to tell', () => {
		const wide: Points = [
			[20_000, 0],
			[600_000, 1],
		];
		const lookAt = (tells: number) => plan(wide, { tells, priceMs: 3000 });
		expect(lookAt(0.6)).toBeLessThan(lookAt(0));
		expect(lookAt(0.3)).toBeLessThanOrEqual(lookAt(0));
		expect(lookAt(0.6)).toBeLessThanOrEqual(lookAt(0.3));
		// A report that tells all: one look at once, and one at the end.
		expect(lookAt(1)).toBeLessThan(40_000);
	});
});
