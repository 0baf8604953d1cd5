import { MODELS, validateCreate } from '../../../simulator/pageRules';

const IMAGE = 'https://images.example/cat.png';

function fieldsRefused(body: unknown): string[] {
	const result = validateCreate(body, true);
	return result.ok ? [] : result.details.map(({ field }) => field);
}

describe('models', () => {
	// Written out again here, from the reference page, so that the table can be wrong.
	const cases: Array<[string, number, number[], number[]]> = [
		['seedance-2', 300, [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], [4, 16]],
		['kling-video', 300, [5, 6, 7, 8, 9, 10], [4, 11]],
		['google-veo-2', 300, [5, 6, 7, 8], [4, 9]],
		['veo-3.1', 500, [4, 6, 8], [5, 7, 9]],
		['veo-3.1-fast', 300, [4, 6, 8], [5, 7, 9]],
		['google-veo-3-fast', 300, [4, 6, 8], [5, 7, 9]],
		['runway-gen4.5', 500, [4, 5, 6, 7, 8, 9, 10], [3, 11]],
		['runway-gen4-turbo', 300, [4, 5, 6, 7, 8, 9, 10], [3, 11]],
	];

	it('are these eight', () => {
		expect(MODELS.map(({ id }) => id)).toEqual(cases.map(([id]) => id));
	});

	it.each(cases)('%s costs %i cents and takes its lengths only', (id, cents, good, bad) => {
		expect(MODELS.find((rule) => rule.id === id)?.priceCents).toBe(cents);
		const body = { prompt: 'A cat', model: id, image_url: IMAGE };
		for (const duration of good) expect(fieldsRefused({ ...body, duration })).toEqual([]);
		for (const duration of bad) expect(fieldsRefused({ ...body, duration })).toEqual(['duration']);
	});

	it.each(cases)('%s needs an image only if it is runway-gen4-turbo', (id) => {
		const expected = id === 'runway-gen4-turbo' ? ['image_url'] : [];
		expect(fieldsRefused({ prompt: 'A cat', model: id })).toEqual(expected);
	});

	it('take 40 seconds for google-veo-2, as documented', () => {
		expect(MODELS.find(({ id }) => id === 'google-veo-2')?.typicalMs).toBe(40_000);
	});
});

describe('a create body', () => {
	it('gets the documented defaults', () => {
		expect(validateCreate({ prompt: 'A cat' }, true)).toEqual({
			ok: true,
			value: { prompt: 'A cat', model: 'seedance-2', duration: 8, aspect_ratio: '16:9' },
		});
	});

	it('keeps what is given', () => {
		const body = {
			prompt: 'A cat',
			model: 'veo-3.1',
			duration: 6,
			aspect_ratio: '9:16',
			image_url: IMAGE,
		};
		expect(validateCreate(body, true)).toEqual({ ok: true, value: body });
	});

	it.each<[string, unknown, string[]]>([
		['an array', [], ['body']],
		['null', null, ['body']],
		['a string', 'A cat', ['body']],
		['no prompt', {}, ['prompt']],
		['a blank prompt', { prompt: ' \n\t' }, ['prompt']],
		['a prompt of 4001 characters', { prompt: 'x'.repeat(4001) }, ['prompt']],
		['a prompt that is a number', { prompt: 7 }, ['prompt']],
		['an unknown model', { prompt: 'x', model: 'sora' }, ['model']],
		['a model that is null', { prompt: 'x', model: null }, ['model']],
		['a duration as text', { prompt: 'x', duration: '8' }, ['duration']],
		['half a second', { prompt: 'x', duration: 8.5 }, ['duration']],
		[
			'3 seconds for an unknown model',
			{ prompt: 'x', model: 'y', duration: 3 },
			['model', 'duration'],
		],
		['a square', { prompt: 'x', aspect_ratio: '1:1' }, ['aspect_ratio']],
		['a ratio in an array', { prompt: 'x', aspect_ratio: ['16:9'] }, ['aspect_ratio']],
		['an empty image URL', { prompt: 'x', image_url: '' }, ['image_url']],
		['an image URL that is null', { prompt: 'x', image_url: null }, ['image_url']],
		['a relative image URL', { prompt: 'x', image_url: '/cat.png' }, ['image_url']],
		['an ftp image URL', { prompt: 'x', image_url: 'ftp://a.example/b.png' }, ['image_url']],
		['an unknown field', { prompt: 'x', seed: 1 }, ['seed']],
		['two mistakes', { prompt: '', duration: 99 }, ['prompt', 'duration']],
	])('is refused with %s', (_, body, fields) => {
		expect(fieldsRefused(body)).toEqual(fields);
	});

	it('may have an unknown field where bodies are open', () => {
		expect(validateCreate({ prompt: 'x', seed: 1 }, false)).toMatchObject({ ok: true });
		expect(validateCreate({ prompt: '', seed: 1 }, false)).toMatchObject({
			details: [{ field: 'prompt' }],
		});
	});

	it('takes a prompt of 4000 characters', () => {
		expect(fieldsRefused({ prompt: 'x'.repeat(4000) })).toEqual([]);
	});
});
