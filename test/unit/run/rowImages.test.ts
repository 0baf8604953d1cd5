import type { IExecuteFunctions } from 'n8n-workflow';
import { readImageFile } from '../../../nodes/NinjaVideo/run/readImageFile';
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
			error: {
				headline: "Image Source 'clipboard' is not known",
				advice: expect.stringContaining("Allowed: 'url', 'file'.") as string,
			},
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
		// Nothing is said of the URL, which stands empty in its place; of the other fields there is.
		const needsImage = await read({ imageSource: 'file', model: 'runway-gen4-turbo', prompt: '' });
		const { advice } = needsImage.ok ? { advice: '' } : needsImage.error;
		expect(advice).toContain('Prompt is empty');
		expect(advice).not.toContain('Image URL');
	});

	it('is refused where there is no file and the model needs an image', async () => {
		expect(await read({ imageSource: 'url', model: 'runway-gen4-turbo' })).toMatchObject({
			ok: false,
			error: { headline: expect.stringContaining('Image URL is empty') as string },
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
			error: {
				headline: "End Image File Field 'end' is set, and so is 'End Image URL'",
				advice: expect.stringContaining('Remove one of the two.') as string,
			},
		});
		expect(await read({ imageUrl, options: { ...options, endImageUrl: '  ' } })).toMatchObject({
			value: { v2Options: { end_image_url: 'https://n8n.example.com/end.png' } },
		});
		expect(await read({ options: { endImageField: '  ' } })).not.toHaveProperty('value.fileHashes');
		expect(await read({ imageUrl, options }, 'ninjaVideoTool')).not.toHaveProperty(
			'value.fileHashes',
		);
	});
});
