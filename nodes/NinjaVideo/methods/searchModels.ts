import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { listModels } from '../api/discovery';
import { findModel, MODELS } from '../catalog/models';
import { connect } from '../n8n/apiConnection';
import { getCredential } from '../n8n/credential';
import { describeModel } from './describeModel';

/**
 * The model list of the editor: name, price, lengths, and what each is good at, searched by any of these and by id. The
 * catalogue, and over it what the service lists; the catalogue alone where the service cannot be asked.
 */
export async function searchModels(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const words = (filter ?? '').toLowerCase().split(/\s+/).filter(Boolean);
	const entries = await listEntries(this).catch(() =>
		MODELS.map((model) => describeModel(model, undefined, false)),
	);
	const results = entries
		.filter(({ name, value, description }) => {
			const text = `${name} ${value} ${description}`.toLowerCase();
			return words.every((word) => text.includes(word));
		})
		.sort((a, b) => withoutMaker(a.name).localeCompare(withoutMaker(b.name)));
	return { results };
}

/** Sorts all models of Veo together, whether the name says Google or not. */
const withoutMaker = (name: string): string => name.replace(/^Google /, '');

async function listEntries(context: ILoadOptionsFunctions) {
	const credential = await getCredential(context);
	const api = credential.ok ? credential.value.apiSetting : 'automatic';
	const live =
		!credential.ok || api === 'v1/video'
			? undefined
			: await listModels(connect(context, credential.value));
	const listed = new Map(live?.map((model) => [model.id, model]));
	// What only the catalogue has is a model of v1/video.
	const known = MODELS.filter(
		({ id }) => listed.get(id)?.servable ?? (api !== 'v1/videos' || !live),
	);
	const others = [...listed.values()].filter(({ id, servable }) => servable && !findModel(id));
	return [
		...known.map((model) => describeModel(model, listed.get(model.id), live !== undefined)),
		...others.map((model) => describeModel(undefined, model, true)),
	];
}
