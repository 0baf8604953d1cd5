import { readModel, type NamedModel } from '../../../nodes/NinjaVideo/catalog/readModel';

const KNOWN: readonly NamedModel[] = [
	{ id: 'veo-3.1', name: 'Veo 3.1' },
	{ id: 'veo-3.1-fast', name: 'Veo 3.1 Fast' },
	{ id: 'kling-video', name: 'Kling Video' },
	{ id: 'runway-gen4.5', name: 'Runway Gen-4.5' },
	{ id: 'wan-2', name: 'Wan (Beta)' },
	{ id: 'hailuo', name: 'MiniMax' },
];

function read(value: unknown, known = KNOWN) {
	const result = readModel(value, known);
	return result.ok ? result.value : `${result.error.reason}. ${result.error.allowed}`;
}

const ALLOWED = `Allowed: ${KNOWN.map(({ id }) => id).join(', ')}.`;

describe('a model', () => {
	it.each([
		['veo-3.1', ['veo-3.1', 'Veo 3.1', 'VEO31', 'google veo_3.1', 'Google Veo 3.1 model']],
		['veo-3.1', ['Veo 3.1 ($5.00, 4-8 s)', 'Veo 3.1($5.00)', 'veo-3.1 (best)', 'Veo 3.1 (a (b))']],
		['kling-video', ['Kling', 'kling ai', 'Kuaishou Kling', 'kling--video', 'Kling AI Videos']],
		['runway-gen4.5', ['gen4.5', 'Gen-4.5', 'Runway Gen 4.5', 'runway_gen-4_5']],
		['wan-2', ['Wan (Beta)', 'wan beta', 'wan-2', 'WAN 2 (cheap)']],
		['hailuo', ['MiniMax', 'hailuo', 'mini max (new)']],
	])('%s is meant by each of %j', (id, texts) => {
		expect(texts.map((text) => read(text))).toEqual(texts.map(() => id));
	});

	it('is rather the one with just this id than one that is called so', () => {
		const known = [
			{ id: 'sora-pro', name: 'sora' },
			{ id: 'sora', name: 'Sora Classic' },
		];
		expect(read('sora', known)).toBe('sora');
		expect(read('SORA', known)).toBe('sora');
	});

	it('is found once where two lists have it', () => {
		expect(read('Veo 3.1', [...KNOWN, { id: 'veo-3.1', name: 'Veo 3.1' }])).toBe('veo-3.1');
	});

	it('is not guessed where the note names another', () => {
		expect(read('Veo 3.1 (Kling)')).toBe(
			`can mean more than one model. Did you mean veo-3.1 or kling-video? ${ALLOWED}`,
		);
	});

	it.each(['Sora (Kling)', 'x veo-3.1', 'Veo 3.1 (4-8 s) please', 'Veo 3.1 [4 s]'])(
		'is not known as %j, whatever stands behind it',
		(text) => {
			expect(read(text)).toMatch(/^is not known\. /);
		},
	);

	it.each(['...', 'google video model', '(', '()', '(a)'])(
		'is not known by nothing: %j',
		(text) => {
			expect(read(text)).toBe(`is not known. ${ALLOWED}`);
		},
	);

	it.each([
		['Veo 3.1 Fats', 'Did you mean veo-3.1-fast or veo-3.1? '],
		['veo', 'Did you mean veo-3.1? '],
		['Gen-4', 'Did you mean runway-gen4.5? '],
		['Minimaks', 'Did you mean hailuo? '],
		['klingon', 'Did you mean kling-video? '],
		['zzz', ''],
	])('that is unknown as %j has these near it: %s', (text, near) => {
		expect(read(text)).toBe(`is not known. ${near}${ALLOWED}`);
	});

	it('has at most three near it, each once, and each once among the allowed', () => {
		const known = ['veo-1', 'veo-2', 'veo-2', 'veo-3', 'veo-4'].map((id) => ({ id, name: id }));
		expect(read('veo', known)).toBe(
			'is not known. Did you mean veo-1 or veo-2 or veo-3? Allowed: veo-1, veo-2, veo-3, veo-4.',
		);
	});

	it.each([3.1, true, {}, ['veo-3.1']])('is no text: %j', (value) => {
		expect(read(value)).toMatch(/^is not a text\. /);
	});

	it.each(['', null, undefined, 'default'])('is left open by %j', (value) => {
		expect(read(value)).toBe('seedance-2');
	});
});
