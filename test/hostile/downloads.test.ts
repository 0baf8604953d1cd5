/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- compresses the video and reads the fixture */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { INodeParameters } from 'n8n-workflow';
import { readBinary } from '../support/engine';
import { findKey } from './support/observe';
import type { Reply } from './support/reply';
import { KEY, runHostile } from './support/run';
import { completed, withService, type HostileService } from './support/service';

const clip = readFileSync(join(__dirname, '../../simulator/clip.mp4'));
const order: Reply = { body: { request_id: 'job-1', cost: { this_request: '$3.00' } } };
const errorOutput = { node: { onError: 'continueErrorOutput' } } as const;
const video: Reply = { body: clip, headers: { 'Content-Type': 'video/mp4' } };

/** Buys a video whose host gives these answers, one after the other; the last one stays. */
async function fetchFrom(
	replies: Reply | readonly Reply[],
	options: INodeParameters = {},
	address = (host: HostileService) => `${host.url}/v.mp4`,
) {
	const list = Array.isArray(replies) ? (replies as readonly Reply[]) : [replies as Reply];
	let asked = 0;
	const other = () => list[Math.min(asked++, list.length - 1)] as Reply;
	return await withService({ other }, async (host) => {
		const status = completed(address(host));
		return await withService({ order, status }, async ({ url, orders }) => {
			const run = await runHostile({
				baseUrl: url,
				...errorOutput,
				parameters: { downloadVideo: true, options },
			});
			return { ...run, host: host.seen, orders: orders() };
		});
	});
}

/** A paid video that could not be stored: its id and address are kept and nobody is told to order it again. */
function expectKept(run: Awaited<ReturnType<typeof fetchFrom>>): void {
	expect(run.failed).toHaveLength(1);
	expect(run.details).toMatchObject({ request_id: 'job-1', charged: 'yes' });
	expect(run.details.video_url).toEqual(expect.any(String));
	expect(run.words).not.toMatch(/run the item again|run it again/i);
	expect(run.orders).toHaveLength(1);
}

describe('a video is stored, byte for byte, although its host', () => {
	it.each<readonly [string, Reply | readonly Reply[]]>([
		['compresses it although asked not to', { ...video, wire: { kind: 'gzip' } }],
		['gives no length', { ...video, wire: { kind: 'until close' } }],
		['gives no type', { ...video, headers: { 'Content-Type': '' } }],
		[
			'calls it a stream of bytes',
			{ ...video, headers: { 'Content-Type': 'application/octet-stream' } },
		],
		['calls it binary', { ...video, headers: { 'Content-Type': 'binary/octet-stream' } }],
		['shouts its type', { ...video, headers: { 'Content-Type': 'VIDEO/MP4; codecs="avc1"' } }],
		['cuts it once', [{ ...video, wire: { kind: 'cut', bodyBytes: 1000 } }, video]],
		['resets once', [{ wire: { kind: 'reset' } }, video]],
		['is silent once', [{ wire: { kind: 'silent' } }, video]],
		['is empty once', [{ ...video, body: '' }, video]],
		['is a 503 once', [{ status: 503, body: 'later' }, video]],
		['is a 429 once', [{ status: 429, headers: { 'Retry-After': '2' } }, video]],
		['is a 403 once', [{ status: 403, body: '<Error>expired' }, video]],
		[
			'sends a part of it once',
			[
				{
					...video,
					status: 206,
					body: clip.subarray(0, 500),
					headers: { 'Content-Type': 'video/mp4', 'Content-Range': `bytes 0-499/${clip.length}` },
				},
				video,
			],
		],
		['has nothing yet once', [{ status: 202, body: 'soon' }, video]],
	])('%s', async (_, replies) => {
		const { items, words, orders } = await fetchFrom(replies);
		expect(words).toBe('. ');
		expect((await readBinary(items[0]!, 'data')).equals(clip)).toBe(true);
		expect(orders).toHaveLength(1);
	});
});

describe('a video is not stored, and its id and address are kept, where its host', () => {
	it.each<readonly [string, Reply]>([
		[
			'sends a web page with 200',
			{ headers: { 'Content-Type': 'text/html' }, body: '<html>Sign in' },
		],
		[
			'calls a web page a video',
			{ headers: { 'Content-Type': 'video/mp4' }, body: '<!doctype html><title>Sign in</title>' },
		],
		[
			'sends a web page without a type',
			{ headers: { 'Content-Type': '' }, body: '<!doctype html><title>Sign in</title>' },
		],
		['sends JSON', { body: { error: 'expired' } }],
		[
			'calls JSON a stream of bytes',
			{ headers: { 'Content-Type': 'application/octet-stream' }, body: { error: 'expired' } },
		],
		['sends a picture', { headers: { 'Content-Type': 'image/png' }, body: '\x89PNG' }],
		['sends nothing', { headers: { 'Content-Type': 'video/mp4' }, body: '' }],
		['sends nothing with 204', { status: 204 }],
		['sends a part only, for ever', { ...video, status: 206, body: clip.subarray(0, 500) }],
		['cuts it every time', { ...video, wire: { kind: 'cut', bodyBytes: 2000 } }],
		['is a 404 for ever', { status: 404 }],
		['redirects to a file', { status: 302, headers: { Location: 'file:///etc/passwd' } }],
		['redirects to itself', { status: 302, headers: { Location: '/v.mp4' } }],
		['redirects to nowhere', { status: 302 }],
		['redirects to data', { status: 301, headers: { Location: 'data:video/mp4;base64,AAAA' } }],
		['is no HTTP', { body: 'hello\r\n\r\n', wire: { kind: 'raw' } }],
		[
			'says it is compressed and is not',
			{ ...video, headers: { 'Content-Type': 'video/mp4', 'Content-Encoding': 'gzip' } },
		],
		['never answers', { wire: { kind: 'silent' } }],
	])('%s', async (_, reply) => {
		const run = await fetchFrom(reply);
		expectKept(run);
		expect(run.host.length).toBeLessThanOrEqual(30);
		expect(run.calls.every(({ endedAtMs }) => endedAtMs !== undefined)).toBe(true);
	});

	it('sends a video without end', async () => {
		const endless: Reply = { ...video, wire: { kind: 'huge', bytes: 600_000_000, fill: 'x' } };
		expectKept(
			await fetchFrom(
				{ ...endless, headers: { 'Content-Type': 'video/mp4', 'Content-Length': '' } },
				{ maxFileSizeMegabytes: 3 },
			),
		);
	});

	it('packs a bomb', async () => {
		const bomb: Reply = { ...video, wire: { kind: 'gzip', megabytes: 600 } };
		expectKept(await fetchFrom(bomb, { maxFileSizeMegabytes: 3 }));
	});

	it('drips until the time of the run is over', async () => {
		const drip: Reply = {
			...video,
			body: Buffer.concat([clip, Buffer.alloc(4000)]),
			wire: { kind: 'drip', from: 'body', everyMs: 9000 },
		};
		const run = await fetchFrom(drip, { timeoutMinutes: 5 });
		expectKept(run);
		expect(run.tookMs).toBeLessThan(3_600_000);
	});
});

describe('a video is not fetched from', () => {
	it.each([
		'file:///etc/passwd',
		'ftp://h.example/v.mp4',
		'javascript:alert(1)',
		'http://',
		'data:video/mp4;base64,AAAA',
		'gopher://127.0.0.1/x',
	])('%s', async (address) => {
		const run = await fetchFrom(video, {}, () => address);
		expect(run.failed).toHaveLength(1);
		expect(run.visible).toContain('job-1');
		expect(run.orders).toHaveLength(1);
		expect(run.host).toEqual([]);
	});
});

it('sends no key, no cookie and no order to the host of the video, nor to where that redirects', async () => {
	await withService({ other: video }, async (third) => {
		const run = await fetchFrom({ status: 302, headers: { Location: `${third.url}/v.mp4` } });
		expect(run.failed).toEqual([]);
		const seen = JSON.stringify([run.host, third.seen]);
		expect(findKey(seen, KEY)).toEqual([]);
		expect(seen).not.toMatch(/authorization|idempotency/i);
		expect(third.seen).toHaveLength(1);
	});
});

it('a compressed video is measured by what comes out of it', async () => {
	expect(gzipSync(clip).length).not.toBe(clip.length);
	const { items } = await fetchFrom({ ...video, wire: { kind: 'gzip' } });
	expect(items[0]?.binary?.data?.mimeType).toBe('video/mp4');
});

it.each([
	{ ending: 'webm', mime: 'video/webm', start: Buffer.from('1a45dfa39f4286810142f781', 'hex') },
	{ ending: 'mov', mime: 'video/quicktime', start: Buffer.from('\0\0\0\x14ftypqt  ', 'latin1') },
	{ ending: 'mp4', mime: 'video/mp4', start: clip },
])(
	'a video that is $mime by its content is named and typed so, whatever the host says',
	async ({ ending, mime, start }) => {
		const { items } = await fetchFrom({ ...video, body: Buffer.concat([start, clip]) });
		expect(items[0]?.binary?.data).toMatchObject({ mimeType: mime, fileName: `job-1.${ending}` });
	},
);
