import {
	anything,
	closed,
	count,
	dateTime,
	flag,
	listOf,
	money,
	oneOf,
	type Schema,
	text,
} from './shapes';

/** Which of the vendor's two OpenAPI documents. */
export type Document = 'K' | 'N';

const FIRST = ['nova-reel', 'runway-gen4.5'];
const SHARED = [
	...['seedance-2', 'seedance-2.0-fast', 'seedance-2-mini', 'seedance-2.0', 'seedance-1.5-pro'],
	...['seedance-lite', 'seedance-pro', 'grok-imagine-video', 'grok-imagine-video-1.5'],
	...['kling-2.5-turbo', 'kling-3-pro', 'wan-2.7', 'wan-2.7-i2v', 'wan-2.7-r2v', 'wan-2.6'],
	...['wan-2.6-i2v', 'wan-2.2-t2v-a14b', 'fast-wan-2.2', 'fast-wan-qad', 'pruna-p-video'],
	...['pixverse-6', 'pixverse-6-i2v', 'cosmos-3-nano', 'cosmos-3-super', 'vidu-q3', 'veo-3.1'],
	...['veo-3.1-fast', 'kling-video', 'google-veo-2', 'google-veo-3-fast'],
];
const ADDED = [
	...['flux-3-video', 'minimax-h3', 'hailuo-2.3', 'hailuo-2.3-fast', 'happyhorse-1.1'],
	...['ray-3.2', 'seedance-2.5'],
];
const OTHER_NAMES = [
	...['google-veo-3.1', 'google-veo-3.1-fast', 'google-veo', 'seedance-2-video'],
	'seedance-video',
];

/** The models an order may name. */
export const VIDEO_MODEL_IDS: Readonly<Record<Document, readonly string[]>> = {
	K: [...FIRST, ...SHARED],
	N: [...FIRST, ...ADDED, ...SHARED, ...OTHER_NAMES],
};

/** A model's id wherever one is told. */
export const modelId: Schema = { type: 'string', minLength: 1, maxLength: 160 };

const Promotion = closed({
	label: text,
	discountPercent: { type: 'number', exclusiveMinimum: 0, maximum: 100 },
	startsAt: dateTime,
	endsAt: dateTime,
});

const pricing = (document: Document) =>
	closed({
		unit: oneOf('token', 'image', 'second', 'request', ...(document === 'N' ? ['character'] : [])),
		'typicalRequestUsd?': money,
		'meteredPromptPerToken?': money,
		'meteredCachedPromptPerToken?': money,
		'meteredCacheWritePromptPerToken?': money,
		'meteredCompletionPerToken?': money,
		'perRequestUsd?': money,
		'perUnitUsd?': money,
		'listPerUnitUsd?': money,
		'promotion?': Promotion,
	});

const Provider = closed({
	provider: text,
	providerDisplayName: text,
	upstreamModelId: text,
	role: oneOf('primary', 'fallback', 'emergency'),
	available: flag,
	'unsupportedCapabilities?': listOf(oneOf('tools', 'vision', 'json_mode', 'streaming')),
	'trainsOnData?': flag,
	'zeroRetentionAvailable?': flag,
	'contextWindow?': { type: 'number' },
	'maxOutputTokens?': { type: 'number' },
	'performance?': anything,
});

/** One model of the list, of whatever kind. */
export const model = (document: Document): Schema =>
	closed({
		id: modelId,
		object: oneOf('model'),
		created: { type: 'integer' },
		owned_by: text,
		brand: text,
		name: text,
		modality: oneOf(
			...['text', 'image', 'image_edit', 'video', 'audio', 'embedding', 'rerank', 'search'],
		),
		status: oneOf('preview', 'ga', 'deprecated', 'retired'),
		servable: flag,
		capabilities: listOf(text),
		pricing: pricing(document),
		providers: listOf(Provider),
		supportedParameters: listOf(text),
		'description?': text,
		'contextWindow?': { type: 'number' },
		'maxOutputTokens?': { type: 'number' },
		'virtual?': flag,
		'pricingNote?': text,
		'overlay?': anything,
		'history?': { type: 'array' },
	});

/** The list of models. */
export const modelList = (document: Document): Schema =>
	closed({
		object: oneOf('list'),
		data: listOf(model(document)),
		total: count,
		generated_at: dateTime,
	});

/** The prices of N: what the longest video of each model costs. Other kinds of models may be told too. */
export const PriceList: Schema = {
	type: 'object',
	required: ['video'],
	properties: {
		video: listOf(
			closed({
				id: modelId,
				per_video_cents: money,
				per_video: text,
				basis: oneOf('max_duration'),
			}),
		),
	},
};
