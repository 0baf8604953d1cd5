import {
	type ErrorCode,
	type ErrorExtra,
	jsonReply,
	type Reply,
	STATUS_OF_ERROR,
	type Voice,
} from '../answers';

/** The `type` of an error. The vendor publishes that there is one, and no list of them: invented. */
function typeOf(code: ErrorCode): string {
	switch (code) {
		case 'missing_api_key':
		case 'invalid_api_key':
			return 'authentication_error';
		case 'insufficient_credits':
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

/** An error answer of generation 2: `{ error: { message, type, code, param? } }`. */
function error(code: ErrorCode, message: string, { details, headers }: ErrorExtra = {}): Reply {
	const told = details?.map((detail) => `${detail.field}: ${detail.message}`).join('; ');
	// A `param` of undefined is left out by JSON.stringify.
	const body = { message: told ?? message, type: typeOf(code), code, param: details?.[0]?.field };
	return jsonReply(STATUS_OF_ERROR[code], { error: body }, headers);
}

/** Generation 2. */
export const SECOND_VOICE: Voice = { error, jobField: 'id' };
