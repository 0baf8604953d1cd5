import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { listModels } from '../api/discovery';
import { formatDollars } from '../money';
import { findModel, MODELS, type Model } from '../catalog/models';
import { connect } from '../n8n/apiConnection';
import { getCredential } from '../n8n/credential';
import type { LiveModel } from '../videoService';
import { formatLengths } from './formatLengths';

/**
 * The model list of the editor: name, price and lengths of each, searched by any of these and by id. The
 * catalogue, and over it what the service lists; the catalogue alone where the service cannot be asked.
 */
export async function searchModels(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const words = (filter ?? '').toLowerCase().split(/\s+/).filter(Boolean);
	const entries = await listEntries(this).catch(() => MODELS.map((model) => describe(model)));
	const results = entries
		.filter(({ name, value, description }) => {
			const text = `${name} ${value} ${description}`.toLowerCase();
			return words.every((word) => text.includes(word));
		})
		.sort((a, b) => a.name.localeCompare(b.name));
	return { results };
}

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
		...known.map((model) => describe(model, listed.get(model.id), live !== undefined)),
		...others.map((model) => describe(undefined, model)),
	];
}

/** One entry, of what the catalogue and the service's list know of a model. */
function describe(model: Model | undefined, live?: LiveModel, hasList = false) {
	const id = model?.id ?? live?.id ?? '';
	const status = live?.status ?? '';
	const facts = [
		live?.price === undefined
			? model && formatDollars(model.priceCents)
			: live.price.perSecond
				? `$${live.price.usd} per s`
				: formatDollars(live.price.usd * 100),
		promotionOf(live),
		model === undefined ? 'lengths not published' : `${formatLengths(model.durations)} s`,
		model?.image === 'required' ? 'needs an image' : undefined,
		['', 'ga'].includes(status) ? undefined : status,
		hasList && live === undefined ? "not in NinjaChat's list: may be gone" : undefined,
	].filter(Boolean);
	return {
		name: `${model?.name ?? live?.name ?? id} (${facts.join(', ')})`,
		value: id,
		description: live?.description ?? model?.note ?? 'a model of the API v1/videos',
	};
}

/** What a promotion takes off the price, and until when. */
function promotionOf(live: LiveModel | undefined): string | undefined {
	const { usd, listUsd, promotionEnds } = live?.price ?? {};
	if (usd === undefined || listUsd === undefined || listUsd <= usd) return undefined;
	const until = promotionEnds === undefined ? '' : ` until ${promotionEnds.slice(0, 10)}`;
	return `instead of $${listUsd}${until}`;
}
