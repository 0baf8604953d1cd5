import {
	checkRequest,
	needsModelList,
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

describe("the service's own list", () => {
	it.each([
		[{}, 'automatic', false],
		[{ options: undefined }, 'automatic', false],
		[{ options: { timeoutMinutes: 5 } }, 'automatic', false],
		[{ options: { watermark: true } }, 'automatic', true],
		[{ model: 'nova-9' }, 'automatic', true],
		[{ model: 'nova-9', options: { watermark: true } }, 'v1/videos', true],
		[{ model: 'Kling' }, 'v1/video', false],
	])('is asked for by %j under %s: %s', (changes, api, expected) => {
		expect(needsModelList(draft(changes as Partial<RequestDraft>), api)).toBe(expected);
	});

	it('may be why a model is not known, where it could not be read', () => {
		const hint =
			"NinjaChat's own list of models could not be read: if the name is right, try later.";
		const [without] = problemsOf({ model: 'nova-9' });
		expect(without?.allowed).toMatch(/^Allowed: google-veo-2, .*veo-3\.1-fast\. /);
		expect(without?.allowed).toContain(hint);
		const [withList] = problemsOf({ model: 'nova-9' }, { listed: [] });
		expect(withList?.allowed).not.toContain(hint);
		expect(problemsOf({ model: 'veo-3.1' })).toEqual([]);
	});

	it('says of the model that is ordered what it takes, not of another one', () => {
		const listed = [
			{ id: 'nova-1', name: 'Nova 1', supportedParameters: ['prompt'] },
			{ id: 'nova-9', name: 'Nova 9', ceilingCents: 900 },
		];
		expect(problemsOf({ model: 'nova-9', duration: 3 }, { listed })).toEqual([]);
		expect(problemsOf({ model: 'nova-1', duration: 3 }, { listed })).toMatchObject([
			{ field: 'Duration', allowed: expect.stringContaining('takes 4 to 15 seconds') as string },
		]);
		const options = { watermark: true };
		expect(problemsOf({ model: 'nova-9', options }, { listed })).toEqual([]);
		expect(problemsOf({ model: 'nova-1', options }, { listed })).toMatchObject([
			{ field: 'Watermark', reason: 'is not an option of Nova 1' },
		]);
	});

	it('does not make a length of three seconds one of a model of the table', () => {
		const listed = [{ id: 'veo-3.1', name: 'Veo 3.1', ceilingCents: 900 }];
		expect(problemsOf({ model: 'veo-3.1', duration: 3 }, { listed })).toHaveLength(1);
	});
});
