import { checkRequest, type RequestDraft } from '../../../nodes/NinjaVideo/catalog/rules';

const LISTED = [
	{ id: 'kling-3-pro', name: 'Kling 3.0 Pro' },
	{ id: 'seedance-2.0', name: 'Seedance 2.0' },
	{ id: 'veo-3.1', name: 'Veo 3.1' },
];

const draft = (changes: Partial<RequestDraft> = {}): RequestDraft => ({
	prompt: 'a dog',
	model: 'seedance-2',
	duration: 8,
	aspectRatio: '16:9',
	imageUrl: '',
	...changes,
});

/** What a draft comes to: the request, or the problems it is refused for. */
function read(changes: Partial<RequestDraft>) {
	const checked = checkRequest(draft(changes), { listed: LISTED });
	return checked.ok ? checked.value : checked.error;
}

describe('a model that somebody typed', () => {
	it.each([
		{ typed: 'Seedance 2', id: 'seedance-2' },
		{ typed: 'Veo 3.1', id: 'veo-3.1' },
		{ typed: 'veo3.1', id: 'veo-3.1' },
		{ typed: 'VEO-3.1-FAST', id: 'veo-3.1-fast' },
		{ typed: ' veo 3.1  fast ', id: 'veo-3.1-fast' },
		{ typed: 'Kling', id: 'kling-video' },
		{ typed: 'Veo 2', id: 'google-veo-2' },
		{ typed: 'Google Veo 3.1', id: 'veo-3.1' },
		{ typed: 'Gen-4.5', id: 'runway-gen4.5' },
		{ typed: 'runway_gen4.5', id: 'runway-gen4.5' },
		{ typed: 'Seedance 2 ($3.00, 5-15 s)', id: 'seedance-2' },
		{ typed: 'ｖｅｏ－３．１', id: 'veo-3.1' },
		{ typed: 'Kling 3.0 Pro', id: 'kling-3-pro' },
		{ typed: 'seedance 2.0', id: 'seedance-2.0' },
		{ typed: '', id: 'seedance-2' },
		{ typed: '  ', id: 'seedance-2' },
		{ typed: '-', id: 'seedance-2' },
		{ typed: 'default', id: 'seedance-2' },
		{ typed: undefined, id: 'seedance-2' },
		{ typed: null, id: 'seedance-2' },
	])('as "$typed" is $id', ({ typed, id }) => {
		expect(read({ model: typed })).toMatchObject({ model: id });
	});

	it.each([
		{ typed: 'Veo 3.1 Fats', near: /^Did you mean veo-3\.1-fast or / },
		{ typed: 'Veo 3', near: /^Did you mean .*veo-3\.1/ },
		{ typed: 'gpt-video', near: /^Allowed: google-veo-2, .*kling-video.*veo-3\.1/ },
		{ typed: 'sora', near: /^Allowed: google-veo-2, / },
		{ typed: 'constructor', near: /Allowed: / },
		{ typed: 'undefined', near: /Allowed: / },
	])('as "$typed" is refused, near names and all known ones named', ({ typed, near }) => {
		expect(read({ model: typed })).toEqual([
			{
				field: 'Model',
				value: typed,
				reason: 'is not known',
				allowed: expect.stringMatching(near) as string,
			},
		]);
	});

	it.each([3, true, { id: 'veo-3.1' }, ['veo-3.1']])('is refused as no text: %p', (model) => {
		expect(read({ model })).toMatchObject([{ field: 'Model', reason: 'is not a text' }]);
	});

	it('that two models are called is refused with both', () => {
		const listed = [
			{ id: 'wan-a', name: 'Wan' },
			{ id: 'wan-b', name: 'WAN' },
		];
		expect(checkRequest(draft({ model: 'wan' }), { listed })).toMatchObject({
			error: [
				{
					reason: 'can mean more than one model',
					allowed: expect.stringContaining('Did you mean wan-a or wan-b?') as string,
				},
			],
		});
	});
});

describe('a duration that somebody typed', () => {
	it.each([
		{ typed: 10, seconds: 10 },
		{ typed: '10', seconds: 10 },
		{ typed: '8 seconds', seconds: 8 },
		{ typed: '5s', seconds: 5 },
		{ typed: '5,0', seconds: 5 },
		{ typed: '5.00', seconds: 5 },
		{ typed: '8 Sec.', seconds: 8 },
		{ typed: '8 Sekunden', seconds: 8 },
		{ typed: '8\u00a0s', seconds: 8 },
		{ typed: '８', seconds: 8 },
		{ typed: '08', seconds: 8 },
		{ typed: '0:08', seconds: 8 },
		{ typed: '00:00:12', seconds: 12 },
		{ typed: 'PT8S', seconds: 8 },
		{ typed: '8000 ms', seconds: 8 },
		{ typed: '', seconds: 8 },
		{ typed: '  ', seconds: 8 },
		{ typed: '-', seconds: 8 },
		{ typed: null, seconds: 8 },
		{ typed: undefined, seconds: 8 },
	])('as "$typed" is $seconds seconds', ({ typed, seconds }) => {
		expect(read({ duration: typed })).toMatchObject({ durationSeconds: seconds });
	});

	it.each(['long', 8.5, '8.5', '8-10', '8 min', 'ten', true, [8], Number.NaN, '1e1'])(
		'is refused as no whole number of seconds: %p',
		(duration) => {
			expect(read({ duration })).toMatchObject([
				{ field: 'Duration', reason: 'is not a whole number of seconds' },
			]);
		},
	);
});

describe('an aspect ratio that somebody typed', () => {
	it.each([
		{ typed: '16:9', ratio: '16:9' },
		{ typed: ' 9:16 ', ratio: '9:16' },
		{ typed: 'Landscape', ratio: '16:9' },
		{ typed: 'vertical', ratio: '9:16' },
		{ typed: 'Portrait mode', ratio: '9:16' },
		{ typed: '16x9', ratio: '16:9' },
		{ typed: '9×16', ratio: '9:16' },
		{ typed: '16 / 9', ratio: '16:9' },
		{ typed: '16:9 (Landscape)', ratio: '16:9' },
		{ typed: '9:16 portrait', ratio: '9:16' },
		{ typed: '1920x1080', ratio: '16:9' },
		{ typed: '1080 x 1920 px', ratio: '9:16' },
		{ typed: '16:09', ratio: '16:9' },
		{ typed: '16:09:00', ratio: '16:9' },
		{ typed: '09:16:00', ratio: '9:16' },
		{ typed: 0.6729166666666667, ratio: '16:9' },
		{ typed: 0.3861111111111111, ratio: '9:16' },
		{ typed: '0.672916667', ratio: '16:9' },
		{ typed: '', ratio: '16:9' },
		{ typed: undefined, ratio: '16:9' },
	])('as "$typed" is $ratio', ({ typed, ratio }) => {
		expect(read({ aspectRatio: typed })).toMatchObject({ aspectRatio: ratio });
	});

	it.each(['4:3', 'cinema', '720p', '16', '0x0', 5, { ratio: '16:9' }])(
		'is refused with what is known: %p',
		(aspectRatio) => {
			expect(read({ aspectRatio })).toMatchObject([
				{
					field: 'Aspect Ratio',
					reason: 'is not known',
					allowed: expect.stringContaining('16:9, 9:16') as string,
				},
			]);
		},
	);
});
