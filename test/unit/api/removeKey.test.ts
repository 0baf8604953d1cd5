import { createKeyRemover } from '../../../nodes/NinjaVideo/api/removeKey';

/** Assembled, so that no file holds anything that looks like a key. */
const KEY = ['nj', 'sk', 'live/a+b_0123456789xyz'].join('_');
const BASE64 = Buffer.from(KEY).toString('base64');

describe('the API key', () => {
	it.each([
		{ label: 'as it is', text: `Incorrect key: Bearer ${KEY}.` },
		{ label: 'in capitals', text: KEY.toUpperCase() },
		{ label: 'URL-encoded', text: `?key=${encodeURIComponent(KEY)}` },
		{ label: 'URL-encoded in small letters', text: encodeURIComponent(KEY).toLowerCase() },
		{ label: 'with JSON escapes', text: KEY.replace('_', '\\u005f').replace('/', '\\/') },
		{ label: 'without its prefix', text: KEY.slice(6) },
		{ label: 'in Base64', text: BASE64.replace(/=+$/, '') },
		{ label: 'cut in half', text: KEY.slice(0, 14) },
		{ label: 'cut before its end, URL-encoded', text: encodeURIComponent(KEY).slice(0, -1) },
		{ label: 'URL-encoded twice', text: encodeURIComponent(encodeURIComponent(KEY)) },
		{
			label: 'in a page',
			text: KEY.replace('_', '&#95;').replace('/', '&#x2F;').replace('+', '&plus;'),
		},
		{ label: 'in hexadecimal', text: Buffer.from(KEY).toString('hex') },
		{ label: 'in UTF-16', text: [...KEY].join('\0') },
		{ label: 'with line breaks as JSON writes them', text: KEY.replace(/(.{4})/g, '$1\\n') },
		{ label: 'in a Basic header', text: Buffer.from(`me:${KEY}`).toString('base64') },
		{
			label: 'in a Bearer header in Base64',
			text: Buffer.from(`Bearer ${KEY}`).toString('base64'),
		},
		{ label: 'in Base64, cut in half', text: BASE64.slice(0, 20) },
		{ label: 'of somebody else', text: ['nj', 'sk', 'other1'].join('_') },
	])('is removed $label', ({ text }) => {
		const clean = createKeyRemover(KEY)(text);
		expect(clean).toContain('[API key removed]');
		expect(clean).not.toMatch(/live|0123456789|other1|nj_sk/i);
	});

	it('leaves the rest of a text as it is', () => {
		const text = '{"a":"\\"\\\\u0041\\n","id":"nj_ski"}';
		expect(createKeyRemover(KEY)(text)).toBe(text);
	});

	it('is removed after escaped backslashes, which stay', () => {
		const text = `{"a":"\\\\\\u0041","b":"\\\\u0041","k":"${KEY.replace('_', '\\u005f')}"}`;
		const clean = createKeyRemover(KEY)(text);
		expect(clean).toBe('{"a":"\\\\A","b":"\\\\u0041","k":"[API key removed]"}');
	});

	it.each(['\\u005f', '\\/', '\\\\/', '\\'])('is removed after a megabyte of %s', (filling) => {
		const clean = createKeyRemover(KEY)(`${filling.repeat(1_000_000 / filling.length)} ${KEY}`);
		expect(clean.slice(-25)).toContain('[API key removed]');
	});

	it('is removed although it is empty', () => {
		expect(createKeyRemover('')('abc')).toBe('abc');
	});
});
