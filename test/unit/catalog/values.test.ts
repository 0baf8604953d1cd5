import {
	asText,
	asTyped,
	isBlank,
	isLeftOpen,
	isWebAddress,
	show,
	withoutInvisible,
} from '../../../nodes/NinjaVideo/catalog/values';

const INVISIBLE = '\u200b\u2060\ufeff\u00ad\u3164';

describe('a cell', () => {
	it.each([undefined, null, '', '  \t\n', INVISIBLE, ` ${INVISIBLE} `])(
		'is blank with %j',
		(value) => {
			expect(isBlank(value)).toBe(true);
			expect(isLeftOpen(value)).toBe(true);
		},
	);

	it.each([
		'-',
		'---',
		'–',
		'——',
		'n/a',
		'N/A',
		'none',
		'Default',
		'auto',
		'AUTOMATIC',
		` -${INVISIBLE} `,
	])('is left open, but not blank, with %j', (value) => {
		expect(isBlank(value)).toBe(false);
		expect(isLeftOpen(value)).toBe(true);
	});

	it.each([
		'-a',
		'a-',
		'n/a dog',
		'xnone',
		'nones',
		'autos',
		'defaults',
		0,
		false,
		{},
		[],
		Number.NaN,
	])('is filled with %j', (value) => {
		expect(isBlank(value)).toBe(false);
		expect(isLeftOpen(value)).toBe(false);
	});
});

describe('a value as text', () => {
	it.each([
		['a', 'a'],
		[7, '7'],
		[false, 'false'],
		[undefined, undefined],
		[null, undefined],
		[{}, undefined],
		[['a'], undefined],
	])('%j is %j', (value, text) => {
		expect(asText(value)).toBe(text);
	});

	it.each([
		[` a\t\u00a0 b${INVISIBLE}\n`, 'a b'],
		['ｖｅｏ　３', 'veo 3'],
		[7, '7'],
		[{}, ''],
	])('%j is typed as %j', (value, text) => {
		expect(asTyped(value)).toBe(text);
	});

	it('has nothing that nobody sees', () => {
		expect(withoutInvisible(` a${INVISIBLE}b `)).toBe('ab');
	});

	it.each([
		['a', 'a'],
		[7, '7'],
		[{ a: 1 }, '{"a":1}'],
		[undefined, 'undefined'],
		[Symbol('a'), 'Symbol(a)'],
		['x'.repeat(60), 'x'.repeat(60)],
		['x'.repeat(61), `${'x'.repeat(57)}...`],
		['🐕'.repeat(60), '🐕'.repeat(60)],
		['🐕'.repeat(61), `${'🐕'.repeat(57)}...`],
	])('is shown short: %j', (value, text) => {
		expect(show(value)).toBe(text);
	});
});

it.each([
	['http://a.com', true],
	['https://a.com', true],
	['ftp://a.com', false],
	['a.com', false],
	['', false],
])('%j is a web URL: %s', (text, expected) => {
	expect(isWebAddress(text)).toBe(expected);
});
