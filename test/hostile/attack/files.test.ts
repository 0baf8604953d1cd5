/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads the fixture */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import { readBinary } from '../../support/engine';
import { useStorage, type FileStore } from '../../support/fileStore';
import type { Reply } from '../support/reply';
import type { HostileFlow, HostileRun } from '../support/run';
import { completed, withService } from '../support/service';
import { retryOf } from './crashSupport';
import { byRow, errorOutput, expectPromises, rows, withStage, type Stage } from './stageSupport';

const clip = readFileSync(join(__dirname, '../../../simulator/clip.mp4'));
const mp4 = (headers: Record<string, string> = {}, more: Partial<Reply> = {}): Reply => ({
	body: clip,
	headers: { 'Content-Type': 'video/mp4', ...headers },
	...more,
});
const downloads = { ...byRow, operation: 'createAndWait', downloadVideo: true };

interface Fetching {
	readonly path?: string;
	readonly options?: INodeParameters;
	readonly rest?: Partial<HostileFlow>;
	/** What is run after the first time. */
	again?(stage: Stage, first: HostileRun): Promise<HostileRun>;
}

/** Buys one video whose host gives these answers, one after the other; the last one stays. */
async function fetchFrom(
	replies: readonly Reply[],
	{ path = '/v.mp4', options = {}, rest, again }: Fetching = {},
) {
	let asked = 0;
	const other = () => replies[Math.min(asked++, replies.length - 1)]!;
	return await withService({ other }, async (host) => {
		const status = completed(`${host.url}${path}`);
		return await withStage({ script: { status } }, async (stage) => {
			const parameters = { ...downloads, options };
			const first = await stage.run(parameters, { items: rows('A'), ...errorOutput, ...rest });
			const run = (await again?.(stage, first)) ?? first;
			expect(stage.paid()).toHaveLength(1);
			expectPromises(first, stage);
			return { run, host: host.seen, id: stage.orders[0]!.id };
		});
	});
}

const fileOf = async ({ items }: HostileRun, field = 'data') => await readBinary(items[0]!, field);

/** The paid video is not lost: its id and its address come out, and nobody is told to order it again. */
function expectKept({ run, id }: { readonly run: HostileRun; readonly id: string }): void {
	expect(run.details).toMatchObject({ request_id: id, charged: 'yes' });
	expect(run.details.video_url).toMatch(/^http:/);
	expect(run.words).toMatch(/paid for.*(Download it from|Mend the storage|Wait)/s);
	expect(run.words).not.toMatch(/run the item again/i);
}

describe('a video is stored whole', () => {
	it.each<readonly [string, readonly Reply[]]>([
		['as video/webm', [mp4({ 'Content-Type': 'video/webm' })]],
		['as video/quicktime', [mp4({ 'Content-Type': 'video/quicktime' })]],
		['as application/mp4', [mp4({ 'Content-Type': 'application/mp4' })]],
		['as a type with a charset', [mp4({ 'Content-Type': 'video/mp4; charset=utf-8' })]],
		[
			'after five redirects',
			[...[1, 2, 3, 4, 5].map((n) => ({ status: 302, headers: { Location: `/${n}` } })), mp4()],
		],
		['after a 308', [{ status: 308, headers: { Location: 'w.mp4?x=1#y' } }, mp4()]],
		[
			'after a 303 with a cookie',
			[{ status: 303, headers: { Location: '/w', 'Set-Cookie': 'a=b' } }, mp4()],
		],
		['after a 410 of an expired address', [{ status: 410 }, mp4()]],
		[
			'after a 404 of an expired address',
			[{ status: 404, body: '<Error><Code>NoSuchKey</Code></Error>' }, mp4()],
		],
		[
			'after a 400 of an expired address',
			[{ status: 400, body: '<Error><Code>ExpiredToken</Code></Error>' }, mp4()],
		],
		['after a 502 and a 504', [{ status: 502 }, { status: 504 }, mp4()]],
		[
			'as a range that is the whole',
			[mp4({ 'Content-Range': `bytes 0-${clip.length - 1}/${clip.length}` }, { status: 206 })],
		],
	])('%s', async (_, replies) => {
		const { run } = await fetchFrom(replies);
		expect(run.words).toBe('. ');
		expect((await fileOf(run)).equals(clip)).toBe(true);
	});

	it.each([
		...['/..%2f..%2fetc%2fpasswd', '/%00.mp4', '/a%0d%0ab.mp4', '/%F0%9F%93%BC.mp4', '/v.exe'],
		...[
			`/${'x'.repeat(2000)}.mp4`,
			'/v.mp4?name=../../x',
			'/.mp4',
			'/',
			'/con',
			'/%E2%80%AE4pm.exe',
		],
	])('from the address %s, under a name without a path', async (path) => {
		const { run } = await fetchFrom([mp4()], { path });
		const { fileName = '', fileExtension, mimeType } = run.items[0]!.binary!.data!;
		expect(fileName).toMatch(/^[\w.-]{1,200}$/);
		expect({ fileExtension, mimeType }).toEqual({ fileExtension: 'mp4', mimeType: 'video/mp4' });
	});

	it.each([
		'attachment; filename="../../etc/x.mp4"',
		"attachment; filename*=UTF-8''..%2f%00.sh",
		'inline; filename=',
	])('although the host names it %s', async (disposition) => {
		const { run } = await fetchFrom([mp4({ 'Content-Disposition': disposition })]);
		expect(run.items[0]!.binary!.data!.fileName).toMatch(/^[\w.-]{1,200}$/);
	});

	it.each([
		'clip',
		' my video ',
		'../x',
		'a/b',
		'📼',
		'data\u0000x',
		'0',
		'constructor',
		'x'.repeat(300),
	])('into a field that is called "%s"', async (outputField) => {
		const { run } = await fetchFrom([mp4()], { options: { outputField } });
		expect(run.words).toBe('. ');
		const [field = ''] = Object.keys(run.items[0]!.binary ?? {});
		expect((await fileOf(run, field)).equals(clip)).toBe(true);
	});

	it.each(['__proto__', 'toString', 'hasOwnProperty'])(
		'or its address comes out, where its field would be called "%s"',
		async (outputField) => {
			const { run, id } = await fetchFrom([mp4()], { options: { outputField } });
			const told = JSON.stringify([run.items, run.failed].flat().map(({ json }) => json));
			expect(told).toContain(id);
			expect(told).toContain('/v.mp4');
		},
	);

	it.each([
		['data', true],
		['data', false],
		['clip', true],
	])(
		'beside a file of the item in the field data, into %s, kept: %s',
		async (outputField, includeInputFields) => {
			const PNG = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1').toString('base64');
			const rest = { items: [{ p: 'A', row: 7, $files: { data: PNG, other: PNG } }] };
			const { run } = await fetchFrom([mp4()], {
				options: { outputField, includeInputFields },
				rest,
			});
			expect((await fileOf(run, outputField)).equals(clip)).toBe(true);
			const { binary = {}, json } = run.items[0]!;
			expect(json.row).toBe(includeInputFields ? 7 : undefined);
			if (includeInputFields) expect(Object.keys(binary)).toContain('other');
		},
	);
});

describe('what is no video is not stored, and its id and address come out', () => {
	it.each<readonly [string, Reply]>([
		[
			'a list of parts',
			mp4({ 'Content-Type': 'application/vnd.apple.mpegurl' }, { body: '#EXTM3U\n#EXTINF:4' }),
		],
		['a list of parts called a video', mp4({}, { body: '#EXTM3U\n#EXT-X-VERSION:3\n' })],
		['a page after spaces', mp4({}, { body: '\n\n  <html><body>Sign in' })],
		['a page after a byte order mark', mp4({}, { body: '\ufeff<!DOCTYPE html>' })],
		['a page after a comment', mp4({}, { body: '<!-- cached --><html>' })],
		['an error in XML called a video', mp4({}, { body: '<?xml version="1.0"?><Error/>' })],
		['JSON called a video', mp4({}, { body: '{"error":"expired"}' })],
		['a list in JSON called a video', mp4({}, { body: '[{"error":"expired"}]' })],
		['words called a video', mp4({}, { body: 'Access denied' })],
		['words that begin like a box of MP4', mp4({}, { body: 'The free trial has ended' })],
		['a page in UTF-16', mp4({}, { body: Buffer.from('\ufeff<html>', 'utf16le') })],
		['a page, compressed', mp4({}, { body: '<html>', wire: { kind: 'gzip' } })],
		['a picture called a video', mp4({}, { body: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1') })],
		['a document called a video', mp4({}, { body: '%PDF-1.7' })],
		['an archive called a video', mp4({}, { body: 'PK\x03\x04' })],
		['sound', mp4({ 'Content-Type': 'audio/mp4' })],
		['a range of another file', mp4({ 'Content-Range': 'bytes 100-199/5000' }, { status: 206 })],
		['a 401 that asks for a password', { status: 401, headers: { 'WWW-Authenticate': 'Basic' } }],
		['a 451', { status: 451, body: 'Blocked' }],
		['a redirect to a page of a login', { status: 302, headers: { Location: '/login?key=1' } }],
	])('%s', async (_, reply) => {
		const { run, id, host } = await fetchFrom([reply]);
		expectKept({ run, id });
		expect(host.length).toBeLessThanOrEqual(30);
	});
});

describe("n8n's storage", () => {
	const takes = async (body: AsyncIterable<Uint8Array>): Promise<number> => {
		let bytes = 0;
		for await (const chunk of body) bytes += chunk.length;
		return bytes;
	};
	const throwing =
		(message: string): FileStore =>
		async (body) => {
			await takes(body);
			throw new Error(message);
		};

	it.each<readonly [string, FileStore]>([
		['is full', throwing('ENOSPC: no space left on device, write')],
		['is full before the first byte', async () => await Promise.reject(new Error('EDQUOT'))],
		['forgets to say why', async () => await Promise.reject(new Error(''))],
		['throws what is no error', async () => await Promise.reject('busy' as never)],
		['is not allowed', throwing('EACCES: permission denied')],
		['is read only', throwing('EROFS: read-only file system')],
		['has no bucket', throwing('The specified bucket does not exist')],
	])('that %s loses no video, and a retry fetches it for no charge', async (_, store) => {
		const restore = await useStorage('s3', store);
		const { run, id } = await fetchFrom([mp4()], {
			async again(stage, first) {
				restore();
				const retried = await stage.run(downloads, { items: rows('A'), ...retryOf(first) });
				void retried;
				return first;
			},
		});
		expectKept({ run, id });
	});
});
