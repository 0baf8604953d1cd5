import { closed, listOf, oneOf, type Schema, text, uri } from './shapes';

/** The models of the reference page. */
const MODELS = [
	...['seedance-2', 'kling-video', 'google-veo-2', 'veo-3.1', 'veo-3.1-fast'],
	...['google-veo-3-fast', 'runway-gen4.5', 'runway-gen4-turbo'],
];

/** The body of `POST /api/v1/video`, by its reference page: these five fields and no other. */
export const PageOrder: Schema = closed({
	prompt: { type: 'string', minLength: 1, maxLength: 4000, pattern: '\\S' },
	'model?': oneOf(...MODELS),
	'duration?': { type: 'integer', minimum: 4, maximum: 15 },
	'aspect_ratio?': oneOf('16:9', '9:16'),
	'image_url?': { ...uri, pattern: '^https?://' },
});

/** Its answer, by the same page; the vendor's guides show one without the last three fields. */
export const PageOrderAnswer: Schema = closed({
	request_id: { type: 'string', minLength: 1 },
	model: oneOf(...MODELS),
	balance: text,
	cost: closed({ this_request: text, 'per_video?': text }),
	'message?': text,
	'metadata?': closed({ latency_ms: { type: 'number' } }),
});

/** The answer of `GET /api/v1/video/status`, by the vendor's guide to it; N calls it historical. */
export const PageStatusAnswer: Schema = closed({
	request_id: text,
	status: oneOf('processing', 'completed', 'failed'),
	'progress?': { type: 'number', minimum: 0, maximum: 95 },
	'result?': closed({ 'video_url?': uri }),
	'error?': text,
});

/** Every error, by the vendor's guide to them. */
export const PageError: Schema = closed({
	error: text,
	message: text,
	'details?': listOf(closed({ field: text, message: text })),
});
