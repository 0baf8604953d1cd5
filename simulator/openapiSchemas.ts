import { z } from 'zod';

// The shapes of the vendor's document, by its names. Every object is closed, as it is there.

const uri = z.string().url();
const dateTime = z.string().datetime({ offset: true });
const modelId = z.string().min(1).max(160);
const money = z.number().nonnegative();
const count = z.number().int().nonnegative();

/** Ids of the models `POST /videos` takes. */
export const VIDEO_MODEL_IDS = [
	...['nova-reel', 'runway-gen4.5', 'seedance-2', 'seedance-2.0-fast', 'seedance-2-mini'],
	...['seedance-2.0', 'seedance-1.5-pro', 'seedance-lite', 'seedance-pro', 'grok-imagine-video'],
	...['grok-imagine-video-1.5', 'kling-2.5-turbo', 'kling-3-pro', 'wan-2.7', 'wan-2.7-i2v'],
	...['wan-2.7-r2v', 'wan-2.6', 'wan-2.6-i2v', 'wan-2.2-t2v-a14b', 'fast-wan-2.2'],
	...['fast-wan-qad', 'pruna-p-video', 'pixverse-6', 'pixverse-6-i2v', 'cosmos-3-nano'],
	...['cosmos-3-super', 'vidu-q3', 'veo-3.1', 'veo-3.1-fast', 'kling-video', 'google-veo-2'],
	'google-veo-3-fast',
];

/** VideoCreateRequest of the document. */
export const VideoCreateRequest = z
	.object({
		prompt: z.string().min(1).max(4000),
		model: z
			.string()
			.refine((id) => VIDEO_MODEL_IDS.includes(id), 'Not a video model')
			.optional(),
		duration: z.number().int().min(4).max(15).optional(),
		aspect_ratio: z.enum(['16:9', '9:16']).optional(),
		image_url: uri.optional(),
		end_image_url: uri.optional(),
		reference_images: z.array(uri).max(4).optional(),
		reference_video: uri.optional(),
		reference_audio: uri.optional(),
		generate_audio: z.boolean().optional(),
		watermark: z.boolean().optional(),
	})
	.strict();

/** VideoCreateResponse of the document. */
export const VideoCreateResponse = z
	.object({
		id: z.string(),
		object: z.literal('video'),
		status: z.literal('queued'),
		model: modelId,
		cost_usd: money,
		request_id: z.string(),
	})
	.strict();

/** VideoStatusResponse of the document. */
export const VideoStatusResponse = z
	.object({
		id: z.string(),
		object: z.literal('video'),
		status: z.enum(['queued', 'processing', 'completed', 'failed']),
		progress: z.number().min(0).max(100).optional(),
		video_url: uri.optional(),
		error: z.string().optional(),
	})
	.strict();

const Pricing = z
	.object({
		unit: z.enum(['token', 'image', 'second', 'request']),
		perRequestUsd: z.number().optional(),
		perUnitUsd: z.number().optional(),
		listPerUnitUsd: z.number().optional(),
		typicalRequestUsd: z.number().optional(),
		meteredPromptPerToken: z.number().optional(),
		meteredCachedPromptPerToken: z.number().optional(),
		meteredCacheWritePromptPerToken: z.number().optional(),
		meteredCompletionPerToken: z.number().optional(),
		promotion: z
			.object({
				label: z.string(),
				discountPercent: z.number(),
				startsAt: dateTime,
				endsAt: dateTime,
			})
			.strict()
			.optional(),
	})
	.strict();

/** A rail of a model. Left out here: its performance figures, which nobody reads. */
const Provider = z
	.object({
		provider: z.string(),
		providerDisplayName: z.string(),
		upstreamModelId: z.string(),
		role: z.enum(['primary', 'fallback', 'emergency']),
		available: z.boolean(),
	})
	.passthrough();

/** PublicModel of the document. */
export const PublicModel = z
	.object({
		id: z.string(),
		object: z.literal('model'),
		created: z.number(),
		owned_by: z.string(),
		brand: z.string(),
		name: z.string(),
		description: z.string().optional(),
		modality: z.enum([
			'text',
			'image',
			'image_edit',
			'video',
			'audio',
			'embedding',
			'rerank',
			'search',
		]),
		status: z.enum(['preview', 'ga', 'deprecated', 'retired']),
		servable: z.boolean(),
		virtual: z.boolean().optional(),
		capabilities: z.array(z.string()),
		contextWindow: z.number().optional(),
		maxOutputTokens: z.number().optional(),
		pricing: Pricing,
		pricingNote: z.string().optional(),
		providers: z.array(Provider),
		supportedParameters: z.array(z.string()),
	})
	.strict();

/** ModelListResponse of the document. */
export const ModelListResponse = z
	.object({
		object: z.literal('list'),
		data: z.array(PublicModel),
		total: count,
		generated_at: dateTime,
	})
	.strict();

/** BalanceResponse of the document. */
export const BalanceResponse = z
	.object({
		object: z.literal('balance'),
		balance_cents: money,
		balance: z.string(),
		currency: z.literal('usd'),
		request_id: z.string(),
	})
	.strict();

const WebhookEvent = z.enum(['video.completed', 'video.failed', 'budget.alert', 'balance.low']);

/** WebhookCreateRequest of the document. */
export const WebhookCreateRequest = z
	.object({ url: uri.max(2000), events: z.array(WebhookEvent).min(1).optional() })
	.strict();

const endpoint = { id: z.string(), url: uri, events: z.array(WebhookEvent) };

/** WebhookCreateResponse of the document. */
export const WebhookCreateResponse = z
	.object({ ...endpoint, secret: z.string(), message: z.string() })
	.strict();

const WebhookEndpoint = z
	.object({ ...endpoint, secret_hint: z.string(), created_at: dateTime })
	.strict();

/** WebhookListResponse of the document. */
export const WebhookListResponse = z.object({ endpoints: z.array(WebhookEndpoint) }).strict();

/** WebhookDeleteResponse of the document. */
export const WebhookDeleteResponse = z
	.object({ id: z.string(), disabled: z.literal(true) })
	.strict();

/** WebhookTestRequest of the document. */
export const WebhookTestRequest = z.object({ endpoint_id: z.string().min(1).max(128) }).strict();

/** WebhookTestResponse of the document. */
export const WebhookTestResponse = z
	.object({ delivered: z.boolean(), detail: z.string().nullable() })
	.strict();

const WebhookDelivery = z
	.object({
		id: z.string(),
		endpoint_id: z.string().nullable(),
		event: z.string(),
		status: z.enum(['delivered', 'retrying', 'dead', 'pending']),
		attempts: count,
		delivered_at: dateTime.nullable(),
		next_attempt_at: dateTime,
		last_error: z.string().nullable(),
		created_at: dateTime,
		request_id: z.string().nullable(),
	})
	.strict();

/** WebhookDeliveriesResponse of the document. */
export const WebhookDeliveriesResponse = z
	.object({ deliveries: z.array(WebhookDelivery) })
	.strict();

/** The answer of every failure. The document lists 400, 401, 402, 404, 429 and 500; its SDK also 409. */
export const ErrorResponse = z
	.object({
		error: z
			.object({
				message: z.string(),
				type: z.string(),
				code: z.string(),
				param: z.string().nullable().optional(),
			})
			.strict(),
	})
	.strict();
