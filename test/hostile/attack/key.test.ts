/* eslint-disable @n8n/community-nodes/no-restricted-imports -- compressed bodies */
import { brotliCompressSync } from 'node:zlib';
import type { INodeParameters } from 'n8n-workflow';
import { findKeyParts } from '../support/promises';
import type { Reply } from '../support/reply';
import { KEY } from '../support/run';
import { completed, type Script } from '../support/service';
import { accepted, attack, expectOutcome, toldBy } from './support';

const working: Script = { order: accepted(), status: completed() };

describe('a key that was pasted wrongly orders nothing and is shown nowhere:', () => {
	it.each<readonly [string, string]>([
		['in double quotes', `"${KEY}"`],
		['in single quotes', `'${KEY}'`],
		['after the word Bearer', `Bearer ${KEY}`],
		['as a whole header', `Authorization: Bearer ${KEY}`],
		['as an expression that is none', `={{ ${KEY} }}`],
		['as JSON', JSON.stringify({ apiKey: KEY })],
		['as an address that holds it', `https://ninjachat.ai/?key=${KEY}`],
		['twice, on two lines', `${KEY}\n${KEY}`],
		['with a line that is a header', `${KEY}\r\nX-Evil: 1`],
		['with a null byte', `${KEY}\0`],
		['with a zero-width space', `${KEY}\u200b`],
		['with a soft hyphen in it', `${KEY.slice(0, 9)}\u00ad${KEY.slice(9)}`],
		['with a right-to-left mark before it', `\u200f${KEY}`],
		['with a Cyrillic letter that looks like an s', KEY.replace('nj_s', 'nj_ѕ')],
		['in full-width letters', KEY.replace('nj_sk_', 'ｎｊ＿ｓｋ＿')],
		['in capitals', KEY.toUpperCase()],
		['with a word behind it', `${KEY} (production)`],
		['with dashes that a text program made', KEY.replace(/_/g, '–')],
		['as nothing but spaces', ' \u00a0\t'],
		['as the word undefined', 'undefined'],
	])('%s', async (_, apiKey) => {
		const attacked = await attack({ script: working, credential: { apiKey } });
		expectOutcome(attacked, { charged: 'no', orders: 0 });
		expect(attacked.seen).toEqual([]);
	});
});

const hex = Buffer.from(KEY).toString('hex');
const FORMS: ReadonlyArray<readonly [string, string]> = [
	['in Base64, one byte in', Buffer.from(`x${KEY}`).toString('base64')],
	['in Base64, two bytes in', Buffer.from(`xx${KEY}`).toString('base64')],
	['in Base64 for URLs', Buffer.from(`user:${KEY}`).toString('base64url')],
	['in hexadecimal', hex],
	['in hexadecimal capitals', hex.toUpperCase()],
	['encoded twice for a URL', encodeURIComponent(encodeURIComponent(KEY))],
	['encoded for a URL, every letter', hex.replace(/../g, '%$&')],
	['in HTML references', [...KEY].map((letter) => `&#${letter.charCodeAt(0)};`).join('')],
	['with null bytes between its letters', [...KEY].join('\0')],
	['with zero-width spaces between its letters', [...KEY].join('\u200b')],
	['broken into lines', KEY.replace(/(.{5})/g, '$1\n')],
	['in capitals', KEY.toUpperCase()],
];

describe('the key is nowhere to be seen where a refusal of the order says it', () => {
	it.each(FORMS)('%s', async (_, text) => {
		const order = { status: 400, body: { error: 'validation_error', message: `No: ${text} !` } };
		const attacked = await attack({ script: { order } });
		expectOutcome(attacked, { charged: 'no' });
		expect(attacked.run.words).not.toContain(text);
		expect(attacked.run.visible).not.toContain(JSON.stringify(text).slice(1, -1));
		const lettersOnly = attacked.run.words.replace(/[^\x21-\x7e]/g, '');
		expect(findKeyParts(lettersOnly)).toEqual([]);
	});
});

const nest = (depth: number, inner: unknown): unknown =>
	Array.from({ length: depth }).reduce((held) => ({ error: held }), inner);
const bodyWithKey = { error: 'validation_error', message: `Bad key ${KEY} given` };

describe('the key is nowhere to be seen where the answer to an order has it', () => {
	it.each<readonly [string, Reply]>([
		['forty errors deep', { status: 400, body: nest(40, { message: KEY }) }],
		['as the name of a field', { status: 400, body: { error: { [KEY]: { message: 'x' } } } }],
		[
			'in the reason of the status line',
			{ body: `HTTP/1.1 401 ${KEY}\r\n\r\n`, wire: { kind: 'raw' } },
		],
		[
			'in a status line that is none',
			{ body: `HTTP/9.9 ${KEY} Hm\r\n\r\n`, wire: { kind: 'raw' } },
		],
		[
			'in the name of a header',
			{ status: 400, body: bodyWithKey, headers: { [KEY.replace(/[/=]/g, '')]: '1' } },
		],
		[
			'in a trailer',
			{
				body: `HTTP/1.1 400 Bad\r\nTransfer-Encoding: chunked\r\nTrailer: X-Key\r\n\r\n2\r\n{}\r\n0\r\nX-Key: ${KEY}\r\n\r\n`,
				wire: { kind: 'raw' },
			},
		],
		['in UTF-16', { status: 400, body: Buffer.from(JSON.stringify(bodyWithKey), 'utf16le') }],
		[
			'under Brotli',
			{
				status: 400,
				body: brotliCompressSync(JSON.stringify(bodyWithKey)),
				headers: { 'Content-Encoding': 'br' },
			},
		],
		[
			'in the user of a redirect',
			{
				status: 307,
				headers: { Location: `https://${encodeURIComponent(KEY)}@www.ninjachat.ai/` },
			},
		],
		[
			'in the host of a redirect',
			{ status: 308, headers: { Location: `https://${KEY.replace(/[^a-z0-9]/gi, '-')}.example/` } },
		],
		['in the fragment of a redirect', { status: 302, headers: { Location: `/login#${KEY}` } }],
		[
			'in a message of 50,000 letters',
			{ status: 422, body: { message: `${'x'.repeat(990)}${KEY}${'x'.repeat(50_000)}` } },
		],
	])('%s', async (_, order) => {
		const attacked = await attack({ script: { order } });
		expect(attacked.run.failed).toHaveLength(1);
		expect(findKeyParts(attacked.run.visible)).toEqual([]);
		expect(attacked.orders.length).toBeLessThanOrEqual(2);
	});
});

describe('the key is nowhere to be seen where', () => {
	const progress = { body: { status: `working with ${KEY}`, progress: KEY, message: KEY } };
	const video = (url: string, other: Reply): Script => ({
		order: accepted(),
		status: (_, { headers }) => completed(`http://${headers.host}${url}`),
		other,
	});
	const download: INodeParameters = { downloadVideo: true };
	const mp4 = Buffer.concat([
		Buffer.from([0, 0, 0, 24]),
		Buffer.from('ftypmp42'),
		Buffer.alloc(99),
	]);
	it.each<readonly [string, Script, INodeParameters]>([
		['the progress of a video says it', { order: accepted(), status: [progress, completed()] }, {}],
		['an id is built around it', { order: accepted(`job-${KEY}-1`), status: completed() }, {}],
		[
			'the file of a video is named after it',
			video(`/${encodeURIComponent(KEY)}.mp4`, {
				body: mp4,
				headers: { 'Content-Type': 'video/mp4' },
			}),
			download,
		],
		[
			'the host of a video names the file after it',
			video('/v.mp4', {
				body: mp4,
				headers: {
					'Content-Type': `video/mp4; name="${KEY}"`,
					'Content-Disposition': `attachment; filename="${KEY}.mp4"; filename*=UTF-8''${encodeURIComponent(KEY)}.mp4`,
				},
			}),
			download,
		],
		[
			'the host of a video refuses with it',
			video('/v.mp4', {
				status: 403,
				body: `<Error>${KEY}</Error>`,
				headers: { 'Content-Type': 'application/xml' },
			}),
			download,
		],
		[
			'the list of models has it as a model, a name and a price',
			{
				...working,
				models: {
					body: {
						data: [
							{ id: KEY, name: KEY, modality: 'video', pricing: { unit: KEY, perRequestUsd: KEY } },
						],
					},
				},
			},
			{ model: 'no-such-model' },
		],
	])('%s', async (_, script, parameters) => {
		const { run, orders } = await attack({ script, parameters });
		expect(findKeyParts(run.visible)).toEqual([]);
		expect(orders.length).toBeLessThanOrEqual(1);
	});
});

describe('a key that a person typed into another field is not repeated by the node:', () => {
	it.each<readonly [string, INodeParameters]>([
		['Model', { model: KEY }],
		['Duration', { duration: KEY }],
		['Aspect Ratio', { aspectRatio: KEY }],
		['Image URL', { imageSource: 'url', imageUrl: KEY }],
		['Image URL, as a part of it', { imageUrl: `ftp://h.example/?k=${KEY}` }],
		['Request ID', { operation: 'getStatus', requestId: KEY }],
		['Request ID of Wait', { operation: 'wait', requestId: `id ${KEY}` }],
		['Maximum Spend per Run', { maxSpendUsd: KEY }],
		['Unique Key', { uniqueKey: KEY }],
		['Model, looked at by Check', { operation: 'check', model: KEY }],
	])('%s', async (_, parameters) => {
		const { run } = await attack({
			script: { order: { status: 400, body: bodyWithKey } },
			parameters,
		});
		expect(findKeyParts(toldBy(run))).toEqual([]);
		expect(toldBy(run)).toMatch(/API key/);
		expect(findKeyParts(run.uiMessages.join(' ') + run.hints.join(' '))).toEqual([]);
	});
});

describe('a base URL with the key in it orders nothing and is shown nowhere:', () => {
	it.each<readonly [string, (url: string) => string]>([
		['as a query', (url) => `${url}/?api_key=${KEY}`],
		['as the user', (url) => url.replace('//', `//${encodeURIComponent(KEY)}@`)],
		['as the password', (url) => url.replace('//', `//me:${encodeURIComponent(KEY)}@`)],
		['in its path', (url) => `${url}/${KEY}`],
		['in its fragment', (url) => `${url}/#${KEY}`],
		['in place of it', () => KEY],
	])('%s', async (_, baseUrl) => {
		const { run } = await attack({ script: working, baseUrl });
		expect(findKeyParts(toldBy(run))).toEqual([]);
		expect(findKeyParts(run.visible)).toEqual([]);
	});
});
