import { readCredential } from '../../../nodes/NinjaVideo/api/credential';
import { fileNameOf, judgeDownload } from '../../../nodes/NinjaVideo/api/download';
import { formatDollars, toCents, toDollars } from '../../../nodes/NinjaVideo/money';
import { readRetryAfter } from '../../../nodes/NinjaVideo/api/retryAfter';

describe('an amount', () => {
	it.each([
		{ amount: '$3.00', cents: 300 },
		{ amount: '$1,234.50', cents: 123_450 },
		{ amount: '3', cents: 300 },
		{ amount: ' 5.00 USD', cents: 500 },
		{ amount: '$0.00', cents: 0 },
		{ amount: '$0.29', cents: 29 },
		{ amount: '$1.15', cents: 115 },
		{ amount: 3, cents: 300 },
		{ amount: 0, cents: 0 },
		{ amount: 39.99, cents: 3999 },
		{ amount: '', cents: undefined },
		{ amount: '$', cents: undefined },
		{ amount: 'free', cents: undefined },
		{ amount: null, cents: undefined },
		{ amount: undefined, cents: undefined },
		{ amount: Number.NaN, cents: undefined },
		{ amount: Infinity, cents: undefined },
	])('of $amount is $cents cents', ({ amount, cents }) => {
		expect(toCents(amount)).toBe(cents);
	});

	it.each([
		{ cents: 300, dollars: 3, text: '$3.00' },
		{ cents: 5, dollars: 0.05, text: '$0.05' },
		{ cents: 123_450, dollars: 1234.5, text: '$1234.50' },
	])('of $cents cents is $text', ({ cents, dollars, text }) => {
		expect(toDollars(cents)).toBe(dollars);
		expect(formatDollars(cents)).toBe(text);
	});
});

describe('Retry-After', () => {
	const NOW_MS = Date.parse('Thu, 01 Jan 2026 00:00:00 GMT');
	it.each([
		{ header: '30', seconds: 30 },
		{ header: ' 1.5 ', seconds: 1.5 },
		{ header: '0', seconds: 0 },
		{ header: '0.25', seconds: 0.25 },
		{ header: '30 seconds', seconds: undefined },
		{ header: 'in 2026, May', seconds: undefined },
		{ header: 'T5', seconds: undefined },
		{ header: 'Thu, 01 Jan 2026 00:01:00 GMT', seconds: 60 },
		{ header: 'Wed, 31 Dec 2025 00:00:00 GMT', seconds: 0 },
		{ header: 'soon', seconds: undefined },
		{ header: '-5', seconds: undefined },
		{ header: '', seconds: undefined },
		{ header: undefined, seconds: undefined },
	])('of $header is $seconds seconds', ({ header, seconds }) => {
		expect(readRetryAfter(header, NOW_MS)).toBe(seconds);
	});
});

/** Assembled, so that no file holds anything that looks like a key. */
const keyOf = (rest: string) => ['nj', 'sk', rest].join('_');

/** Reads a credential that is good but for what is given. */
function read(changes: Readonly<Record<string, unknown>>) {
	const good = { apiKey: keyOf('abc'), baseUrl: 'https://ninjachat.ai', apiVersion: 'automatic' };
	return readCredential({ ...good, ...changes });
}
const settingOf = (apiVersion: unknown) => {
	const credential = read({ apiVersion });
	return credential.ok ? credential.value.apiSetting : undefined;
};
const findKeyProblem = (apiKey: string) => {
	const credential = read({ apiKey });
	return credential.ok ? undefined : credential.error.headline;
};
const checkBaseUrl = (baseUrl: string) => {
	const credential = read({ baseUrl });
	return credential.ok
		? { ok: true, baseUrl: credential.value.baseUrl }
		: { ok: false, ...credential.error };
};

describe('API Version', () => {
	it.each(['v1/video', 'v1/videos', 'automatic'])('of %s is read as it is', (value) => {
		expect(settingOf(value)).toBe(value);
	});

	it.each([undefined, '', 'v2'])('of %s is automatic', (value) => {
		expect(settingOf(value)).toBe('automatic');
	});
});

describe('a key', () => {
	it.each([
		{ label: 'its prefix and letters', key: keyOf('abc123XYZ') },
		{ label: 'dashes and dots', key: keyOf('live-1.2_3') },
		{ label: 'a line break after it', key: `${keyOf('abc')}\n` },
		{ label: 'a space before it', key: ` ${keyOf('abc')}` },
	])('is taken with $label', ({ key }) => {
		expect(findKeyProblem(key)).toBeUndefined();
	});

	it.each([
		{ label: 'empty', key: '', problem: /is empty/ },
		{ label: 'blank', key: '   ', problem: /is empty/ },
		{ label: 'of another service', key: 'sk-abc', problem: /does not start with/ },
		{ label: 'only the prefix', key: keyOf(''), problem: /does not start with/ },
		{ label: 'broken by a blank', key: keyOf('ab c'), problem: /does not start with/ },
		{ label: 'of letters no header may hold', key: keyOf('añb'), problem: /does not start with/ },
		{ label: 'led by Bearer', key: `Bearer ${keyOf('abc')}`, problem: /does not start with/ },
	])('is refused when it is $label, and never shown', ({ key, problem }) => {
		const found = findKeyProblem(key);
		expect(found).toMatch(problem);
		expect(found).not.toContain('abc');
	});
});

describe('a base URL', () => {
	it.each([
		{ text: 'https://ninjachat.ai', baseUrl: 'https://ninjachat.ai' },
		{ text: ' https://www.ninjachat.ai/api/v1/ ', baseUrl: 'https://www.ninjachat.ai' },
		{ text: 'https://user:word@ninjachat.ai', baseUrl: 'https://ninjachat.ai' },
		{ text: 'http://localhost:8080', baseUrl: 'http://localhost:8080' },
		{ text: 'http://127.0.0.1:8080/', baseUrl: 'http://127.0.0.1:8080' },
		{ text: 'http://[::1]:8080', baseUrl: 'http://[::1]:8080' },
	])('"$text" is used as $baseUrl', ({ text, baseUrl }) => {
		expect(checkBaseUrl(text)).toEqual({ ok: true, baseUrl });
	});

	it.each([
		{ text: '', reason: /not a URL/ },
		{ text: 'ninjachat.ai', reason: /not a URL/ },
		{ text: 'http://ninjachat.ai', reason: /https/ },
		{ text: 'http://localhost.evil.example', reason: /https/ },
		{ text: 'http://127.0.0.1.evil.example', reason: /https/ },
		{ text: 'ftp://ninjachat.ai', reason: /https/ },
		{ text: 'ftp://localhost', reason: /https/ },
		{ text: 'file:///etc/passwd', reason: /https/ },
	])('"$text" is refused', ({ text, reason }) => {
		const checked = checkBaseUrl(text);
		expect('headline' in checked ? checked.headline : '').toMatch(reason);
	});
});

describe('a download', () => {
	const MEGABYTE = 1_000_000;
	it.each([
		{ label: 'a video', status: 200, type: 'video/mp4', bytes: '500', kind: 'take' },
		{ label: 'a video without a length', status: 200, type: 'video/mp4', bytes: '', kind: 'take' },
		{ label: 'an unknown type', status: 200, type: '', bytes: '500', kind: 'take' },
		{ label: 'octets', status: 200, type: 'application/octet-stream', bytes: '5', kind: 'take' },
		{
			label: 'octets of a bucket',
			status: 200,
			type: 'binary/octet-stream',
			bytes: '5',
			kind: 'take',
		},
		{ label: 'a type in capitals', status: 200, type: 'Video/MP4', bytes: '5', kind: 'take' },
		{ label: 'exactly the cap', status: 200, type: 'video/mp4', bytes: '1000000', kind: 'take' },
		{
			label: 'more than the cap',
			status: 200,
			type: 'video/mp4',
			bytes: '1000001',
			kind: 'refuse',
		},
		{
			label: 'a web page',
			status: 200,
			type: 'text/html; charset=utf-8',
			bytes: '5',
			kind: 'refuse',
		},
		{ label: 'JSON', status: 200, type: 'application/json', bytes: '5', kind: 'refuse' },
		{
			label: 'an expired address',
			status: 403,
			type: 'application/xml',
			bytes: '5',
			kind: 'refresh',
		},
		{ label: 'a rejected address', status: 401, type: '', bytes: '5', kind: 'refresh' },
		{ label: 'a missing file', status: 404, type: '', bytes: '5', kind: 'refresh' },
		{ label: 'a file that is gone', status: 410, type: '', bytes: '5', kind: 'refresh' },
		{ label: 'too many requests', status: 429, type: '', bytes: '5', kind: 'again' },
		{ label: 'a fault', status: 500, type: '', bytes: '5', kind: 'again' },
		{ label: 'a busy host', status: 503, type: '', bytes: '5', kind: 'again' },
		{ label: 'a part', status: 206, type: 'video/mp4', bytes: '5', kind: 'again' },
		{ label: 'an order to wait', status: 202, type: '', bytes: '', kind: 'again' },
		{ label: 'a redirect', status: 302, type: '', bytes: '5', kind: 'refuse' },
		{ label: 'an old signature', status: 400, type: '', bytes: '5', kind: 'refresh' },
	])('of $label ($status) ends as $kind', ({ status, type, bytes, kind }) => {
		const headers: Record<string, string> = {};
		if (type !== '') headers['content-type'] = type;
		if (bytes !== '') headers['content-length'] = bytes;
		expect(judgeDownload({ status, headers }, MEGABYTE).kind).toBe(kind);
	});

	it('of any size is taken where there is no cap', () => {
		const headers = { 'content-type': 'video/mp4', 'content-length': '999999999999' };
		expect(judgeDownload({ status: 200, headers }, 0)).toEqual({ kind: 'take' });
	});

	it('over the cap says both sizes', () => {
		const headers = { 'content-type': 'video/mp4', 'content-length': '12500000' };
		expect(judgeDownload({ status: 200, headers }, 10 * MEGABYTE)).toEqual({
			kind: 'refuse',
			reason: 'the video has 12.5 MB, over the maximum of 10.0 MB',
		});
	});
});

describe('the name of a file', () => {
	it.each([
		{ id: 'plain_id', name: /^plain_id\.mp4$/ },
		{ id: 'veo.1-a', name: /^veo\.1-a\.mp4$/ },
		{
			id: 'gemini-veo:operations/abc-123',
			name: /^gemini-veo-operations-abc-123-[\da-f]{8}\.mp4$/,
		},
		{ id: '../../etc/passwd', name: /^etc-passwd-[\da-f]{8}\.mp4$/ },
		{ id: 'a/..', name: /^a-[\da-f]{8}\.mp4$/ },
		{ id: '', name: /^[\da-f]{8}\.mp4$/ },
		{ id: 'con', name: /^con-[\da-f]{8}\.mp4$/ },
		{ id: 'ü\u0000x', name: /^x-[\da-f]{8}\.mp4$/ },
	])('of "$id" is safe: $name', ({ id, name }) => {
		expect(fileNameOf(id)).toMatch(name);
	});

	it('is another one for every id, also for ids that share a part or differ in what no name may have', () => {
		const ids = [
			'vid:1',
			'vid/1',
			'vid-1',
			'a/1',
			'b/1',
			`${'x'.repeat(90)}1`,
			`y${'x'.repeat(90)}1`,
		];
		expect(new Set(ids.map((id) => fileNameOf(id))).size).toBe(ids.length);
	});

	it('is never too long for a disk', () => {
		expect(fileNameOf('x'.repeat(5000)).length).toBeLessThanOrEqual(100);
	});
});
