import { createHash, createHmac, timingSafeEqual } from 'crypto';

/** A request to our webhook, as it came. */
export interface WebhookDelivery {
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, unknown>>;
	/** The body byte for byte: JSON that was read and written again would not fit its signature. */
	readonly rawBody: Uint8Array | undefined;
}

/** The events an endpoint can be told of (vendor's OpenAPI document). */
export const EVENTS = ['balance.low', 'budget.alert', 'video.completed', 'video.failed'];

/** How far the time of signing may be from ours, in seconds. */
const MAX_SKEW_SECONDS = 300;

/**
 * Why a delivery must not be believed, or undefined for a good one. `X-Ninja-Signature` is the hex HMAC-SHA256 of
 * `${timestamp}.${rawBody}` under the endpoint's secret, `X-Ninja-Timestamp` unix seconds (vendor's SDK).
 */
export function verifySignature(
	{ headers, rawBody }: WebhookDelivery,
	secret: string,
	nowMs: number,
): string | undefined {
	const timestamp = headerOf(headers, 'x-ninja-timestamp');
	const signature = headerOf(headers, 'x-ninja-signature');
	const isSigned = /^\d{1,12}$/.test(timestamp) && /^[0-9a-f]{64}$/i.test(signature);
	if (!isSigned || rawBody === undefined) return 'it is not signed';
	const expected = createHmac('sha256', secret).update(`${timestamp}.`).update(rawBody).digest();
	if (!timingSafeEqual(expected, Buffer.from(signature, 'hex'))) return 'its signature is wrong';
	const skewSeconds = Math.abs(nowMs / 1000 - Number(timestamp));
	return skewSeconds > MAX_SKEW_SECONDS
		? `it was signed ${Math.round(skewSeconds)} seconds before or after the time of this machine`
		: undefined;
}

const headerOf = (headers: WebhookDelivery['headers'], name: string): string =>
	String(headers[name] ?? '').trim();

/** What a payload says. Its shape is not published, so it is read wherever it is usual to find it. */
export interface WebhookEvent {
	readonly event: string | undefined;
	/** What may be the id of the job, most likely first. The service knows which one is. */
	readonly jobIds: readonly string[];
	readonly videoUrl: string | undefined;
	readonly failureReason: string | undefined;
	readonly model: string | undefined;
	readonly costUsd: number | undefined;
}

/** At most so many ids of one payload are asked for. */
const MAX_JOB_IDS = 4;
/** Ids of an event or of its delivery; another comes with every redelivery. */
const ENVELOPE_ID = /^(evt|event|msg|message|whd|delivery|dlv|trace|trc)[_-]/i;

/** Reads a payload leniently: flat, or with its job under `data`, `video`, `object`, `result`. */
export function readPayload(payload: unknown): WebhookEvent {
	const root = asRecord(payload);
	const data = asRecord(root.data);
	const inner = [data, root].flatMap(({ object, video, job, result }) => [
		object,
		video,
		job,
		result,
	]);
	const places = [...inner.map(asRecord), data, root];
	const textsOf = (...keys: string[]) =>
		keys.flatMap((key) => places.map((place) => toText(place[key])).filter((text) => text !== ''));
	const names = [root, data].flatMap(({ event, type }) => [toText(event), toText(type)]);
	const isEnvelopeId = (id: string) =>
		ENVELOPE_ID.test(id) || (toText(root.object) === 'event' && id === toText(root.id));
	// `request_id` comes last: it may be the id of an HTTP request.
	const ids = textsOf('video_id', 'job_id', 'id', 'request_id');
	const jobIds = [...ids.filter((id) => !isEnvelopeId(id)), ...ids.filter(isEnvelopeId)];
	return {
		event: names.find((name) => EVENTS.includes(name)) ?? names.find((name) => name !== ''),
		jobIds: [...new Set(jobIds)].slice(0, MAX_JOB_IDS),
		videoUrl: textsOf('video_url')[0],
		failureReason: textsOf('failure_reason', 'error')[0],
		model: textsOf('model')[0],
		costUsd: places.map((place) => place.cost_usd).find((cost) => typeof cost === 'number'),
	};
}

/** Whether a payload is about a video; one that names no event is, where it names a job. */
export const isAboutVideo = ({ event, jobIds }: WebhookEvent): boolean =>
	event === undefined ? jobIds.length > 0 : event.startsWith('video.');

/**
 * What two deliveries of the same event have in common. For a video: the event's name and the job. For another event:
 * every byte, because two alerts may differ in nothing but their time.
 */
export function deduplicationKey(told: WebhookEvent, rawBody: Uint8Array): string {
	const { event = '', jobIds } = told;
	const [jobId] = jobIds;
	const same = isAboutVideo(told) && jobId !== undefined ? `${event} ${jobId}` : rawBody;
	return createHash('sha256').update(same).digest('base64url').slice(0, 12);
}

const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const toText = (value: unknown): string =>
	typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
