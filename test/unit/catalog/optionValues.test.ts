import {
	findUnsupported,
	labelsOfOptions,
	readV2Options,
} from '../../../nodes/NinjaVideo/catalog/v2Options';

const read = (given: Readonly<Record<string, unknown>>) => readV2Options(given, 'automatic');
const URL_1 = 'https://example.com/1.jpg';

describe('the value of a switch', () => {
	it.each([
		[true, ['true', 'YES', 'on', '1', 1, ' True ']],
		[false, ['false', 'No', 'off', '0', 0]],
	])('%s is meant by each of %j', (value, texts) => {
		for (const watermark of texts) {
			expect(read({ watermark })).toEqual({ v2Options: { watermark: value }, problems: [] });
		}
	});

	it.each(['xtrue', 'truex', 'not false', 'falsey', '10', '01', '-1', 'none', {}])(
		'cannot be %j',
		(watermark) => {
			expect(read({ watermark }).problems).toMatchObject([
				{ field: 'Watermark', reason: 'is neither true nor false' },
			]);
		},
	);
});

describe('the text of Negative Prompt', () => {
	it('is sent without spaces around it', () => {
		expect(read({ negativePrompt: ' blur \n' }).v2Options).toEqual({ negative_prompt: 'blur' });
		expect(read({ negativePrompt: true }).problems).toHaveLength(1);
	});

	it.each(['', '-', 'none', null])('is none where it is %j', (negativePrompt) => {
		expect(read({ negativePrompt })).toEqual({ v2Options: undefined, problems: [] });
	});

	it('must be a text, and no accident', () => {
		expect(read({ negativePrompt: {} }).problems).toEqual([
			{ field: 'Negative Prompt', value: '{}', reason: 'is no text', allowed: 'Use a text.' },
		]);
		expect(read({ negativePrompt: 'undefined' }).problems).toEqual([
			{
				...{ field: 'Negative Prompt', value: 'undefined' },
				reason: 'is a missing value, not a text',
				allowed: "Check the expression of 'Negative Prompt': it found no text in this item.",
			},
		]);
	});
});

describe('the URLs of Reference Images', () => {
	it.each([',', ', ', ' , ', ';', '|', ' ', '\n', ' \r\n\r\n ', ',\n', ' ; | '])(
		'may stand apart by %j',
		(between) => {
			const referenceImages = [URL_1, 'http://example.com/2.jpg'].join(between);
			expect(read({ referenceImages }).v2Options).toEqual({
				reference_images: [URL_1, 'http://example.com/2.jpg'],
			});
		},
	);

	it.each([[[]], ['\n'], [['', '-']], [' - ']])('are none in %j', (referenceImages) => {
		expect(read({ referenceImages })).toEqual({ v2Options: undefined, problems: [] });
	});

	it('are a list or a text, of four at most', () => {
		expect(read({ referenceImages: {} }).problems).toEqual([
			{
				...{ field: 'Reference Images', value: '{}', reason: 'are no list' },
				allowed: 'Give one URL for each line, or a list.',
			},
		]);
		expect(read({ referenceImages: Array(5).fill(URL_1) }).problems).toMatchObject([
			{ reason: 'are 5 addresses', allowed: 'Up to 4 public URLs of images may be given.' },
		]);
		expect(read({ referenceImages: Array(4).fill(URL_1) }).problems).toEqual([]);
	});
});

describe('the URL of another file', () => {
	it.each([
		['referenceAudioUrl', 'https://example.com/a.mp3', 'https://example.com/a.png', 'audio file'],
		['referenceVideoUrl', 'https://example.com/a.mov', 'https://example.com/a.png', 'video'],
		['endImageUrl', 'https://example.com/a.png', 'https://example.com/a.mov', 'image'],
	])('of %s is of its own kind', (name, good, bad, kind) => {
		expect(read({ [name]: good }).problems).toEqual([]);
		expect(read({ [name]: '-' })).toEqual({ v2Options: undefined, problems: [] });
		expect(read({ [name]: bad }).problems).toMatchObject([
			{ value: bad, reason: expect.stringContaining(`not to the ${kind}`) as string },
		]);
	});
});

describe('a model that does not take an option', () => {
	const nova = (...supportedParameters: string[]) => ({ name: 'Nova', supportedParameters });
	const options = { watermark: true, negative_prompt: 'blur' };

	it('is said, with what it takes', () => {
		expect(findUnsupported(options, nova('prompt', 'watermark', 'generate_audio'))).toEqual([
			{
				...{ field: 'Negative Prompt', value: 'blur', reason: 'is not an option of Nova' },
				allowed:
					"Remove 'Negative Prompt', or choose another model. Nova takes 'Generate Audio', 'Watermark'.",
			},
		]);
		expect(findUnsupported({ watermark: true }, nova('prompt'))).toMatchObject([
			{
				allowed: "Remove 'Watermark', or choose another model. Nova has no such options.",
			},
		]);
	});

	it.each([
		['nothing is set', undefined, nova('prompt')],
		['the switch is off', { watermark: false }, nova('prompt')],
		['the list says nothing of it', options, { name: 'Nova' }],
		['the list says nothing that is known', options, nova('seed', 'fps')],
		['the list lacks the model', options, undefined],
		['it takes them', options, nova('watermark', 'negative_prompt')],
	])('is not said where %s', (_, given, model) => {
		expect(findUnsupported(given, model)).toEqual([]);
	});

	it.each(['prompt', 'model', 'duration', 'aspect_ratio', 'image_url', 'generate_audio'])(
		'is known by a list that names %s',
		(field) => {
			expect(findUnsupported({ watermark: true }, nova(field))).toHaveLength(1);
		},
	);

	it('has its options by their labels', () => {
		expect(labelsOfOptions(['watermark', 'seed', 'end_image_url'])).toEqual([
			'End Image URL',
			'Watermark',
		]);
	});
});
