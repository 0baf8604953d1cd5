import type { IExecuteFunctions } from 'n8n-workflow';
import type { ApiSetting } from '../../../nodes/NinjaVideo/api/credential';
import type { HttpResult } from '../../../nodes/NinjaVideo/api/http';
import { badItemsFailure } from '../../../nodes/NinjaVideo/output/badItems';
import { readRequests } from '../../../nodes/NinjaVideo/run/readRequests';
import { createTurnCounter } from '../../support/turnCounter';

type Row = Record<string, unknown>;

const aRow = (changes: Row = {}): Row => ({
	prompt: 'a dog',
	model: 'veo-3.1',
	duration: 8,
	aspectRatio: '16:9',
	imageUrl: '',
	...changes,
});

const contextOf = (rows: readonly Row[], parameters: Row = {}): IExecuteFunctions =>
	({
		getInputData: () => rows.map((json) => ({ json })),
		getNodeParameter(name: string, index: number, fallback: unknown) {
			const value = rows[index]?.[name];
			return typeof value === 'function' ? (value as () => unknown)() : (value ?? fallback);
		},
		getNode: () => ({ type: 'ninjaVideo', parameters }),
	}) as unknown as IExecuteFunctions;

const LIST = {
	data: [
		{ id: 'kling-3-pro', name: 'Kling 3.0 Pro', modality: 'video' },
		{ id: 'kling-2', name: 'Kling 2', modality: 'video', servable: false },
	],
};

/** Reads rows against a service that has this list of models, and counts how often it is asked. */
async function read(
	rows: readonly Row[],
	{ api = 'automatic' as ApiSetting, list = LIST as unknown, parameters = {} } = {},
) {
	const paths: string[] = [];
	const send = async ({ path }: { path: string }): Promise<HttpResult> => {
		paths.push(path);
		return await Promise.resolve({
			kind: 'answer',
			status: list === null ? 404 : 200,
			headers: {},
			body: JSON.stringify(list ?? {}),
		} as HttpResult);
	};
	const clock = createTurnCounter();
	const connection = { baseUrl: 'https://ninjachat.ai', send, now: () => 0 } as never;
	const run = { api, connection, deps: { clock } };
	const items = await readRequests(contextOf(rows, parameters), run);
	return { items, asked: paths.length, turns: clock.turns() };
}

it('n8n’s event loop has its turn again and again while 5,000 rows are read', async () => {
	const { items, turns } = await read(Array.from({ length: 5000 }, () => aRow()));
	expect(items).toHaveLength(5000);
	expect(turns).toBeGreaterThanOrEqual(2 * (5000 / 25));
});

describe('the rows of a run', () => {
	it('have their own options of v1/videos', async () => {
		const options = { referenceImages: 'https://example.com/1.jpg' };
		const { items } = await read([aRow(), aRow({ options })]);
		const [plain, extended] = items;
		expect(plain?.ok === true && plain.value).not.toHaveProperty('requiredVersion');
		expect(extended).toMatchObject({
			value: {
				requiredVersion: 'v1/videos',
				v2Options: { reference_images: ['https://example.com/1.jpg'] },
			},
		});
	});

	it('that have such options are refused under v1/video', async () => {
		const options = { watermark: true };
		const { items } = await read([aRow({ options }), aRow()], { api: 'v1/video' });
		expect(items).toMatchObject([
			{
				ok: false,
				error: {
					headline: "Watermark 'true' is not known to the API v1/video",
					details: { code: 'invalid_input', charged: 'no' },
				},
			},
			{ ok: true },
		]);
	});

	it('that are bad do not spoil the others', async () => {
		const { items } = await read([aRow(), aRow({ prompt: '' }), aRow()]);
		expect(items.map(({ ok }) => ok)).toEqual([true, false, true]);
	});

	it('whose expression cannot be worked out are bad, not the end of the run', async () => {
		const broken = () => {
			throw new Error('x is not defined');
		};
		const { items } = await read([aRow(), aRow({ prompt: broken })]);
		expect(items[1]).toMatchObject({
			ok: false,
			error: {
				headline: 'A field could not be read: x is not defined',
				details: { charged: 'no' },
			},
		});
	});

	it('whose prompt is nothing but its template are bad', async () => {
		const parameters = { prompt: '=A film about: {{ $json.title }}.' };
		const rows = [aRow({ prompt: 'A film about: .' }), aRow({ prompt: 'A film about: dogs.' })];
		const { items } = await read(rows, { parameters });
		expect(items.map(({ ok }) => ok)).toEqual([false, true]);
	});

	it('ask for no list of models while the catalogue knows what they name', async () => {
		expect(await read([aRow(), aRow({ model: 'Kling' }), aRow({ model: '' })])).toMatchObject({
			asked: 0,
		});
	});

	it('may name a model by the list of the service, which is asked for once', async () => {
		const rows = [aRow({ model: 'kling 3 pro' }), aRow({ model: 'Kling 3.0 Pro' })];
		const { items, asked } = await read(rows);
		expect(asked).toBe(2);
		expect(items).toMatchObject([
			{ value: { model: 'kling-3-pro' } },
			{ value: { model: 'kling-3-pro' } },
		]);
	});

	it.each([
		{ label: 'neither the list nor the catalogue knows', model: 'gpt-video', list: LIST },
		{ label: 'the list no longer serves', model: 'kling-2', list: LIST },
		{ label: 'only a list that cannot be had may know', model: 'kling-3-pro', list: null },
	])('name in vain a model that $label', async ({ model, list }) => {
		const { items } = await read([aRow({ model }), aRow()], { list });
		expect(items).toMatchObject([
			{
				ok: false,
				error: {
					headline: `Model '${model}' is not known`,
					advice: expect.stringContaining('kling-video') as string,
				},
			},
			{ ok: true },
		]);
	});
});

describe('a sheet that people filled in', () => {
	const SHEET: readonly Row[] = [
		{ prompt: 'A dog', model: 'Seedance 2', duration: '8 seconds', aspectRatio: 'Landscape' },
		{ prompt: 'A dog', model: 'Veo 3.1', duration: '5s', aspectRatio: 'vertical' },
		{ prompt: 'A dog', model: 'veo3.1', duration: '4', aspectRatio: '16x9' },
		{ prompt: 'A dog', model: 'Kling', duration: '5,0', aspectRatio: '16:9 (Landscape)' },
		{ prompt: 'A dog', model: '', duration: '', aspectRatio: '' },
		{ prompt: 'undefined', model: 'veo-3.1' },
		{ prompt: '[object Object]', model: 'veo-3.1' },
		{ prompt: '#REF!', model: 'veo-3.1' },
		{ prompt: '{{ $json.prompt }}', model: 'veo-3.1' },
		{ prompt: 'caf\uFFFD', model: 'veo-3.1' },
		{ prompt: 'A dog', imageUrl: 'http://localhost:5678/a.png' },
		{ prompt: 'A dog', imageUrl: 'http://192.168.1.4/a.png' },
		{ prompt: 'A dog', imageUrl: 'https://drive.google.com/file/d/1AbCdEfGhIjK/view' },
		{ prompt: 'A dog', imageUrl: 'https://example.com/1.png, https://example.com/2.png' },
		{ prompt: 'A dog', model: 'Sora' },
		{ prompt: '🐕'.repeat(4000), model: 'Google Veo 2', duration: '0:06' },
		{ prompt: '🐕'.repeat(4001) },
		{ prompt: 'A dog', aspectRatio: 0.6729166667, duration: 'ten' },
		{ prompt: '', model: 'Gen-4.5' },
		{ prompt: 'A dog', model: 'Runway Gen-4 Turbo' },
		{ prompt: 'A dog', model: 'veo 3.1 fast', duration: '6 s', aspectRatio: '09:16' },
	];

	it('is understood row by row, or refused for the right reason', async () => {
		const { items } = await read(SHEET);
		expect(
			items.map((item) =>
				item.ok
					? `${item.value.model} ${item.value.durationSeconds} ${item.value.aspectRatio}`
					: item.error.headline.replace(/'[^']*' /, ''),
			),
		).toEqual([
			'seedance-2 8 16:9',
			'Duration is not a length that Veo 3.1 makes',
			'veo-3.1 4 16:9',
			'kling-video 5 16:9',
			'seedance-2 8 16:9',
			'Prompt is a missing value, not a text',
			'Prompt has a whole object in it, not its text',
			'Prompt comes from a spreadsheet formula that does not work',
			'Prompt has an expression in it that was not worked out',
			'Prompt has broken characters in it',
			'Image URL cannot be reached from the internet',
			'Image URL cannot be reached from the internet',
			'Image URL leads to a page of Google Drive, not to the image',
			'Image URL has 2 URLs in it',
			'Model is not known',
			'google-veo-2 6 16:9',
			'Prompt is 4001 characters long',
			'Duration is not a whole number of seconds',
			'Prompt is empty',
			'Image URL is empty, and Runway Gen-4 Turbo makes videos from an image only',
			'veo-3.1-fast 6 9:16',
		]);
	});

	it('is refused in one message, with every bad row, its field and its fix', async () => {
		const { items } = await read(SHEET);
		const input = SHEET.map((_, index) => ({ json: { row_number: index + 2 } }));
		const found = badItemsFailure(items, input);
		expect(found?.failure.headline).toBe('15 of 21 items cannot be used');
		const lines = found?.failure.advice.split('\n') ?? [];
		expect(lines).toHaveLength(16);
		expect(lines[0]).toBe(
			"Item 1 (row 3): Duration '5s' is not a length that Veo 3.1 makes. Allowed for Veo 3.1: 4, 6, 8 seconds.",
		);
		expect(lines.at(-1)).toBe('Nothing was submitted and nothing was charged.');
		expect(found).not.toHaveProperty('itemIndex');
		expect(found?.failure.details).toMatchObject({ code: 'invalid_input', charged: 'no' });
	});
});

describe('the message of bad items', () => {
	it('is that of the item itself where there is one', async () => {
		const { items } = await read([aRow(), aRow({ prompt: '' })]);
		expect(badItemsFailure(items, [])).toMatchObject({
			failure: { headline: 'Prompt is empty' },
			itemIndex: 1,
		});
	});

	it('names twenty and counts the rest', async () => {
		const { items } = await read(Array.from({ length: 23 }, () => aRow({ prompt: '' })));
		const lines = badItemsFailure(items, [])?.failure.advice.split('\n') ?? [];
		expect(lines).toHaveLength(22);
		expect(lines.slice(-2)).toEqual(['3 more.', 'Nothing was submitted and nothing was charged.']);
	});

	it('does not exist where every item is good', async () => {
		const { items } = await read([aRow()]);
		expect(badItemsFailure(items, [])).toBeUndefined();
	});
});
