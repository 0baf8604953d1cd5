import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { formatDollars } from '../api/money';
import { MODELS, type Model } from '../catalog/models';
import { formatLengths } from './formatLengths';

/** The model list of the editor: name, price and lengths of each, searched by any of these and by id. */
export async function searchModels(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const words = (filter ?? '').toLowerCase().split(/\s+/).filter(Boolean);
	const results = MODELS.map((model) => ({
		name: describe(model),
		value: model.id,
		description: model.note,
	})).filter(({ name, value, description }) => {
		const text = `${name} ${value} ${description}`.toLowerCase();
		return words.every((word) => text.includes(word));
	});
	return { results };
}

function describe(model: Model): string {
	const image = model.image === 'required' ? ', needs an image' : '';
	return `${model.name} (${formatDollars(model.priceCents)}, ${formatLengths(model.durations)} s${image})`;
}
