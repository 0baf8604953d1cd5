import { jsonReply, type Reply } from './answers';
import type { Settings } from './settings';

/** One entry of `details` in a validation error. */
export interface FieldError {
	readonly field: string;
	readonly message: string;
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
	spend_limit_reached: 402,
	rate_limit_exceeded: 429,
	generation_failed: 502,
	internal_error: 500,
	idempotency_key_reused: 422,
	invalid_idempotency_key: 400,
	model_unavailable: 400,
	request_in_flight: 409,
	webhook_limit_reached: 400,
	not_found: 404,
	gone: 410,
	method_not_allowed: 405,
	service_unavailable: 503,
};

export type ErrorCode = keyof typeof STATUS_OF_ERROR;

/** What an error answer may carry beside its code and message. */
export interface ErrorExtra {
	readonly details?: readonly FieldError[];
	readonly headers?: Record<string, string>;
}

/** How one service words its errors, and names a job. */
export interface ErrorFormat {
	/** An error answer with the status of its code. */
	error(code: ErrorCode, message: string, extra?: ErrorExtra): Reply;
	/** The fields of an order's answer that name the job. */
	readonly idFields: readonly string[];
}

/** The errors of the reference page: `{ error, message, details? }`. */
export const PAGE_ERRORS: ErrorFormat = {
	error(error, message, { details, headers } = {}) {
		// A `details` of undefined is left out by JSON.stringify.
		return jsonReply(STATUS_OF_ERROR[error], { error, message, details }, headers);
	},
	idFields: ['request_id'],
};

/** The `type` of an error. The vendor publishes that there is one, and no list of them: invented. */
function typeOf(code: ErrorCode): string {
	switch (code) {
		case 'missing_api_key':
		case 'invalid_api_key':
			return 'authentication_error';
		case 'insufficient_credits':
		case 'spend_limit_reached':
			return 'billing_error';
		case 'rate_limit_exceeded':
			return 'rate_limit_error';
		case 'idempotency_key_reused':
		case 'request_in_flight':
			return 'idempotency_error';
		case 'generation_failed':
		case 'internal_error':
		case 'service_unavailable':
			return 'api_error';
		default:
			return 'invalid_request_error';
	}
}

const ID_FIELDS: Readonly<Record<Settings['orderIds'], readonly string[]>> = {
	both: ['id', 'request_id'],
	http: ['id'],
	id: ['id'],
	request_id: ['request_id'],
};

/**
 * The errors of `/videos` and what belongs to it: `{ error: { message, type, code, param? } }`, or
 * one of the other shapes the vendor's SDK reads.
 */
export function v2Errors({ errors, finalErrors, orderIds }: Settings): ErrorFormat {
	return {
		error(code, message, { details, headers } = {}) {
			const text = details?.map(({ field, message: why }) => `${field}: ${why}`).join('; ');
			const known = { message: text ?? message, type: typeOf(code) };
			const flag = finalErrors ? { retryable: false } : {};
			const param = details?.[0]?.field;
			const body = {
				nested: { error: { ...known, code, param, ...flag } },
				flat: { message: known.message, code, ...flag },
				'no-code': { error: { ...known, ...flag } },
			}[errors];
			return jsonReply(STATUS_OF_ERROR[code], body, headers);
		},
		idFields: ID_FIELDS[orderIds],
	};
}

/** 429 with its `Retry-After`, in seconds or as given; `false` leaves the header out. */
export function rateLimitReply(format: ErrorFormat, retryAfter: number | string | false): Reply {
	const headers: Record<string, string> =
		retryAfter === false ? {} : { 'retry-after': String(retryAfter) };
	return format.error('rate_limit_exceeded', 'Too many requests', { headers });
}
