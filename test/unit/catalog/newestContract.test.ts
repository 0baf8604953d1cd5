import { checkRequest, type RequestDraft } from '../../../nodes/NinjaVideo/catalog/rules';

const draft = (changes: Partial<RequestDraft> = {}): RequestDraft => ({
	prompt: 'a dog',
	model: 'veo-3.1',
	duration: 8,
	aspectRatio: '16:9',
	imageUrl: '',
	...changes,
});
const H3 = { id: 'minimax-h3', name: 'MiniMax H3' };
const NEWEST = { ...H3, ceilingCents: 500 };

describe('a square video', () => {
	it.each(['1:1', 'square', '1080x1080'])(
		'is understood as %s, and needs v1/videos',
		(aspectRatio) => {
			expect(checkRequest(draft({ aspectRatio }))).toMatchObject({
				value: { aspectRatio: '1:1', requiredVersion: 'v1/videos' },
			});
		},
	);

	it('is refused for free under v1/video', () => {
		expect(checkRequest(draft({ aspectRatio: '1:1' }), { api: 'v1/video' })).toMatchObject({
			error: [{ field: 'Aspect Ratio', reason: 'is not known to the API v1/video' }],
		});
	});
});

it.each(['model', 'Default of the Model', 'model default'])(
	'no aspect ratio is sent where it is %s',
	(aspectRatio) => {
		const checked = checkRequest(draft({ aspectRatio }));
		expect(checked.ok && checked.value).not.toHaveProperty('aspectRatio');
	},
);

describe('three seconds', () => {
	const three = draft({ model: 'minimax-h3', duration: 3 });

	it('are taken for a model of a list that has the newest prices', () => {
		expect(checkRequest(three, { listed: [NEWEST] })).toMatchObject({
			value: { durationSeconds: 3 },
		});
	});

	it.each([
		['a list without such prices', three, [H3]],
		['a model of the catalogue', draft({ duration: 3 }), [NEWEST]],
	])('are refused for %s', (_, wanted, listed) => {
		expect(checkRequest(wanted, { listed })).toMatchObject({ error: [{ field: 'Duration' }] });
	});
});

describe('an option that the list does not have for a model', () => {
	const options = { negativePrompt: ' fog ', endImageUrl: 'https://example.com/a.jpg' };
	const check = (supportedParameters?: readonly string[], more: object = options) =>
		checkRequest(draft({ model: 'minimax-h3', options: more as never }), {
			listed: [
				{ ...NEWEST, ...(supportedParameters === undefined ? {} : { supportedParameters }) },
			],
		});

	it('is refused for free by its name, with those that the model takes', () => {
		expect(check(['prompt', 'negative_prompt'])).toMatchObject({
			error: [
				{
					field: 'End Image URL',
					reason: 'is not an option of MiniMax H3',
					allowed: expect.stringContaining("MiniMax H3 takes 'Negative Prompt'") as string,
				},
			],
		});
	});

	it.each([
		['the list says nothing of its fields', undefined],
		['the list names no field of an order', ['text-to-video']],
		['the list has it', ['negative_prompt', 'end_image_url']],
	])('is sent where %s', (_, supportedParameters) => {
		expect(check(supportedParameters)).toMatchObject({
			value: { v2Options: { negative_prompt: 'fog' }, requiredVersion: 'v1/videos' },
		});
	});

	it('is nothing to refuse where it is switched off', () => {
		expect(check(['prompt'], { watermark: false })).toMatchObject({ ok: true });
	});
});

it('a negative prompt is refused for free under v1/video', () => {
	const options = { negativePrompt: 'fog' };
	expect(checkRequest(draft({ options }), { api: 'v1/video' })).toMatchObject({
		error: [{ field: 'Negative Prompt', reason: 'is not known to the API v1/video' }],
	});
});
