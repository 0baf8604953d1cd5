import { checkRequest, type RequestDraft } from '../../../nodes/NinjaVideo/catalog/rules';
import { isWebAddress, type Problem } from '../../../nodes/NinjaVideo/catalog/values';

const draft = (changes: Partial<RequestDraft> = {}): RequestDraft => ({
	prompt: 'a dog',
	model: 'seedance-2',
	duration: 8,
	aspectRatio: '16:9',
	imageUrl: '',
	...changes,
});

function problemsOf(changes: Partial<RequestDraft>): readonly Problem[] {
	const checked = checkRequest(draft(changes));
	return checked.ok ? [] : checked.error;
}

function requestOf(changes: Partial<RequestDraft>) {
	const checked = checkRequest(draft(changes));
	return checked.ok ? checked.value : checked.error;
}

describe('the prompt', () => {
	it.each([
		{ label: 'empty', prompt: '', reason: 'is empty' },
		{ label: 'only blanks', prompt: ' \n\t ', reason: 'is empty' },
		{ label: 'missing', prompt: undefined, reason: 'is empty' },
		{ label: 'null', prompt: null, reason: 'is empty' },
		{ label: 'an object', prompt: { text: 'a dog' }, reason: 'is not a text' },
		{ label: '4001 characters', prompt: 'x'.repeat(4001), reason: 'is 4001 characters long' },
	])('is refused when it is $label', ({ prompt, reason }) => {
		expect(problemsOf({ prompt })).toEqual([
			expect.objectContaining({
				field: 'Prompt',
				reason,
				allowed: expect.stringContaining('4000') as string,
			}),
		]);
	});

	it.each([
		{ label: 'one character', prompt: 'x', expected: 'x' },
		{ label: '4000 characters', prompt: 'x'.repeat(4000), expected: 'x'.repeat(4000) },
		{ label: 'blanks around words, kept as they are', prompt: ' a dog ', expected: ' a dog ' },
		{ label: 'a number from a spreadsheet', prompt: 42, expected: '42' },
	])('may be $label', ({ prompt, expected }) => {
		expect(requestOf({ prompt })).toMatchObject({ prompt: expected });
	});
});

describe('the model', () => {
	it.each([
		{ label: 'empty', model: '', reason: 'is empty' },
		{ label: 'only blanks', model: '  ', reason: 'is empty' },
		{ label: 'missing', model: undefined, reason: 'is empty' },
		{ label: 'a number', model: 3, reason: 'is not a text' },
	])('is refused when it is $label', ({ model, reason }) => {
		expect(problemsOf({ model })).toEqual([expect.objectContaining({ field: 'Model', reason })]);
	});

	it('loses the blanks around it', () => {
		expect(requestOf({ model: ' veo-3.1 ' })).toMatchObject({ model: 'veo-3.1' });
	});
});

describe('the duration', () => {
	it.each([
		{ label: 'a number', duration: 10, expected: 10 },
		{ label: 'numeric text', duration: '10', expected: 10 },
		{ label: 'numeric text with blanks', duration: ' 10 ', expected: 10 },
		{ label: 'an empty text, as the API default', duration: '', expected: 8 },
		{ label: 'blanks, as the API default', duration: '  ', expected: 8 },
		{ label: 'null, as the API default', duration: null, expected: 8 },
		{ label: 'missing, as the API default', duration: undefined, expected: 8 },
	])('may be $label', ({ duration, expected }) => {
		expect(requestOf({ duration })).toMatchObject({ durationSeconds: expected });
	});

	it.each([
		{ label: 'a word', duration: 'long', value: 'long' },
		{ label: 'a part of a second', duration: 8.5, value: '8.5' },
		{ label: 'text with a unit', duration: '8s', value: '8s' },
		{ label: 'true', duration: true, value: 'true' },
		{ label: 'a list', duration: [8], value: '[8]' },
		{ label: 'no number', duration: Number.NaN, value: 'NaN' },
	])('is refused when it is $label', ({ duration, value }) => {
		expect(problemsOf({ duration })).toEqual([
			expect.objectContaining({
				field: 'Duration',
				value,
				reason: 'is not a whole number of seconds',
			}),
		]);
	});
});

describe('the aspect ratio', () => {
	it.each([
		{ label: 'landscape', aspectRatio: '16:9', expected: '16:9' },
		{ label: 'portrait', aspectRatio: '9:16', expected: '9:16' },
		{ label: 'portrait with blanks', aspectRatio: ' 9:16 ', expected: '9:16' },
		{ label: 'empty, as the API default', aspectRatio: '', expected: '16:9' },
		{ label: 'missing, as the API default', aspectRatio: undefined, expected: '16:9' },
	])('may be $label', ({ aspectRatio, expected }) => {
		expect(requestOf({ aspectRatio })).toMatchObject({ aspectRatio: expected });
	});

	it('is refused when it is no text', () => {
		expect(problemsOf({ aspectRatio: { ratio: '16:9' } })).toMatchObject([
			{ field: 'Aspect Ratio', reason: 'is not known' },
		]);
	});

	it.each(['1:1', '4:3', 'landscape', '16x9'])('is refused when it is %s', (aspectRatio) => {
		expect(problemsOf({ aspectRatio })).toEqual([
			{
				field: 'Aspect Ratio',
				value: aspectRatio,
				reason: 'is not known',
				allowed: 'Allowed: 16:9, 9:16.',
			},
		]);
	});
});

describe('the image address', () => {
	it.each([
		{ label: 'an https address', imageUrl: 'https://example.com/a.jpg' },
		{ label: 'an http address', imageUrl: 'http://example.com/a.jpg' },
		{ label: 'an address with blanks around', imageUrl: ' https://example.com/a.jpg ' },
	])('may be $label', ({ imageUrl }) => {
		expect(requestOf({ imageUrl })).toMatchObject({ imageUrl: imageUrl.trim() });
	});

	it.each(['', '  ', undefined, null])('is left out of the request when it is %p', (imageUrl) => {
		expect(requestOf({ imageUrl })).not.toHaveProperty('imageUrl');
	});

	it.each([
		{ label: 'a data address', imageUrl: 'data:image/png;base64,AAAA' },
		{ label: 'a file address', imageUrl: 'file:///etc/passwd' },
		{ label: 'a path', imageUrl: '/start.jpg' },
		{ label: 'a host without a scheme', imageUrl: 'example.com/a.jpg' },
		{ label: 'a number', imageUrl: 5 },
		{ label: 'an object', imageUrl: { url: 'https://example.com' } },
	])('is refused when it is $label', ({ imageUrl }) => {
		expect(problemsOf({ imageUrl })).toEqual([
			expect.objectContaining({ field: 'Image URL', reason: 'is not a web address' }),
		]);
	});

	it('is needed by Runway Gen-4 Turbo, which makes videos from an image only', () => {
		expect(problemsOf({ model: 'runway-gen4-turbo' })).toEqual([
			expect.objectContaining({
				field: 'Image URL',
				reason: expect.stringContaining('Runway Gen-4 Turbo') as string,
			}),
		]);
	});
});

describe('a problem', () => {
	it('names the field, the value that was given and what is allowed', () => {
		expect(problemsOf({ model: 'veo-3.1', duration: 15 })).toEqual([
			{
				field: 'Duration',
				value: '15',
				reason: 'is not a length that Veo 3.1 makes',
				allowed: 'Allowed for Veo 3.1: 4, 6, 8 seconds.',
			},
		]);
	});

	it('of an empty field shows no value, and what would do', () => {
		const found = problemsOf({ prompt: '', model: '', imageUrl: 'x' });
		expect(found).toMatchObject([
			{ field: 'Prompt', value: '' },
			{
				field: 'Model',
				value: '',
				allowed: 'Pick a model from the list or give its ID, such as seedance-2.',
			},
			{
				field: 'Image URL',
				value: 'x',
				allowed: 'A public address that starts with http:// or https:// is needed.',
			},
		]);
		expect(problemsOf({ model: 'runway-gen4-turbo' })).toMatchObject([{ value: '' }]);
	});

	it('of a length names a model that is not in the catalogue by its ID', () => {
		expect(problemsOf({ model: 'veo-9', duration: 99 })).toMatchObject([
			{ reason: expect.stringContaining('the model veo-9') as string },
		]);
	});

	it('does not hide another one: all are found at once', () => {
		const found = problemsOf({ prompt: '', duration: 99, aspectRatio: '1:1', imageUrl: 'x' });
		expect(found.map(({ field }) => field)).toEqual([
			'Prompt',
			'Duration',
			'Aspect Ratio',
			'Image URL',
		]);
	});

	it('shows a long value cut', () => {
		const [problem] = problemsOf({ imageUrl: `data:${'x'.repeat(500)}` });
		expect(problem?.value.length).toBe(60);
		expect(problem?.value).toMatch(/\.\.\.$/);
		const whole = 'x'.repeat(60);
		expect(problemsOf({ imageUrl: whole })[0]?.value).toBe(whole);
	});
});

it.each([
	{ text: 'https://example.com', expected: true },
	{ text: 'http://127.0.0.1:8080/x', expected: true },
	{ text: 'ftp://example.com', expected: false },
	{ text: 'javascript:alert(1)', expected: false },
	{ text: '', expected: false },
])('takes "$text" for a web address: $expected', ({ text, expected }) => {
	expect(isWebAddress(text)).toBe(expected);
});
