import {
	fileNameOf,
	fileTypeOf,
	findContentProblem,
	judgeDownload,
	START_BYTES,
	toMegabytes,
} from '../../../nodes/NinjaVideo/api/download';

const head = (headers: Record<string, string> = {}, status = 200) => ({ status, headers });
const judge = (headers: Record<string, string>, status = 200, maxBytes = 100) =>
	judgeDownload(head(headers, status), maxBytes);

describe('the head of a download', () => {
	it.each([
		...['', 'video/x', 'VIDEO/MP4', 'application/octet-stream', 'binary/octet-stream; a=b'],
		...['application/mp4', 'application/x-mp4', 'application/download', 'application/x-download'],
		...['application/force-download', 'application/x-force-download', 'binary/mp4'],
	])('may have the type %j', (type) => {
		expect(judge({ 'content-type': type })).toEqual({ kind: 'take' });
	});

	it.each([
		'text/plain',
		'xvideo/mp4',
		'image/png',
		'xapplication/mp4',
		'application/json',
		'application/y-mp4',
	])('may not have the type %s', (type) => {
		expect(judge({ 'content-type': type })).toEqual({
			kind: 'refuse',
			reason: `what came is not a video but ${type}`,
		});
	});

	it.each([
		[199, 'refuse'],
		[201, 'again'],
		[204, 'again'],
		[299, 'again'],
		[300, 'refuse'],
		[304, 'refuse'],
		[402, 'refuse'],
		[428, 'refuse'],
		[430, 'refuse'],
		[499, 'refuse'],
		[599, 'again'],
	])('of %s ends as %s', (status, kind) => {
		expect(judge({}, status)).toEqual({ kind, reason: `the video host answered with ${status}` });
	});

	it.each([
		['bytes 0-99/100', 'take'],
		['BYTES 0-99/100', 'take'],
		['bytes 0-98/100', 'again'],
		['bytes 1-99/100', 'again'],
		['bytes 0-99/*', 'again'],
		['xbytes 0-99/100', 'again'],
		['bytes 0-99/100x', 'again'],
	])('of a part is that of the whole with %s: %s', (range, kind) => {
		expect(judge({ 'content-range': range }, 206).kind).toBe(kind);
		expect(judge({ 'content-range': range }, 203).kind).toBe('again');
	});

	it('of a compressed answer says nothing of the size of the video', () => {
		const sized = (encoding?: string) =>
			judge({
				'content-length': '101',
				...(encoding === undefined ? {} : { 'content-encoding': encoding }),
			}).kind;
		expect([sized(), sized(''), sized('identity'), sized('IDENTITY')]).toEqual(
			Array(4).fill('refuse'),
		);
		expect([sized('gzip'), sized('xidentity'), sized('identityx')]).toEqual(Array(3).fill('take'));
		expect(judge({ 'content-length': '100' }).kind).toBe('take');
		expect(judge({ 'content-length': '101' }, 200, 0).kind).toBe('take');
	});
});

const box = (name: string, first = 0) =>
	Buffer.concat([Buffer.from([first, 0, 0, 24]), Buffer.from(name, 'latin1'), Buffer.from('isom')]);
const problem = (start: Uint8Array, type = '') =>
	findContentProblem(start, head({ 'content-type': type }));
const NO_VIDEO = 'what came is not a video file';

describe('the start of a file', () => {
	it('is looked at as far as twelve bytes', () => {
		expect(START_BYTES).toBe(12);
	});

	it.each(['ftyp', 'styp', 'moov', 'mdat', 'free', 'skip', 'wide', 'pnot'])(
		'is a video with %s',
		(name) => {
			expect(problem(box(name))).toBeUndefined();
			expect(problem(box(name, 0x1f))).toBeUndefined();
			expect(problem(box(name, 0x20))).toBe(NO_VIDEO);
		},
	);

	it.each(['xtyp', 'ftyq', 'moof'])('is none with %s', (name) => {
		expect(problem(box(name))).toBe(NO_VIDEO);
		expect(problem(Buffer.concat([Buffer.from('\0'), box('ftyp')]))).toBe(NO_VIDEO);
	});

	it('is a WebM by its first four bytes', () => {
		expect(problem(Buffer.from('1a45dfa3000000', 'hex'))).toBeUndefined();
		expect(problem(Buffer.from('001a45dfa3', 'hex'))).toBe(NO_VIDEO);
	});

	it('is believed to be that of a video where the host says so, but for text and other files', () => {
		const claimed = (start: Buffer) => problem(start, 'Video/mp4');
		expect(claimed(Buffer.from([1, 2, 3]))).toBeUndefined();
		expect(claimed(Buffer.from('a\x80b', 'latin1'))).toBeUndefined();
		expect(problem(Buffer.from([1, 2, 3]), 'application/mp4')).toBe(NO_VIDEO);
		for (const text of [
			'<html>',
			'a b\t\r\n~',
			'\xef\xbb\xbf<a>',
			'\xff\xfe<\0a\0',
			'\xfe\xff\0<\0a',
		]) {
			expect(claimed(Buffer.from(text, 'latin1'))).toBe(NO_VIDEO);
		}
		for (const hex of ['89504e4701', 'ffd8ff01', '504b030401', '1f8b01']) {
			expect(claimed(Buffer.from(hex, 'hex'))).toBe(NO_VIDEO);
			expect(claimed(Buffer.from(`01${hex}`, 'hex'))).toBeUndefined();
		}
		expect(claimed(Buffer.from('a\xef\xbb\xbf', 'latin1'))).toBeUndefined();
	});

	it('tells the ending of the file', () => {
		expect(fileTypeOf(Buffer.from('1a45dfa3', 'hex'))).toEqual({
			ending: 'webm',
			mime: 'video/webm',
		});
		expect(fileTypeOf(Buffer.from('\0\0\0\x14ftypqt  '))).toEqual({
			...{ ending: 'mov', mime: 'video/quicktime' },
		});
		expect(fileTypeOf(Buffer.from('\0\0\0\x14ftypqt 5'))).toEqual({
			ending: 'mp4',
			mime: 'video/mp4',
		});
	});
});

it.each([
	[12_345_678, '12.3'],
	[100_000, '0.1'],
	[99_999, '0.1'],
	[12_345, '0.012'],
	[0, '0'],
])('%i bytes are %s MB', (bytes, text) => {
	expect(toMegabytes(bytes)).toBe(text);
});

describe('the name of a file', () => {
	it.each([
		['a_B.1-2', /^a_B\.1-2\.mp4$/],
		['x'.repeat(80), /^x{80}\.mp4$/],
		['x'.repeat(81), /^x{80}-[\da-f]{8}\.mp4$/],
		[`a${'-'.repeat(3)}${'x'.repeat(78)}`, /^x{78}-[\da-f]{8}\.mp4$/],
		['.a.', /^a-[\da-f]{8}\.mp4$/],
		['a  b', /^a-b-[\da-f]{8}\.mp4$/],
		['LPT1', /^LPT1-[\da-f]{8}\.mp4$/],
		['com10', /^com10\.mp4$/],
		['xcon', /^xcon\.mp4$/],
		['...', /^[\da-f]{8}\.mp4$/],
	])('of %s is %s', (id, name) => {
		expect(fileNameOf(id)).toMatch(name);
	});

	it('has the ending that is given', () => {
		expect(fileNameOf('a', 'webm')).toBe('a.webm');
		expect(fileNameOf('a:b', 'webm')).toMatch(/^a-b-[\da-f]{8}\.webm$/);
	});
});
