import type { JobView, SimulatedJob } from './job';
import type { FieldError } from './rules';

/** How long after the request an answer is sent, in milliseconds; 0 by default. */
interface Delay {
	readonly delayMs?: number;
}

/** A whole answer. Header names in lower case. */
export interface Reply extends Delay {
	readonly kind: 'reply';
	readonly status: number;
	readonly headers: Record<string, string>;
	readonly body: string;
}

/** Half an answer. `body` is what is sent before the connection closes; content-length promises more. */
interface Truncated extends Delay {
	readonly kind: 'truncated';
	readonly status: number;
	readonly headers: Record<string, string>;
	readonly body: string;
}

/** What comes back for a request: an answer, half an answer, a broken connection, or nothing. */
export type SettledAnswer =
	| Reply
	| Truncated
	| ({ readonly kind: 'reset' } & Delay)
	| ({ readonly kind: 'silence' } & Delay);

/** An answer that waits for something out of the simulator's hands: a webhook on its way. */
export interface Later {
	readonly kind: 'later';
	readonly answer: Promise<SettledAnswer>;
}

export type Answer = SettledAnswer | Later;

/** An answer with a JSON body. */
export function jsonReply(
	status: number,
	body: unknown,
	headers: Record<string, string> = {},
): Reply {
	return {
		kind: 'reply',
		status,
		headers: { 'content-type': 'application/json', ...headers },
		body: JSON.stringify(body),
	};
}

/** An answer that is a web page, as gateways and bot walls send it. */
export function htmlReply(status: number, title: string): Reply {
	return {
		kind: 'reply',
		status,
		headers: { 'content-type': 'text/html; charset=utf-8' },
		body: `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`,
	};
}

/** An amount in US cents as the API writes it: `$3.00`. */
export function toDollars(cents: number): string {
	const rest = String(Math.abs(cents) % 100).padStart(2, '0');
	return `${cents < 0 ? '-' : ''}$${Math.trunc(Math.abs(cents) / 100)}.${rest}`;
}

/** 200 of `POST /api/v1/video`, after its reference page. Money in US cents. */
export function createdReply(job: SimulatedJob, balanceCents: number): Reply {
	const price = toDollars(job.priceCents);
	return jsonReply(200, {
		request_id: job.requestId,
		model: job.body.model,
		message: 'Poll GET /api/v1/video/status?request_id=... for completion.',
		cost: { this_request: price, per_video: price },
		balance: toDollars(balanceCents),
		metadata: { latency_ms: 123 },
	});
}

/** 200 (or 404) of `GET /api/v1/video/status`, after the vendor's page on checking a job. */
export function statusReply(requestId: string, view: JobView): Reply {
	switch (view.kind) {
		case 'not-found':
			return errorReply('not_found', 'No job with this request_id');
		case 'processing':
			return jsonReply(200, {
				request_id: requestId,
				status: view.word,
				progress: view.progress,
			});
		case 'completed':
			return jsonReply(200, {
				request_id: requestId,
				status: 'completed',
				result: { video_url: view.videoUrl },
			});
		case 'failed':
			return jsonReply(200, { request_id: requestId, status: 'failed', error: view.reason });
	}
}

/**
 * Error codes and their status. The vendor's page on errors documents them down to `internal_error`;
 * `request_in_flight` is the vendor's, seen in its SDK; the others are the simulator's own.
 */
export const STATUS_OF_ERROR = {
	invalid_json: 400,
	validation_error: 400,
	missing_api_key: 401,
	invalid_api_key: 401,
	insufficient_credits: 402,
	rate_limit_exceeded: 429,
	generation_failed: 502,
	internal_error: 500,
	idempotency_key_reused: 422,
	invalid_idempotency_key: 400,
	model_unavailable: 400,
	request_in_flight: 409,
	webhook_limit_reached: 400,
	not_found: 404,
	method_not_allowed: 405,
	service_unavailable: 503,
};

export type ErrorCode = keyof typeof STATUS_OF_ERROR;

/** What an error answer may carry beside its code and message. */
export interface ErrorExtra {
	readonly details?: readonly FieldError[];
	readonly headers?: Record<string, string>;
}

/** How one generation words what every route may have to say. */
export interface Voice {
	/** An error answer with the status of its code. */
	error(code: ErrorCode, message: string, extra?: ErrorExtra): Reply;
	/** The field of an answer that names the job. */
	readonly jobField: string;
}

/** An error answer of generation 1: `{ error, message, details? }` with the status of its code. */
export function errorReply(error: ErrorCode, message: string, extra: ErrorExtra = {}): Reply {
	// A `details` of undefined is left out by JSON.stringify.
	const body = { error, message, details: extra.details };
	return jsonReply(STATUS_OF_ERROR[error], body, extra.headers);
}

/** Generation 1. */
export const FIRST_VOICE: Voice = { error: errorReply, jobField: 'request_id' };

/** 429 with its `Retry-After`, in seconds or as given; `false` leaves the header out. */
export function rateLimitReply(voice: Voice, retryAfter: number | string | false): Reply {
	const headers: Record<string, string> =
		retryAfter === false ? {} : { 'retry-after': String(retryAfter) };
	return voice.error('rate_limit_exceeded', 'Too many requests', { headers });
}

/** What a web server says of a path it does not know. */
export type NotFoundBody = 'json' | 'html';

/** 404 of the web server itself: neither generation has such a route, or the one that has is off. */
export function unknownRouteReply(body: NotFoundBody): Reply {
	return body === 'html'
		? htmlReply(404, '404 Not Found')
		: errorReply('not_found', 'No such endpoint');
}
