/* eslint-disable @n8n/community-nodes/no-restricted-imports -- compressed bodies */
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import type { INodeParameters } from 'n8n-workflow';
import type { Reply } from '../support/reply';
import { clock } from '../support/run';
import { knows } from '../support/service';
import { attack, expectOutcome, type Attacked } from './support';

const JOB = '{"request_id":"job-1","model":"google-veo-2","cost":{"this_request":"$3.00"}}';
const SIZE = JOB.length;
const brief: INodeParameters = { options: { timeoutMinutes: 2 } };

const raw = (body: string | Uint8Array): Reply => ({ body, wire: { kind: 'raw' } });
/** An answer with these header lines, byte for byte. */
const headed = (lines: string, body = JOB, status = '200 OK'): Reply =>
	raw(`HTTP/1.1 ${status}\r\n${lines}Connection: close\r\n\r\n${body}`);
const packed = (encoding: string, body: Uint8Array | string, status = 200): Reply => ({
	status,
	body,
	headers: { 'Content-Encoding': encoding },
});
const CHUNKED = 'Transfer-Encoding: chunked\r\n';
const chunk = (text: string, more = ''): string =>
	`${text.length.toString(16)}${more}\r\n${text}\r\n`;
const chunks = (...parts: string[]): Reply => headed(CHUNKED, parts.join(''));
const length = (size: number | string): string => `Content-Length: ${size}\r\n`;
const after = (head: string): Reply => raw(`${head}HTTP/1.1 200 OK\r\n${length(SIZE)}\r\n${JOB}`);
const wide = (bytes: number) =>
	Buffer.from([...JOB].flatMap((l) => [l, ...'\0'.repeat(bytes - 1)]).join(''));

/** An order whose answer is this one, and whose video is ready. */
const order = async (reply: Reply): Promise<Attacked> =>
	await attack({ script: { order: reply, status: knows('job-1') }, parameters: brief });

describe('a video is delivered for one charge although the answer to its order is', () => {
	it.each<readonly [string, Reply]>([
		['in UTF-16 with its mark', { body: Buffer.from(`\ufeff${JOB}`, 'utf16le') }],
		['in UTF-16 without its mark', { body: Buffer.from(JOB, 'utf16le') }],
		['in UTF-16, the high byte first', { body: Buffer.from(JOB, 'utf16le').swap16() }],
		['in UTF-32', { body: wide(4) }],
		['in Latin-1', { body: Buffer.from('{"message":"été","request_id":"job-1"}', 'latin1') }],
		[
			'in UTF-8 with bytes that are none',
			{ body: Buffer.from('{"x":"\xff\xc0","id":"job-1"}', 'latin1') },
		],
		['behind two marks of UTF-8', { body: `\ufeff\ufeff${JOB}` }],
		['behind null bytes', { body: `\0\0\0${JOB}` }],
		['behind a megabyte of spaces', { body: ' '.repeat(1_000_000) + JOB }],
		['Brotli', packed('br', brotliCompressSync(JOB))],
		['deflate', packed('deflate', deflateSync(JOB))],
		['deflate without its head', packed('deflate', deflateRawSync(JOB))],
		['gzip under its old name', packed('x-gzip', gzipSync(JOB))],
		[
			'gzip in two members',
			packed('gzip', Buffer.concat([gzipSync(JOB.slice(0, 9)), gzipSync(JOB.slice(9))])),
		],
		['gzip that lacks its end', packed('gzip', gzipSync(JOB).subarray(0, -6))],
		['called zstd and is none', packed('zstd', JOB)],
		['called identity', packed('identity', JOB)],
		['in chunks of one byte', chunks(...[...JOB].map((one) => chunk(one)), '0\r\n\r\n')],
		['in a chunk with an extension', chunks(chunk(JOB, ';a=b'), '0;x\r\n\r\n')],
		['in chunks without the last one', chunks(chunk(JOB))],
		['in a chunk that promises more', chunks(`${(SIZE + 50).toString(16)}\r\n${JOB}\r\n`)],
		['in a chunk that promises less', chunks(`${(SIZE - 5).toString(16)}\r\n${JOB}\r\n0\r\n\r\n`)],
		['shorter than it says', headed(length(SIZE + 10))],
		['longer than it says', headed(length(SIZE - 30))],
		['sent twice on one connection', headed(length(SIZE), JOB + JOB)],
		['behind fifty times 100 Continue', after('HTTP/1.1 100 Continue\r\n\r\n'.repeat(50))],
		['behind 102 Processing', after('HTTP/1.1 102 Processing\r\n\r\n')],
		['behind 103 Early Hints', after('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n')],
		['a 205 with a body', headed(length(SIZE), JOB, '205 Reset Content')],
		['HTTP/1.0', raw(`HTTP/1.0 200 OK\r\n\r\n${JOB}`)],
		['without a reason in its status line', raw(`HTTP/1.1 200\r\n\r\n${JOB}`)],
		['behind empty lines', raw(`\r\n\r\nHTTP/1.1 200 OK\r\n\r\n${JOB}`)],
		[
			'behind 500 headers',
			headed(Array.from({ length: 500 }, (_, at) => `X-${at}: 1\r\n`).join('')),
		],
	])('%s', async (_, reply) => {
		expectOutcome(await order(reply), { ids: ['job-1'] });
	});
});

describe('an order may have been charged, and is not sent again, where its answer', () => {
	const noHttp = /not valid HTTP/;
	const cut = /cut off|empty page|not JSON/;
	it.each<readonly [string, Reply, RegExp]>([
		['is gzip and called Brotli', packed('br', gzipSync(JOB)), cut],
		['is Brotli and called gzip', packed('gzip', brotliCompressSync(JOB)), cut],
		['is gzip and called deflate', packed('deflate', gzipSync(JOB)), cut],
		['is called Brotli and is not', packed('br', JOB), cut],
		['is gzip and says nothing of it', { body: gzipSync(JOB) }, cut],
		['is gzip within gzip', packed('gzip', gzipSync(gzipSync(JOB))), cut],
		[
			'is gzip with a wrong sum',
			packed('gzip', Buffer.concat([gzipSync(JOB).subarray(0, -8), Buffer.alloc(8, 7)])),
			cut,
		],
		['is half of a gzip', packed('gzip', gzipSync(JOB).subarray(0, 40)), cut],
		[
			'names its job in a trailer',
			chunks(chunk('{}'), '0\r\nX-Job-Id: job-1\r\n\r\n'),
			/no request ID/,
		],
		['has a chunk whose size is a word', chunks(`zz\r\n${JOB}\r\n0\r\n\r\n`), cut],
		['has a chunk beyond every number', chunks(`${'F'.repeat(18)}\r\n${JOB}\r\n`), cut],
		['has a chunk of a negative size', chunks(`-1\r\n${JOB}\r\n`), cut],
		[
			'has chunks that end with a line feed alone',
			chunks(`${SIZE.toString(16)}\n${JOB}\n0\n\n`),
			cut,
		],
		['has a length and chunks', headed(length(3) + CHUNKED, `${chunk(JOB)}0\r\n\r\n`), noHttp],
		['says that it is empty and is not', headed(length(0)), cut],
		['has a negative length', headed(length(-1)), noHttp],
		['has two lengths', headed(length(SIZE) + length(5)), noHttp],
		['has a word for a length', headed(length('many')), noHttp],
		['has a length beyond every number', headed(length('9'.repeat(20))), noHttp],
		['is a 204 with a body', headed(length(SIZE), JOB, '204 No Content'), cut],
		['is a 304', headed('', '', '304 Not Modified'), /empty page/],
		[
			'is 100 Continue and nothing else',
			raw('HTTP/1.1 100 Continue\r\n\r\n'),
			/ended before an answer/,
		],
		['is HTTP/0.9', raw(JOB), noHttp],
		['is a frame of HTTP/2', raw(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0])), noHttp],
		['has letters in its status', raw(`HTTP/1.1 2OO OK\r\n\r\n${JOB}`), noHttp],
		['has a status of four digits', raw(`HTTP/1.1 2000 OK\r\n\r\n${JOB}`), noHttp],
		['has a header of 20,000 letters', headed(`X-Big: ${'x'.repeat(20_000)}\r\n`), noHttp],
		['has a null byte in a header', headed('X-A: a\0b\r\n'), noHttp],
		['folds a header', headed('X-A: a\r\n b\r\n'), noHttp],
		['has a header without a colon', headed('XA\r\n'), noHttp],
	])('%s', async (_, reply, words) => {
		const attacked = await order(reply);
		expectOutcome(attacked, { charged: 'unknown' });
		expect(attacked.run.words).toMatch(words);
	});
});

describe('a refusal is free although it', () => {
	it.each<readonly [string, Reply]>([
		['is called gzip and is not', packed('gzip', 'nope', 400)],
		['is a page under Brotli', packed('br', brotliCompressSync('<html>no</html>'), 403)],
		['is in chunks that are none', headed(CHUNKED, 'zz\r\n', '402 Payment Required')],
		['promises more than it has', headed(length(99), '{"error":"validation_error"}', '400 Bad')],
	])('%s', async (_, reply) => {
		expectOutcome(await order(reply), { charged: 'no' });
	});
});

it('an order asks for an answer that is not compressed, so that one that is cut off names its job', async () => {
	const attacked = await attack({
		script: {
			order({ headers }) {
				const isPlain = headers['accept-encoding'] === 'identity';
				return isPlain
					? { body: JOB, wire: { kind: 'cut', bodyBytes: 30 } }
					: packed('gzip', gzipSync(JOB).subarray(0, 30));
			},
			status: knows('job-1'),
		},
	});
	expectOutcome(attacked, { ids: ['job-1'] });
});

it('an order that is answered with another protocol ends at its limit, as one that may have been charged', async () => {
	const reply: Reply = {
		wire: {
			kind: 'own',
			async send(exchange) {
				await exchange.write(
					'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
				);
				// Node hangs up, and tells nobody: only the limit of the call is left.
				clock.stall();
			},
		},
	};
	expectOutcome(await order(reply), { charged: 'unknown' });
});
