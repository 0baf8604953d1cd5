import { formatDollars, toCents } from '../../nodes/NinjaVideo/money';

describe('an amount of the service', () => {
	it.each<readonly [string | number | null | undefined, number | undefined]>([
		['$3.00', 300],
		['1,234.50', 123_450],
		['1,234', 123_400],
		['3,00', 300],
		['3,00 USD', 300],
		['3,5', 350],
		['1.234,50', 123_450],
		['$1.234.567,5 USD', 123_456_750],
		['1,234,567.50', 123_456_750],
		[0.6, 60],
		['free', undefined],
		['', undefined],
		[null, undefined],
		[Number.NaN, undefined],
	])('%p is %p cents', (amount, cents) => {
		expect(toCents(amount)).toBe(cents);
	});
});

it.each([
	[300, '$3.00'],
	[0, '$0.00'],
	[-300, '-$3.00'],
])('%d cents are written %s', (cents, text) => {
	expect(formatDollars(cents)).toBe(text);
});
