import type { IExecuteFunctions } from 'n8n-workflow';
import { mayLackRequestId, readRequestIds } from '../../../nodes/NinjaVideo/run/readRequestIds';
import { readImageFile } from '../../../nodes/NinjaVideo/run/readImageFile';
import { readDownload, readOptions } from '../../../nodes/NinjaVideo/run/readOptions';
import { readRequests } from '../../../nodes/NinjaVideo/run/readRequests';
import { failure, success } from '../../../nodes/NinjaVideo/result';
import { answer } from '../api/scriptedCall';
import { createTurnCounter } from '../../support/turnCounter';

jest.mock('../../../nodes/NinjaVideo/run/readImageFile');
const reading = jest.mocked(readImageFile);

async function read(fields: Record<string, unknown>, type = 'ninjaVideo') {
	const row: Record<string, unknown> = {
		...{ prompt: 'a dog', model: 'veo-3.1', duration: 8, aspectRatio: '16:9', imageUrl: '' },
		...fields,
	};
	const context = {
		getInputData: () => [{ json: {} }],
		getNodeParameter: (name: string, _: number, fallback: unknown) => row[name] ?? fallback,
		getNode: () => ({ type, parameters: {} }),
	} as unknown as IExecuteFunctions;
	const send = async () => await Promise.resolve(answer(404, ''));
	const connection = { baseUrl: 'https://ninjachat.ai', now: () => 0, send };
	const run = { api: 'automatic', connection, deps: { clock: createTurnCounter() } } as const;
	const [result] = await readRequests(context, run);
	return result!;
}

describe('the image of a row', () => {
	beforeEach(() => {
		reading.mockReset();
		reading.mockImplementation(
			async (_context, _index, { name }) =>
				await Promise.resolve(
					success({ url: `https://n8n.example.com/${name}.png`, hash: `hash of ${name}` }),
				),
		);
	});

	it('is the file that Image File Field names, with its hash', async () => {
		expect(await read({ imageSource: 'file', imageField: ' photo\u200b' })).toMatchObject({
			ok: true,
			value: {
				imageUrl: 'https://n8n.example.com/photo.png',
				fileHashes: { image_url: 'hash of photo' },
			},
		});
		expect(reading.mock.calls.map(([, index, about]) => [index, about])).toEqual([
			[0, { label: 'Image File Field', name: 'photo' }],
		]);
		expect(await read({ imageSource: 'file' })).toMatchObject({
			value: { imageUrl: 'https://n8n.example.com/data.png' },
		});
	});

	it('is a URL otherwise, and always for an AI agent', async () => {
		const imageUrl = 'https://example.com/1.png';
		for (const [source, type] of [
			['url', 'ninjaVideo'],
			['', 'ninjaVideo'],
			['file', 'ninjaVideoTool'],
		]) {
			const result = await read({ imageSource: source, imageUrl, options: {} }, type);
			expect(result).toMatchObject({ ok: true, value: { imageUrl } });
			expect(result).not.toHaveProperty('value.fileHashes');
		}
		expect(reading).not.toHaveBeenCalled();
	});

	it('is refused where its source is neither', async () => {
		expect(await read({ imageSource: 'clipboard' })).toMatchObject({
			ok: false,
			error: { headline: "Image Source 'clipboard' is not known" },
		});
	});

	it('is refused once where the file cannot be used', async () => {
		reading.mockResolvedValue(
			failure({
				field: 'Image File Field',
				value: 'data',
				reason: 'is empty',
				allowed: 'Use PNG.',
			}),
		);
		const result = await read({ imageSource: 'file' });
		expect(result).toMatchObject({
			ok: false,
			error: { headline: "Image File Field 'data' is empty" },
		});
	});

	it('to end with may be a file too, and not beside a URL', async () => {
		const options = { endImageField: 'end' };
		const imageUrl = 'https://example.com/1.png';
		expect(await read({ imageUrl, options })).toMatchObject({
			ok: true,
			value: {
				fileHashes: { end_image_url: 'hash of end' },
				v2Options: { end_image_url: 'https://n8n.example.com/end.png' },
			},
		});
		expect(
			await read({ imageUrl, options: { ...options, endImageUrl: 'https://example.com/2.png' } }),
		).toMatchObject({
			ok: false,
			error: { headline: "End Image File Field 'end' is set, and so is 'End Image URL'" },
		});
		expect(await read({ options: { endImageField: '  ' } })).not.toHaveProperty('value.fileHashes');
		expect(await read({ imageUrl, options }, 'ninjaVideoTool')).not.toHaveProperty(
			'value.fileHashes',
		);
	});
});

describe('an item without a request ID', () => {
	const idOf = (requestId: unknown, written: unknown) => {
		const context = {
			getInputData: () => [{ json: {} }],
			getNodeParameter: () => requestId,
			getNode: () => ({ parameters: { requestId: written } }),
		} as unknown as IExecuteFunctions;
		return mayLackRequestId(context)(readRequestIds(context)[0]!);
	};

	it.each([
		['is let pass where the field is an expression', '', '={{ $json.request_id }}', true],
		['is let pass where the field was never touched', '', undefined, true],
		['is let pass where the expression gives a missing value', 'undefined', '={{ $json.x }}', true],
		['is a mistake where the field is a text', '', 'veo:1', false],
		['is a mistake where the field ends like an expression', '', 'veo=', false],
		['is a mistake where the field is no text', '', 7, false],
		['is a mistake where the expression gives words', 'my last video', '={{ $json.x }}', false],
		['is none where it has one', 'veo:1', '={{ $json.x }}', false],
	])('%s', (_, given, written, expected) => {
		expect(idOf(given, written)).toBe(expected);
	});

	it.each([
		['nj_sk_0123456789abcdefghij', 'Request ID holds an API key'],
		[{ a: 1 }, 'Request ID is an object, not a text'],
	])('is refused for %j, with what to give', (given, headline) => {
		const context = {
			getInputData: () => [{ json: {} }],
			getNodeParameter: () => given,
		} as unknown as IExecuteFunctions;
		expect(readRequestIds(context)).toMatchObject([
			{
				error: {
					headline,
					advice: expect.stringContaining('nothing was charged') as string,
					details: { code: 'invalid_input', charged: 'no', field: 'Request ID' },
				},
			},
		]);
	});
});

describe('the options of a run', () => {
	const optionsOf = (options: object, values: unknown[] = [50], written: unknown = 50) =>
		readOptions({
			getNodeParameter: (name: string, index: number, fallback: unknown) =>
				name === 'options' ? options : name === 'maxSpendUsd' ? values[index] : fallback,
			getInputData: () => values.map(() => ({ json: {} })),
			getNode: () => ({ type: 'ninjaVideo', parameters: { maxSpendUsd: written } }),
		} as unknown as IExecuteFunctions);

	it('keep the fields of the items only where that is switched on', () => {
		expect(optionsOf({ includeInputFields: true })).toMatchObject({ value: { keepsInput: true } });
		expect(optionsOf({ includeInputFields: 'yes' })).toMatchObject({
			value: { keepsInput: false },
		});
	});

	it('take the least of the limits that an expression gives, and one that is written once', () => {
		expect(optionsOf({}, [9, 3, 7], '={{ $json.limit }}')).toMatchObject({
			value: { capCents: 300 },
		});
		expect(optionsOf({}, [9, 3, 7], 9)).toMatchObject({ value: { capCents: 900 } });
		expect(optionsOf({}, [9, 3, 7], '9 =')).toMatchObject({ value: { capCents: 900 } });
		expect(optionsOf({}, [1_000_000])).toMatchObject({ value: { capCents: 100_000_000 } });
	});

	it.each(['1x', 'x1', '+-1', '1.5.', '', null, true, [1]])('refuse the limit %j', (value) => {
		expect(optionsOf({}, [value])).toMatchObject({
			ok: false,
			error: { label: 'Maximum Spend per Run (USD)', allowed: 'a number from 0 to 1000000' },
		});
	});

	it.each(['.25', '+.25', '0.25'])('read the limit %j', (value) => {
		expect(optionsOf({}, [value])).toMatchObject({ value: { capCents: 25 } });
	});

	it.each([
		[true, true],
		['yes', true],
		[' TRUE ', true],
		[1, true],
		['yes, please', false],
		['', false],
		[undefined, false],
	])('download a video where the field is %j: %j', (value, expected) => {
		const context = {
			getNodeParameter: (name: string, _: number, fallback: unknown) =>
				name === 'downloadVideo' ? (value ?? fallback) : undefined,
		} as unknown as IExecuteFunctions;
		expect(readDownload(context, 0)).toBe(expected);
	});
});
