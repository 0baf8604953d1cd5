import {
	checkRequest,
	type CheckContext,
	type RequestDraft,
} from '../../../nodes/NinjaVideo/catalog/rules';
import { isWebAddress, type Problem } from '../../../nodes/NinjaVideo/catalog/values';

const draft = (changes: Partial<RequestDraft> = {}): RequestDraft => ({
	prompt: 'a dog',
	model: 'seedance-2',
	duration: 8,
	aspectRatio: '16:9',
	imageUrl: '',
	...changes,
});

function problemsOf(
	changes: Partial<RequestDraft>,
	against: CheckContext = {},
): readonly Problem[] {
	const checked = checkRequest(draft(changes), against);
	return checked.ok ? [] : checked.error;
}

function requestOf(changes: Partial<RequestDraft>) {
	const checked = checkRequest(draft(changes));
	return checked.ok ? checked.value : checked.error;
}

describe('the image address', () => {
	it.each([
		{ label: 'an https address', imageUrl: 'https://example.com/a.jpg' },
		{ label: 'an http address', imageUrl: 'http://example.com/a.jpg' },
		{ label: 'a URL with spaces around', imageUrl: ' https://example.com/a.jpg ' },
	])('may be $label', ({ imageUrl }) => {
		expect(requestOf({ imageUrl })).toMatchObject({ imageUrl: imageUrl.trim() });
	});

	it.each(['', '  ', undefined, null])('is left out of the request when it is %p', (imageUrl) => {
		expect(requestOf({ imageUrl })).not.toHaveProperty('imageUrl');
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
		expect(problemsOf({ prompt: '', imageUrl: 'x' })).toMatchObject([
			{ field: 'Prompt', value: '' },
			{
				field: 'Image URL',
				value: 'x',
				allowed: 'A public URL of an image, starting with http:// or https://, is needed.',
			},
		]);
		expect(problemsOf({ model: 'runway-gen4-turbo' })).toMatchObject([{ value: '' }]);
	});

	it('of a length does not make up the lengths of a model that is not in the catalogue', () => {
		const listed = [{ id: 'veo-9', name: 'Veo 9' }];
		expect(problemsOf({ model: 'veo-9', duration: 99 }, { listed })).toEqual([
			{
				field: 'Duration',
				value: '99',
				reason: 'is not a length that NinjaChat takes',
				allowed: 'Which lengths veo-9 makes is not published; NinjaChat takes 4 to 15 seconds.',
			},
		]);
	});

	it('does not hide another one: all are found at once', () => {
		const found = problemsOf({ prompt: '', duration: 99, aspectRatio: '4:3', imageUrl: 'x' });
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
])('takes "$text" for a URL: $expected', ({ text, expected }) => {
	expect(isWebAddress(text)).toBe(expected);
});
