import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { MODELS } from '../../../nodes/NinjaVideo/catalog/models';
import { formatLengths } from '../../../nodes/NinjaVideo/methods/formatLengths';
import { searchModels } from '../../../nodes/NinjaVideo/methods/searchModels';

const editor = {} as ILoadOptionsFunctions;
const search = async (filter?: string) =>
	(await searchModels.call(editor, filter)).results.map(({ value }) => value);

describe('the model list', () => {
	it.each([undefined, '', '   '])('shows the whole catalogue for %p', async (filter) => {
		expect((await search(filter)).sort()).toEqual(MODELS.map(({ id }) => id).sort());
	});

	it('has all models of Veo together, whether their names say Google or not', async () => {
		expect((await search('')).slice(-4)).toEqual([
			...['google-veo-2', 'google-veo-3-fast', 'veo-3.1', 'veo-3.1-fast'],
		]);
	});

	it.each([
		{ label: 'name', filter: 'Kling', found: ['kling-video'] },
		{ label: 'name in any case', filter: 'sEEdance', found: ['seedance-2'] },
		{ label: 'id', filter: 'runway-gen4-turbo', found: ['runway-gen4-turbo'] },
		{ label: 'price', filter: '$5', found: ['runway-gen4.5', 'veo-3.1'] },
		{
			label: 'words in any order',
			filter: 'fast google',
			found: ['google-veo-2', 'google-veo-3-fast'],
		},
		{ label: 'what it needs', filter: 'needs an image', found: ['runway-gen4-turbo'] },
		{ label: 'nothing it has', filter: 'sora', found: [] },
	])('is searched by $label', async ({ filter, found }) => {
		expect(await search(filter)).toEqual(found);
	});

	it('shows name, price per video, lengths, quality and speed of each', async () => {
		const { results } = await searchModels.call(editor);
		const names = [
			'Google Veo 2 ($3 per video, 5-8 s, fastest: about 40 s)',
			'Google Veo 3 Fast ($3 per video, 4/6/8 s, budget Veo)',
			'Kling Video ($3 per video, 5-10 s, motion quality)',
			'Runway Gen-4 Turbo ($3 per video, 4-10 s, needs an image)',
			'Runway Gen-4.5 ($5 per video, 4-10 s, Runway flagship)',
			'Seedance 2 ($3 per video, 5-15 s, longest, ignores ratio)',
			"Veo 3.1 ($5 per video, 4/6/8 s, Google's best quality)",
			'Veo 3.1 Fast ($3 per video, 4/6/8 s, optimized for speed)',
		];
		expect(results.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
	});

	it('has no entry that is so long that the list cuts it', async () => {
		const { results } = await searchModels.call(editor);
		expect(results.length).toBeGreaterThanOrEqual(8);
		expect(results.map(({ name }) => name).filter((name) => name.length > 58)).toEqual([]);
	});
});

it.each([
	{ durations: [5, 6, 7], text: '5-7' },
	{ durations: [4, 6, 8], text: '4/6/8' },
	{ durations: [], text: '' },
])('lengths $durations are shown as "$text"', ({ durations, text }) => {
	expect(formatLengths(durations)).toBe(text);
});
