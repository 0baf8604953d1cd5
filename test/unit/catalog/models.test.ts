import {
	DEFAULTS,
	durationsOf,
	findModel,
	MODELS,
	priceCentsOf,
	typicalSecondsOf,
	USUAL_PRICE,
} from '../../../nodes/NinjaVideo/catalog/models';
import { checkRequest } from '../../../nodes/NinjaVideo/catalog/rules';

/** The vendor's reference page, written out a second time; a new model is written here by its own source. */
const REFERENCE = [
	{ id: 'seedance-2', cents: 300, lengths: [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], image: false },
	{ id: 'kling-video', cents: 300, lengths: [5, 6, 7, 8, 9, 10], image: false },
	{ id: 'google-veo-2', cents: 300, lengths: [5, 6, 7, 8], image: false },
	{ id: 'veo-3.1', cents: 500, lengths: [4, 6, 8], image: false },
	{ id: 'veo-3.1-fast', cents: 300, lengths: [4, 6, 8], image: false },
	{ id: 'google-veo-3-fast', cents: 300, lengths: [4, 6, 8], image: false },
	{ id: 'runway-gen4.5', cents: 500, lengths: [4, 5, 6, 7, 8, 9, 10], image: false },
	{ id: 'runway-gen4-turbo', cents: 300, lengths: [4, 5, 6, 7, 8, 9, 10], image: true },
];
const DEAREST = Math.max(...REFERENCE.map(({ cents }) => cents));
const ENDPOINT_LENGTHS = [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
const IMAGE = 'https://example.com/start.jpg';

const draftFor = (model: string, duration: unknown, imageUrl: unknown = IMAGE) => ({
	prompt: 'a dog',
	model,
	duration,
	aspectRatio: '16:9',
	imageUrl,
});

describe('the catalogue', () => {
	it('has exactly the models of the reference', () => {
		expect(MODELS.map(({ id }) => id).sort()).toEqual(REFERENCE.map(({ id }) => id).sort());
	});

	it('names them as the reference does, each with what it is good for', () => {
		expect(MODELS.map(({ name, note }) => `${name}: ${note}`)).toEqual([
			'Google Veo 2: fastest: about 40 s',
			'Google Veo 3 Fast: budget Veo',
			'Kling Video: motion quality',
			'Runway Gen-4 Turbo: needs an image',
			'Runway Gen-4.5: Runway flagship',
			'Seedance 2: longest, ignores ratio',
			"Veo 3.1: Google's best quality",
			'Veo 3.1 Fast: optimized for speed',
		]);
	});

	it('says between which prices a video costs', () => {
		expect(USUAL_PRICE).toEqual({ leastCents: 300, mostCents: 500 });
	});

	it('lists its models alphabetically by name', () => {
		const names = MODELS.map(({ name }) => name);
		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
	});

	it.each(REFERENCE)(
		'knows price, lengths and image rule of $id',
		({ id, cents, lengths, image }) => {
			expect(priceCentsOf(id)).toBe(cents);
			expect(durationsOf(id)).toEqual(lengths);
			expect(findModel(id)?.image).toBe(image ? 'required' : 'optional');
		},
	);

	it.each([
		{ id: 'google-veo-2', rule: 'honoured' },
		{ id: 'google-veo-3-fast', rule: 'honoured' },
		{ id: 'veo-3.1', rule: 'honoured' },
		{ id: 'veo-3.1-fast', rule: 'honoured' },
		{ id: 'kling-video', rule: 'honoured' },
		{ id: 'seedance-2', rule: 'ignored' },
		{ id: 'runway-gen4.5', rule: 'not stated' },
		{ id: 'runway-gen4-turbo', rule: 'not stated' },
	])('says that the aspect ratio of $id is $rule', ({ id, rule }) => {
		expect(findModel(id)?.aspectRatio).toBe(rule);
	});

	it.each(REFERENCE.flatMap(({ id, lengths }) => lengths.map((seconds) => ({ id, seconds }))))(
		'lets $id make $seconds seconds',
		({ id, seconds }) => {
			expect(checkRequest(draftFor(id, seconds))).toMatchObject({
				ok: true,
				value: { model: id, durationSeconds: seconds },
			});
		},
	);

	it.each(
		REFERENCE.flatMap(({ id, lengths }) =>
			ENDPOINT_LENGTHS.filter((seconds) => !lengths.includes(seconds)).map((seconds) => ({
				id,
				seconds,
				lengths,
			})),
		),
	)('refuses $seconds seconds of $id and names what it makes', ({ id, seconds, lengths }) => {
		const checked = checkRequest(draftFor(id, seconds));
		expect(checked).toMatchObject({
			ok: false,
			error: [{ field: 'Duration', value: String(seconds) }],
		});
		if (!checked.ok) expect(checked.error[0]?.allowed).toContain(lengths.join(', '));
	});

	it('uses what the endpoint uses where a field is left out', () => {
		expect(DEFAULTS).toEqual({ model: 'seedance-2', durationSeconds: 8, aspectRatio: '16:9' });
	});
});

describe('a model that is newer than the catalogue', () => {
	const listed = [{ id: 'veo-9', name: 'Veo 9' }];

	it.each(ENDPOINT_LENGTHS)('is let through with %i seconds where the list has it', (seconds) => {
		expect(checkRequest(draftFor('veo-9', seconds, ''), { listed })).toMatchObject({
			ok: true,
			value: { model: 'veo-9', durationSeconds: seconds },
		});
	});

	it.each([3, 16, 0, -5])('is refused with %i seconds', (seconds) => {
		expect(checkRequest(draftFor('veo-9', seconds), { listed })).toMatchObject({
			ok: false,
			error: [{ field: 'Duration' }],
		});
	});

	it('counts as the dearest model', () => {
		expect(priceCentsOf('veo-9')).toBe(DEAREST);
	});

	it('has a usual time to be waited for', () => {
		expect(typicalSecondsOf('veo-9')).toBeGreaterThan(0);
		expect(typicalSecondsOf(undefined)).toBe(typicalSecondsOf('veo-9'));
		const [known] = MODELS;
		expect(typicalSecondsOf(known?.id)).toBe(known?.typicalSeconds);
		expect(known?.typicalSeconds).not.toBe(typicalSecondsOf('veo-9'));
	});
});

it.each(['constructor', '__proto__', 'toString'])('takes no model from a word like %s', (id) => {
	expect(findModel(id)).toBeUndefined();
	expect(priceCentsOf(id)).toBe(DEAREST);
});
