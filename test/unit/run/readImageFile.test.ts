import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { readImageFile } from '../../../nodes/NinjaVideo/run/readImageFile';

const PNG = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(100)]);
const PUBLIC = 'https://n8n.example.com/rest/binary-data/signed?token=1';

interface Stage {
	readonly files?: Record<string, Partial<IBinaryData>>;
	/** How large n8n says the file is, in bytes. */
	readonly said?: number;
	readonly data?: Buffer | Error;
	readonly address?: string;
	readonly hasNoAddresses?: boolean;
}

async function read(name: string, stage: Stage = {}) {
	const { files = { image: { id: 'filesystem-v2:1' } }, said = 108, data = PNG } = stage;
	const opened: string[] = [];
	const context = {
		getInputData: () => [{ json: {} }, { json: {}, binary: files }],
		getContext: () => ({}),
		helpers: {
			getBinaryMetadata: async () => await Promise.resolve({ fileSize: said }),
			async getBinaryDataBuffer(_index: number, field: string) {
				opened.push(field);
				return data instanceof Error ? await Promise.reject(data) : await Promise.resolve(data);
			},
			...(stage.hasNoAddresses === true
				? {}
				: { createBinarySignedUrl: () => stage.address ?? PUBLIC }),
		},
	} as unknown as IExecuteFunctions;
	const result = await readImageFile(context, 1, { label: 'Image File Field', name });
	return { result, opened };
}

it('an image of an item has the address at which the service can fetch it, and the hash of its content', async () => {
	const { result } = await read('image');
	expect(result).toMatchObject({ ok: true, value: { url: PUBLIC } });
	const other = await read('image', { data: Buffer.concat([PNG, PNG]) });
	const hashOf = (one: typeof result) => (one.ok ? one.value.hash : '');
	expect(hashOf(result)).toMatch(/^[0-9a-f]{64}$/);
	expect(hashOf(other.result)).not.toBe(hashOf(result));
});

describe('an image is refused, with what to do, where', () => {
	it.each<readonly [string, string, Stage, RegExp, RegExp]>([
		[
			'the item has another file',
			'photo',
			{ files: { image: {}, cover: {} } },
			/is not a file of this item/,
			/Files of this item: 'image', 'cover'\./,
		],
		['the item has no file', 'image', { files: {} }, /is not a file/, /no file at all/],
		['its name is one that every object has', 'constructor', {}, /is not a file/, /'image'/],
		['n8n says that it is too large', 'image', { said: 30_000_000 }, /30\.0 MB/, /up to 20 MB/],
		['it is no image', 'image', { data: Buffer.from('%PDF-1.7 and more') }, /not an image/, /PNG/],
		['it is empty', 'image', { data: Buffer.alloc(0) }, /empty file/, /PNG/],
		[
			'n8n keeps it in memory',
			'image',
			{ files: { image: {} } },
			/has no address/,
			/N8N_DEFAULT_BINARY_DATA_MODE/,
		],
		['n8n makes no addresses', 'image', { hasNoAddresses: true }, /has no address/, /1\.90/],
		[
			'the address is not encrypted',
			'image',
			{ address: 'http://n8n.example.com/1' },
			/cannot be reached/,
			/WEBHOOK_URL/,
		],
		[
			'the address is at home',
			'image',
			{ address: 'https://localhost:5678/1' },
			/cannot be reached/,
			/WEBHOOK_URL/,
		],
		[
			'n8n cannot read it',
			'image',
			{ data: new Error(`ENOENT ${'x'.repeat(300)}`) },
			/^could not be read: ENOENT x{100,}$/,
			/Run the workflow again/,
		],
	])('%s', async (_, name, stage, reason, allowed) => {
		const { result } = await read(name, stage);
		expect(result).toMatchObject({
			ok: false,
			error: {
				field: 'Image File Field',
				value: name,
				reason: expect.stringMatching(reason) as string,
				allowed: expect.stringMatching(allowed) as string,
			},
		});
		if (!result.ok) expect(result.error.reason.length).toBeLessThan(230);
	});
});

it('a file that is said to be too large is not read', async () => {
	expect((await read('image', { said: 20_000_001 })).opened).toEqual([]);
	expect((await read('image', { said: 20_000_000 })).opened).toEqual(['image']);
});

it('a file whose size n8n does not say is read', async () => {
	const { result, opened } = await read('image', { files: { image: {} } });
	expect(opened).toEqual(['image']);
	expect(result.ok).toBe(false);
});

it('a file that fails without a reason is refused', async () => {
	const context = {
		getInputData: () => [{ json: {}, binary: { image: { id: '1' } } }],
		helpers: {
			async getBinaryMetadata() {
				return await Promise.reject('gone');
			},
		},
	} as unknown as IExecuteFunctions;
	const result = await readImageFile(context, 0, { label: 'Image File Field', name: 'image' });
	expect(result).toMatchObject({ error: { reason: 'could not be read: no reason given' } });
});
