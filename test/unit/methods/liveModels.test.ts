import type { IHttpRequestOptions, ILoadOptionsFunctions } from 'n8n-workflow';
import { MODELS } from '../../../nodes/NinjaVideo/catalog/models';
import { searchModels } from '../../../nodes/NinjaVideo/methods/searchModels';

/** Assembled, so that no file holds anything that looks like a key. */
const KEY = ['nj', 'sk', 'x'].join('_');

const entry = (id: string, changes: object = {}) => ({
	...{ id, name: id.toUpperCase(), modality: 'video', status: 'ga', servable: true },
	...changes,
});
const perSecond = (perUnitUsd: number) => ({ pricing: { unit: 'second', perUnitUsd } });

const LIST = [
	entry('gpt-5', { modality: 'text' }),
	entry('veo-3.1', { name: 'Veo of the list', pricing: { unit: 'request', perRequestUsd: 6 } }),
	entry('google-veo-2', { servable: false }),
	entry('wan-2.7', perSecond(0.105)),
	entry('grok', { ...perSecond(0.1), status: 'preview' }),
	entry('old', { ...perSecond(0.05), status: 'deprecated' }),
	entry('nova-reel', { status: 'retired' }),
	entry('free'),
];

let origins = 0;

/** An editor with a credential for an origin of its own: lists are remembered per origin. */
function anEditor(
	apiVersion?: string,
	answer: { statusCode: number; body: unknown } | Error = ok(LIST),
) {
	origins += 1;
	const baseUrl = `https://ninjachat-${origins}.example`;
	const asked: string[] = [];
	const context = {
		getCredentials: async () => await Promise.resolve({ apiKey: KEY, baseUrl, apiVersion }),
		helpers: {
			async httpRequestWithAuthentication(_: string, { url }: IHttpRequestOptions) {
				asked.push(url.replace(baseUrl, ''));
				return await (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer));
			},
		},
	} as unknown as ILoadOptionsFunctions;
	return {
		asked,
		search: async (filter?: string) => (await searchModels.call(context, filter)).results,
	};
}

function ok(data: unknown) {
	return { statusCode: 200, headers: {}, body: JSON.stringify({ object: 'list', data }) };
}

const CATALOGUE_SIZE = MODELS.length;

describe('the model list with the list of the service', () => {
	it('has what either knows, with prices of the list, states and lengths, by name', async () => {
		const names = (await anEditor().search()).map(({ name }) => name);
		const expected = [
			'FREE (lengths unknown)',
			"Google Veo 3 Fast ($3 per video, 4/6/8 s, budget Veo, not in NinjaChat's list: may be gone)",
			'GROK ($0.10 per second, lengths unknown, preview)',
			"Kling Video ($3 per video, 5-10 s, motion quality, not in NinjaChat's list: may be gone)",
			'OLD ($0.05 per second, lengths unknown, deprecated)',
			"Runway Gen-4 Turbo ($3 per video, 4-10 s, needs an image, not in NinjaChat's list: may be gone)",
			"Runway Gen-4.5 ($5 per video, 4-10 s, Runway flagship, not in NinjaChat's list: may be gone)",
			"Seedance 2 ($3 per video, 5-15 s, longest, ignores ratio, not in NinjaChat's list: may be gone)",
			"Veo 3.1 ($6 per video, 4/6/8 s, Google's best quality)",
			"Veo 3.1 Fast ($3 per video, 4/6/8 s, optimized for speed, not in NinjaChat's list: may be gone)",
			'WAN-2.7 ($0.105 per second, lengths unknown)',
		];
		expect(names).toEqual(expect.arrayContaining(expected));
		const withoutMaker = names.map((name) => String(name).replace('Google Veo', 'Veo'));
		expect(withoutMaker).toEqual([...withoutMaker].sort((a, b) => a.localeCompare(b)));
		// One of the catalogue is not served; four of the list are new.
		expect(names).toHaveLength(CATALOGUE_SIZE - 1 + 4);
	});

	it('has only what the list has under v1/videos', async () => {
		const ids = (await anEditor('v1/videos').search()).map(({ value }) => value);
		expect(ids.sort()).toEqual(['free', 'grok', 'old', 'veo-3.1', 'wan-2.7']);
	});

	it('says what the list says of a model: its words, its options, and the end of its promotion', async () => {
		const model = entry('wan-3', {
			description: 'Films with sound',
			supportedParameters: ['prompt', 'duration', 'generate_audio', 'negative_prompt', 'seed'],
			pricing: {
				...{ unit: 'second', perUnitUsd: 0.3, listPerUnitUsd: 0.6 },
				promotion: { label: 'Launch', endsAt: '2026-12-24T18:00:00Z' },
			},
		});
		const [found] = await anEditor('automatic', ok([model])).search('wan-3');
		expect(found).toEqual({
			name: 'WAN-3 ($0.30 per second, promotion until 2026-12-24, then $0.60 per second, lengths unknown)',
			value: 'wan-3',
			description: 'Films with sound. Takes Generate Audio, Negative Prompt',
		});
	});

	it.each([
		[{ promotion: { endsAt: 'soon' } }, 'x ($2 per video, promotion until soon, lengths unknown)'],
		[{ listPerUnitUsd: 4 }, 'x ($2 per video, instead of $4 per video, lengths unknown)'],
		[{ listPerUnitUsd: 1 }, 'x ($2 per video, lengths unknown)'],
	])('says of a promotion what is told: %j', async (told, name) => {
		const pricing = { unit: 'request', perRequestUsd: 2, ...told };
		const list = ok([entry('x', { name: 'x', pricing })]);
		const found = await anEditor('v1/videos', list).search();
		expect(found.map((one) => one.name)).toEqual([name]);
	});

	it('is searched by what the list says too', async () => {
		const { search } = anEditor();
		expect((await search('preview')).map(({ value }) => value)).toEqual(['grok']);
		expect((await search('v1/videos wan')).map(({ value }) => value)).toEqual(['wan-2.7']);
	});

	it('asks once for all that is typed', async () => {
		const { asked, search } = anEditor();
		for (const filter of ['', 'v', 've', 'veo']) await search(filter);
		expect(asked).toEqual(['/api/v1/models', '/api/v1/pricing']);
	});
});

describe('the catalogue stands alone', () => {
	it('under v1/video, and nothing is asked', async () => {
		const { asked, search } = anEditor('v1/video');
		expect(await search()).toHaveLength(CATALOGUE_SIZE);
		expect(asked).toEqual([]);
	});

	it.each([
		{ label: 'there is no list', apiVersion: 'automatic', answer: { statusCode: 404, body: '' } },
		{
			label: 'the service is down',
			apiVersion: 'v1/videos',
			answer: { statusCode: 503, body: '' },
		},
		{ label: 'nothing answers', apiVersion: 'v1/videos', answer: new Error('timeout') },
	])('when $label', async ({ apiVersion, answer }) => {
		expect(await anEditor(apiVersion, answer).search()).toHaveLength(CATALOGUE_SIZE);
	});

	it('when no credential is chosen', async () => {
		const context = {
			getCredentials: async () => await Promise.reject(new Error('no credential')),
		} as unknown as ILoadOptionsFunctions;
		expect((await searchModels.call(context)).results).toHaveLength(CATALOGUE_SIZE);
	});
});
