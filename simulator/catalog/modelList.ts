import type { Settings } from '../settings';
import { type OtherModel, OTHER_MODELS, VIDEO_MODELS, type VideoModel } from './models';
import { pricingAt } from './prices';

const PLAIN_PARAMETERS = ['prompt', 'duration'];
const PARAMETERS_OF_K = [
	...PLAIN_PARAMETERS,
	...['aspect_ratio', 'image_url', 'end_image_url', 'reference_images', 'reference_video'],
	...['reference_audio', 'generate_audio', 'watermark'],
];
const PARAMETERS_OF_N = [...PARAMETERS_OF_K, 'negative_prompt'];
/** Unix seconds; when the models came out is of no interest here. */
const CREATED = 1_767_225_600;

const nameOf = (id: string) =>
	id
		.split('-')
		.map((word) => word.charAt(0).toUpperCase() + word.slice(1))
		.join(' ');

/** What every entry of the list says beside its own facts. */
function entry(id: string, isServable: boolean) {
	const brand = id.split('-')[0] ?? id;
	const provider = {
		provider: brand,
		providerDisplayName: nameOf(brand),
		upstreamModelId: id,
		role: 'primary',
		available: isServable,
	};
	return {
		id,
		object: 'model',
		created: CREATED,
		owned_by: brand,
		brand,
		name: nameOf(id),
		capabilities: [],
		providers: [provider],
	};
}

function videoEntry(model: VideoModel, { catalog, prices }: Settings, now: number) {
	const { id, status, servable, isPlain } = model;
	const parameters = catalog === 'N' ? PARAMETERS_OF_N : PARAMETERS_OF_K;
	return {
		...entry(id, servable),
		...(catalog === 'N' && { description: `${nameOf(id)} makes videos` }),
		modality: 'video',
		status,
		servable,
		pricing: pricingAt(prices[id] ?? model.price, now),
		supportedParameters: isPlain === true ? PLAIN_PARAMETERS : parameters,
	};
}

function otherEntry({ id, modality, unit }: OtherModel) {
	return {
		...entry(id, true),
		modality,
		status: 'ga',
		servable: true,
		pricing: { unit, typicalRequestUsd: 0.01 },
		supportedParameters: [],
	};
}

/** The entries of `GET /models` at `now` (ms). Videos are not first: a reader must look at the modality. */
export function listModels(settings: Settings, now: number) {
	return [
		...OTHER_MODELS.map(otherEntry),
		...VIDEO_MODELS[settings.catalog].map((model) => videoEntry(model, settings, now)),
	];
}
