import { lookPriceMs, priceWhileLearning } from '../../../nodes/NinjaVideo/pacing/lookPrice';

const NOBODY = { places: 60, waiting: 0, watched: 0, usualMs: 0 };

/** Prices go in steps of a quarter: half a step is 12 %. */
function expectPrice(demand: Partial<typeof NOBODY>, expectedMs: number): void {
	const ratio = lookPriceMs({ ...NOBODY, ...demand }) / expectedMs;
	expect(Math.abs(Math.log(ratio))).toBeLessThanOrEqual(Math.log(1.25) / 2 + 1e-9);
}

describe('the price of a look in lag', () => {
	it('is 0.7 s while nobody waits', () => {
		expectPrice({}, 700);
		expectPrice({ watched: 1, usualMs: 60_000 }, 700);
	});

	it('is the time that those who wait need', () => {
		expectPrice({ waiting: 10 }, 10_000);
		expectPrice({ waiting: 10, places: 20 }, 30_000);
		expectPrice({ waiting: 5, places: 120 }, 2500);
	});

	it('rises with the square of the videos that are watched', () => {
		expectPrice({ watched: 30, usualMs: 90_000 }, 30_000 ** 2 / (1.4 * 90_000));
		expectPrice({ watched: 30, usualMs: 300_000 }, 30_000 ** 2 / (1.4 * 300_000));
	});

	it('is at most 30 s', () => {
		expectPrice({ waiting: 2000 }, 30_000);
		expectPrice({ watched: 2000, usualMs: 60_000 }, 30_000);
	});

	it('changes in steps of a quarter', () => {
		const price = (waiting: number) => lookPriceMs({ ...NOBODY, waiting });
		expect(price(100)).toBe(price(101));
		const prices = new Set(Array.from({ length: 300 }, (_, index) => price(index / 10)));
		const sorted = [...prices].sort((a, b) => a - b);
		expect(sorted.length).toBeGreaterThan(10);
		for (let i = 1; i < sorted.length; i += 1) {
			expect(sorted[i]! / sorted[i - 1]!).toBeCloseTo(1.25, 6);
		}
	});
});

it.each([
	{ priceMs: 8000, known: 0, expected: 2000 },
	{ priceMs: 8000, known: 1, expected: 4000 },
	{ priceMs: 8000, known: 2, expected: 6000 },
	{ priceMs: 8000, known: 3, expected: 8000 },
	{ priceMs: 8000, known: 9, expected: 8000 },
	{ priceMs: 1000, known: 0, expected: 700 },
	{ priceMs: 500, known: 0, expected: 500 },
])(
	'a look that costs $priceMs ms costs $expected ms when $known videos of its model are known',
	({ priceMs, known, expected }) => {
		expect(priceWhileLearning(priceMs, known)).toBe(expected);
	},
);
