import { readCredential } from '../../../nodes/NinjaVideo/api/credential';

/** Assembled, so that no file holds anything that looks like a key. */
const KEY = ['nj', 'sk', 'abc'].join('_');
const read = (changes: Readonly<Record<string, unknown>>) =>
	readCredential({ apiKey: KEY, baseUrl: 'https://ninjachat.ai', ...changes });

describe('Maximum Spend per Day', () => {
	it.each([
		[50, 5000],
		['50', 5000],
		[' 12.5 ', 1250],
		['7.', 700],
		[0, 0],
		[0.29, 29],
		[0.019, 1],
		[1_000_000, 100_000_000],
	])('of %j is %s cents', (maxSpendPerDayUsd, dayCapCents) => {
		expect(read({ maxSpendPerDayUsd })).toMatchObject({ ok: true, value: { dayCapCents } });
	});

	it.each(['', '  ', null, undefined])('is no limit where it is %j', (maxSpendPerDayUsd) => {
		const credential = read({ maxSpendPerDayUsd });
		expect(credential).toMatchObject({ ok: true });
		expect(credential).not.toHaveProperty('value.dayCapCents');
	});

	it.each([
		-1,
		'-1',
		'$5',
		'5 USD',
		'x5',
		'5,50',
		'.5',
		'5.5.5',
		'5.x',
		1_000_000.01,
		Infinity,
		'NaN',
		{},
	])('is refused where it is %j', (maxSpendPerDayUsd) => {
		expect(read({ maxSpendPerDayUsd })).toEqual({
			ok: false,
			error: {
				headline: 'Maximum Spend per Day (USD) of the credential is not an amount',
				advice: 'Enter a number from 0 to 1000000, such as 50, or leave it empty for no limit.',
				code: 'invalid_option',
			},
		});
	});
});

describe('a credential that cannot be used', () => {
	it.each([
		[{ apiKey: undefined }, 'The API key of the credential is empty'],
		[{ apiKey: null }, 'The API key of the credential is empty'],
		[{ apiKey: 'x' }, 'The API key of the credential does not start with nj_sk_'],
	])('says so of its key: %j', (changes, headline) => {
		expect(read(changes)).toEqual({
			ok: false,
			error: {
				...{ headline, code: 'invalid_key' },
				advice: 'Enter your NinjaChat API key in the credential.',
			},
		});
	});

	it.each([
		[undefined, 'is not a URL'],
		['ninjachat.ai', 'is not a URL'],
		['http://ninjachat.ai', 'must start with https://'],
	])('says so of its base URL: %j', (baseUrl, words) => {
		expect(read({ baseUrl })).toEqual({
			ok: false,
			error: {
				headline: `The base URL of the credential ${words}`,
				...{ advice: 'Use https://ninjachat.ai.', code: 'invalid_base_url' },
			},
		});
	});
});
