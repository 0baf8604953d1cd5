import { findVideoModel } from './catalog/models';
import { type EventType, eventTypesOf } from './events';
import { type Checked, type CreateBody, promptError } from './pageRules';
import type { Settings } from './settings';

/** The body of a create call after validation: the API's field names, defaults filled in. */
export interface VideoBody extends CreateBody {
	readonly negative_prompt?: string;
	readonly end_image_url?: string;
	readonly reference_images?: readonly string[];
	readonly reference_video?: string;
	readonly reference_audio?: string;
	readonly generate_audio: boolean;
	readonly watermark: boolean;
}

/** The body of a call that registers a webhook. */
export interface WebhookBody {
	readonly url: string;
	readonly events: readonly EventType[];
}

/** What is wrong with the value of a field, or `undefined`. */
type Rule = (value: unknown) => string | undefined;

const MAX_URL_LENGTH = 2000;
const MAX_ID_LENGTH = 128;
/** In seconds. */
const SHORTEST = { K: 4, N: 3 };
const RATIOS = { K: ['16:9', '9:16'], N: ['16:9', '9:16', '1:1'] };
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

const isUri = (value: unknown) => typeof value === 'string' && URL.canParse(value);
const optional =
	(rule: Rule): Rule =>
	(value) =>
		value === undefined ? undefined : rule(value);
const uri: Rule = optional((value) => (isUri(value) ? undefined : 'Must be a URI'));
const truth: Rule = optional((value) =>
	typeof value === 'boolean' ? undefined : 'Must be true or false',
);

const text: Rule = optional((value) =>
	typeof value === 'string' ? undefined : 'Must be a string',
);

type Rules = Readonly<Record<string, Rule>>;

const videoRules = (catalog: Settings['catalog']): Rules => ({
	prompt: promptError,
	model: optional((value) => (findVideoModel(catalog, value) ? undefined : 'Unknown model')),
	duration: optional((value) =>
		Number.isInteger(value) && Number(value) >= SHORTEST[catalog] && Number(value) <= 15
			? undefined
			: `Must be an integer from ${SHORTEST[catalog]} to 15`,
	),
	aspect_ratio: optional((value) =>
		RATIOS[catalog].some((ratio) => ratio === value)
			? undefined
			: `Must be ${RATIOS[catalog].join(' or ')}`,
	),
	image_url: uri,
	end_image_url: uri,
	reference_images: optional((value) =>
		Array.isArray(value) && value.length <= 4 && value.every(isUri)
			? undefined
			: 'Must be at most 4 URIs',
	),
	reference_video: uri,
	reference_audio: uri,
	generate_audio: truth,
	watermark: truth,
	...(catalog === 'N' && { negative_prompt: text }),
});

const VIDEO_RULES = { K: videoRules('K'), N: videoRules('N') };

function webhookUrlError(value: unknown): string | undefined {
	if (typeof value !== 'string' || !URL.canParse(value)) return 'Must be a URI';
	if (value.length > MAX_URL_LENGTH) return `Must be at most ${MAX_URL_LENGTH} characters`;
	const { protocol, hostname } = new URL(value);
	// Assumed: the real service takes https only; a receiver on this machine has none.
	const mayBePlain = protocol === 'http:' && LOOPBACK.includes(hostname);
	return protocol === 'https:' || mayBePlain ? undefined : 'Must be an https URL';
}

function webhookRules(catalog: Settings['catalog']): Rules {
	const types = eventTypesOf(catalog);
	const isEventType = (value: unknown) => types.some((type) => type === value);
	return {
		url: webhookUrlError,
		events: optional((value) =>
			Array.isArray(value) && value.length > 0 && value.every(isEventType)
				? undefined
				: `Must be some of ${types.join(', ')}`,
		),
	};
}

const TEST_RULES: Rules = {
	endpoint_id: (value) =>
		typeof value === 'string' && value !== '' && value.length <= MAX_ID_LENGTH
			? undefined
			: 'endpoint_id is required',
};

function check(body: unknown, rules: Rules, isClosed: boolean): Checked<Record<string, unknown>> {
	if (typeof body !== 'object' || body === null || Array.isArray(body)) {
		return { ok: false, details: [{ field: 'body', message: 'Body must be a JSON object' }] };
	}
	const given: Record<string, unknown> = { ...body };
	const broken = Object.entries(rules).map(([field, rule]) => [field, rule(given[field])] as const);
	const unknown = Object.keys(given)
		.filter((field) => isClosed && !Object.hasOwn(rules, field))
		.map((field) => [field, 'Unknown field'] as const);
	const details = [...broken, ...unknown].flatMap(([field, message]) =>
		message === undefined ? [] : [{ field, message }],
	);
	return details.length > 0 ? { ok: false, details } : { ok: true, value: given };
}

/** What a service says of the bodies it takes. */
export type BodySettings = Pick<Settings, 'catalog' | 'closedBodies'>;

/**
 * Checks the parsed JSON of `POST /videos` and fills in the defaults, in a fixed order of fields. As
 * strict as the vendor's document, but for unknown fields where bodies are not closed. No model asks
 * for more than that, because nothing more is published.
 */
export function validateVideo(
	body: unknown,
	{ catalog, closedBodies }: BodySettings,
): Checked<VideoBody> {
	const checked = check(body, VIDEO_RULES[catalog], closedBodies);
	if (!checked.ok) return checked;
	const defaults = {
		model: 'veo-3.1-fast',
		duration: 8,
		aspect_ratio: '16:9',
		generate_audio: false,
		watermark: false,
	};
	const whole: Record<string, unknown> = { ...defaults, ...checked.value };
	const ordered = Object.keys(VIDEO_RULES[catalog])
		.filter((field) => whole[field] !== undefined)
		.map((field) => [field, whole[field]]);
	return { ok: true, value: Object.fromEntries(ordered) as VideoBody };
}

/** Checks the parsed JSON of `POST /webhooks`. Without events it is told of all. */
export function validateWebhook(
	body: unknown,
	{ catalog, closedBodies }: BodySettings,
): Checked<WebhookBody> {
	const checked = check(body, webhookRules(catalog), closedBodies);
	if (!checked.ok) return checked;
	const value = { events: eventTypesOf(catalog), ...checked.value };
	return { ok: true, value: value as unknown as WebhookBody };
}

/** Checks the parsed JSON of `POST /webhooks/test`. */
export function validateWebhookTest(
	body: unknown,
	{ closedBodies }: BodySettings,
): Checked<{ readonly endpoint_id: string }> {
	const checked = check(body, TEST_RULES, closedBodies);
	if (!checked.ok) return checked;
	return { ok: true, value: checked.value as { endpoint_id: string } };
}
