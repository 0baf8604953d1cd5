import { jsonReply, type Reply } from '../answers';
import { type OtherModel, OTHER_MODELS, VIDEO_MODELS, type VideoModel } from './models';
import { SECOND_VOICE } from './errorFormat';

const VIDEO_PARAMETERS = ['prompt', 'duration', 'aspect_ratio', 'image_url', 'generate_audio'];
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

function videoEntry({ id, price, status, servable }: VideoModel) {
	const amount =
		price.unit === 'request'
			? { perRequestUsd: price.cents / 100 }
			: { perUnitUsd: price.mills / 1000 };
	return {
		...entry(id, servable),
		modality: 'video',
		status,
		servable,
		pricing: { unit: price.unit, ...amount },
		supportedParameters: VIDEO_PARAMETERS,
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

/** Videos are not first: whoever wants them must look at the modality. */
const ENTRIES = [...OTHER_MODELS.map(otherEntry), ...VIDEO_MODELS.map(videoEntry)];

/** 200 of `GET /models`. `now` in milliseconds. */
export function modelsReply(now: number): Reply {
	const generated = new Date(now).toISOString();
	const total = ENTRIES.length;
	return jsonReply(200, { object: 'list', data: ENTRIES, total, generated_at: generated });
}

/** 200 (or 404) of `GET /models/{id}`. */
export function modelReply(id: string): Reply {
	const found = ENTRIES.find((model) => model.id === id);
	return found === undefined
		? SECOND_VOICE.error('not_found', 'No model with this id')
		: jsonReply(200, found);
}
