import { type Document, modelId, VIDEO_MODEL_IDS } from './modelSchemas';
import {
	closed,
	count,
	flag,
	listOf,
	money,
	oneOf,
	type Schema,
	text,
	textOrNull,
	uri,
} from './shapes';

/** The body of an order. N takes shorter videos, squares and a negative prompt. */
export const order = (document: Document): Schema =>
	closed({
		prompt: { type: 'string', minLength: 1, maxLength: 4000 },
		'model?': oneOf(...VIDEO_MODEL_IDS[document]),
		'duration?': { type: 'integer', minimum: document === 'N' ? 3 : 4, maximum: 15 },
		'aspect_ratio?': oneOf('16:9', '9:16', ...(document === 'N' ? ['1:1'] : [])),
		'image_url?': uri,
		'end_image_url?': uri,
		'reference_images?': listOf(uri, { maxItems: 4 }),
		'reference_video?': uri,
		'reference_audio?': uri,
		'generate_audio?': flag,
		'watermark?': flag,
		...(document === 'N' && { 'negative_prompt?': text }),
	});

const EXTRAS_OF_N = {
	'trace_request_id?': text,
	'message?': text,
	'balance?': text,
	'cost?': closed({
		this_request: text,
		'per_image?': text,
		'per_video?': text,
		'images?': count,
	}),
	'metadata?': closed({
		latency_ms: money,
		'group?': text,
		'search_depth?': text,
		'results_count?': count,
	}),
};

/** The answer to an order. */
export const orderAnswer = (document: Document): Schema =>
	closed({
		id: text,
		object: oneOf('video'),
		status: oneOf('queued'),
		model: modelId,
		cost_usd: money,
		request_id: text,
		...(document === 'N' && EXTRAS_OF_N),
	});

/** The answer of `GET /videos/{id}`. */
export const StatusAnswer: Schema = closed({
	id: text,
	object: oneOf('video'),
	status: oneOf('queued', 'processing', 'completed', 'failed'),
	'progress?': { type: 'number', minimum: 0, maximum: 100 },
	'video_url?': uri,
	'error?': text,
});

/** The answer of every failure. */
export const ErrorAnswer: Schema = closed({
	error: closed({ message: text, type: text, code: text, 'param?': textOrNull }),
});
