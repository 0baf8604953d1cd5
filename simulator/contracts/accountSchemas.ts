import type { Document } from './modelSchemas';
import {
	closed,
	count,
	dateTime,
	listOf,
	money,
	oneOf,
	type Schema,
	text,
	textOrNull,
	uri,
} from './shapes';

/** The answer of `GET /balance`. */
export const Balance: Schema = closed({
	object: oneOf('balance'),
	balance_cents: money,
	balance: text,
	currency: oneOf('usd'),
	request_id: text,
});

/** The answer of `GET /usage`. What stands in its lists is not published. */
export const Usage: Schema = closed({
	period: oneOf('1d', '7d', '30d'),
	total_requests: count,
	total_cost_cents: money,
	total_cost: text,
	daily: { type: 'array' },
	by_model: { type: 'array' },
	by_endpoint: { type: 'array' },
	request_id: text,
});

/** What N says of one HTTP request. Only these four fields are known by name. */
export const RequestAnswer: Schema = {
	type: 'object',
	required: ['cost_cents', 'status_code', 'error_code', 'retries'],
	properties: {
		cost_cents: money,
		status_code: { type: 'integer' },
		error_code: textOrNull,
		retries: count,
	},
};

/** The answer of `GET /health`; its fields are not known. */
export const Health: Schema = { type: 'object' };

const EVENTS: Readonly<Record<Document, readonly string[]>> = {
	K: ['video.completed', 'video.failed', 'budget.alert', 'balance.low'],
	N: [
		...['video.completed', 'video.failed', 'pipeline.completed', 'pipeline.failed'],
		...['budget.alert', 'balance.low'],
	],
};
const events = (document: Document, limits: Schema = {}) =>
	listOf(oneOf(...EVENTS[document]), limits);

/** The body of `POST /webhooks`. */
export const webhook = (document: Document): Schema =>
	closed({ url: { ...uri, maxLength: 2000 }, 'events?': events(document, { minItems: 1 }) });

/** Its answer, the only one with the secret. */
export const webhookAnswer = (document: Document): Schema =>
	closed({ id: text, url: uri, events: events(document), secret: text, message: text });

/** The answer of `GET /webhooks`. */
export const webhookList = (document: Document): Schema =>
	closed({
		endpoints: listOf(
			closed({
				id: text,
				url: uri,
				events: events(document),
				secret_hint: text,
				created_at: dateTime,
			}),
		),
	});

/** The answer of `DELETE /webhooks?id=`. */
export const DeletedWebhook: Schema = closed({ id: text, disabled: oneOf(true) });

/** The body of `POST /webhooks/test`. */
export const WebhookTest: Schema = closed({
	endpoint_id: { type: 'string', minLength: 1, maxLength: 128 },
});

/** Its answer. */
export const WebhookTestAnswer: Schema = closed({
	delivered: { type: 'boolean' },
	detail: textOrNull,
});

/** The answer of `GET /webhooks/deliveries`. */
export const Deliveries: Schema = closed({
	deliveries: listOf(
		closed({
			id: text,
			endpoint_id: textOrNull,
			event: text,
			status: oneOf('delivered', 'retrying', 'dead', 'pending'),
			attempts: count,
			delivered_at: { type: ['string', 'null'], format: 'date-time' },
			next_attempt_at: dateTime,
			last_error: textOrNull,
			created_at: dateTime,
			request_id: textOrNull,
		}),
	),
});

/** The query of `DELETE /webhooks`; the documents leave it out, the vendor's SDK sends it. */
export const DeleteQuery: Schema = closed({ id: { type: 'string', minLength: 1 } });

/** The query of `GET /webhooks/deliveries`, likewise. */
export const DeliveriesQuery: Schema = closed({ 'endpoint_id?': text, 'limit?': text });

/** The query of `GET /usage`. */
export const UsageQuery: Schema = closed({ 'period?': oneOf('1d', '7d', '30d') });
