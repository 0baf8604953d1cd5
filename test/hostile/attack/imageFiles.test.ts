import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { retryOf } from './crashSupport';
import { byRow, errorOutput, expectPromises, expectRefused, withStage } from './stageSupport';

const latin = (text: string) => Buffer.from(text, 'latin1').toString('base64');
const PNG = latin('\x89PNG\r\n\x1a\n\0\0\0\rIHDR');
const JPEG = latin('\xff\xd8\xff\xe0\0\x10JFIF');
const WEBP = latin('RIFF\x24\0\0\0WEBPVP8 ');
const fromFile: INodeParameters = { ...byRow, imageSource: 'file', imageField: 'data' };
const withFiles = (files: Readonly<Record<string, string>>, more: IDataObject = {}) => ({
	items: [{ p: 'A dog', ...more, $files: { ...files } }],
});

describe('an image from a file of the item', () => {
	it.each([
		['PNG', PNG],
		['JPEG', JPEG],
		['WebP', WEBP],
		['PNG whose name says .png.exe', PNG],
	])('that is a %s is sent by an address of n8n', async (_, data) => {
		await withStage({}, async (stage) => {
			const run = await stage.run(fromFile, withFiles({ data }));
			expect(stage.orders.map(({ body }) => body.image_url)).toEqual([
				expect.stringMatching(/^https:\/\/n8n\.example\.com\/rest\/binary-data\/signed\?/),
			]);
			expectPromises(run, stage);
		});
	});

	it.each([
		['nothing', ''],
		['a GIF', latin('GIF89a\x01\0\x01\0')],
		['a BMP', latin('BM\x36\0\0\0')],
		['a TIFF', latin('II*\0\x08\0\0\0')],
		['a HEIC', latin('\0\0\0\x18ftypheic')],
		['an AVIF', latin('\0\0\0\x18ftypavif')],
		['an SVG', latin('<svg xmlns="http://www.w3.org/2000/svg"/>')],
		['a page', latin('<!doctype html><title>x</title>')],
		['a document', latin('%PDF-1.7')],
		['an archive', latin('PK\x03\x04')],
		['a video', latin('\0\0\0\x18ftypmp42')],
		['sound in RIFF', latin('RIFF\x24\0\0\0WAVEfmt ')],
		['a PNG behind a byte order mark', Buffer.from('\ufeff\x89PNG').toString('base64')],
		['a PNG that was read as text', Buffer.from('\x89PNG\r\n\x1a\n').toString('base64')],
		['the first three bytes of a PNG', latin('\x89PN')],
		['a PNG in Base64', latin(PNG)],
		[
			'20 MB and a byte',
			Buffer.alloc(20_000_001, '\x89PNG\r\n\x1a\n', 'latin1').toString('base64'),
		],
	])('that holds %s is refused for free', async (_, data) => {
		await withStage({}, async (stage) => {
			const run = await stage.run(fromFile, withFiles({ data }));
			expectRefused(
				run,
				stage,
				/Image File Field 'data' [^]*(Use|[Cc]onvert|Run the workflow|Files)/,
			);
		});
	});

	it.each([
		'',
		' ',
		'Data',
		'data2',
		'photo',
		'__proto__',
		'constructor',
		'toString',
		'data\u0000',
		'0',
	])(
		'in a field called "%s", which the item does not have, is refused for free',
		async (imageField) => {
			await withStage({}, async (stage) => {
				const run = await stage.run({ ...fromFile, imageField }, withFiles({ data: PNG }));
				expectRefused(run, stage, /Image File Field .*is not a file of this item/);
			});
		},
	);

	it.each([' data ', 'data\u200b', '\ufeffdata'])(
		'in a field that was typed as "%s" is found',
		async (imageField) => {
			await withStage({}, async (stage) => {
				const run = await stage.run({ ...fromFile, imageField }, withFiles({ data: PNG }));
				expect(stage.paid()).toHaveLength(1);
				expectPromises(run, stage);
			});
		},
	);

	it('differs from row to row: each order has its own, and the row without one is refused alone', async () => {
		await withStage({}, async (stage) => {
			const items = [
				{ p: 'A', $files: { data: PNG } },
				{ p: 'B' },
				{ p: 'C', $files: { data: JPEG } },
			];
			const run = await stage.run(fromFile, { items, ...errorOutput });
			const sent = stage.orders.map(({ body }) => body.image_url);
			expect(new Set(sent).size).toBe(2);
			expect(run.failed).toHaveLength(1);
			expectPromises(run, stage);
		});
	});

	it.each([
		...['http://n8n.example.com/rest', 'https://localhost:5678/rest', 'https://10.0.0.5/rest'],
		...[
			'https://[::1]/rest',
			'https://2130706433/rest',
			'https://n8n/rest',
			'https://n8n.local./rest',
		],
		...[
			'https://127.0.0.1.:5678/rest',
			'https://[::ffff:192.168.1.1]/rest',
			'https://n8n.internal/rest',
		],
	])('of an n8n at %s, which NinjaChat cannot reach, is refused for free', async (restApiUrl) => {
		await withStage({}, async (stage) => {
			const run = await stage.run(fromFile, { ...withFiles({ data: PNG }), restApiUrl });
			expectRefused(run, stage, /cannot be reached from the internet.*WEBHOOK_URL/s);
		});
	});

	it('is the same order in a retry, whose other rows failed', async () => {
		const fate = (prompt: string, before: number) =>
			prompt === 'B' && before < 2 ? 'broke' : 'made';
		await withStage({ fate }, async (stage) => {
			const items = ['A', 'B'].map((p) => ({ p, $files: { data: PNG } }));
			const failed = await stage.run(fromFile, { items });
			const run = await stage.run(fromFile, { items, ...retryOf(failed) });
			expect(run.items).toHaveLength(2);
			expect(stage.paid().map(({ prompt }) => prompt)).toEqual(['A', 'B']);
		});
	});

	it('for a model that needs an image is enough, and a URL is not asked for', async () => {
		await withStage({}, async (stage) => {
			const model = '={{ "runway-gen4-turbo" }}';
			await stage.run({ ...fromFile, model, imageUrl: 'not a URL' }, withFiles({ data: PNG }));
			expect(stage.paid()).toHaveLength(1);
		});
	});
});
