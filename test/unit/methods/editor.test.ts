import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { MODELS } from '../../../nodes/NinjaVideo/catalog/models';
import { formatLengths } from '../../../nodes/NinjaVideo/methods/formatLengths';
import { searchModels } from '../../../nodes/NinjaVideo/methods/searchModels';

const editor = {} as ILoadOptionsFunctions;
const search = async (filter?: string) =>
	(await searchModels.call(editor, filter)).results.map(({ value }) => value);

describe('the model list', () => {
	it.each([undefined, '', '   '])('shows the whole catalogue for %p', async (filter) => {
		expect(await search(filter)).toEqual(MODELS.map(({ id }) => id));
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

	it('shows name, price and lengths of each', async () => {
		const { results } = await searchModels.call(editor);
		const names = [
			'Google Veo 2 ($3.00, 5-8 s)',
			'Google Veo 3 Fast ($3.00, 4/6/8 s)',
			'Kling Video ($3.00, 5-10 s)',
			'Runway Gen-4 Turbo ($3.00, 4-10 s, needs an image)',
			'Runway Gen-4.5 ($5.00, 4-10 s)',
			'Seedance 2 ($3.00, 5-15 s)',
			'Veo 3.1 ($5.00, 4/6/8 s)',
			'Veo 3.1 Fast ($3.00, 4/6/8 s)',
		];
		expect(results.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
	});
});

it.each([
	{ durations: [5, 6, 7], text: '5-7' },
	{ durations: [4, 6, 8], text: '4/6/8' },
	{ durations: [], text: '' },
])('lengths $durations are shown as "$text"', ({ durations, text }) => {
	expect(formatLengths(durations)).toBe(text);
});
