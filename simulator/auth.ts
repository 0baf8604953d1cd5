import type { Reply } from './answers';
import { type ErrorFormat, rateLimitReply } from './errorFormat';
import { keyOf, type SimulatedRequest } from './request';
import type { World } from './world';

/** Whether a request is let in: the key of its account, or why not. */
export type Admitted =
	| { readonly ok: true; readonly key: string }
	| { readonly ok: false; readonly refusal: Reply };

/** Checks the API key and counts the request against the account's limit. */
export function authenticate(
	world: World,
	request: SimulatedRequest,
	format: ErrorFormat,
): Admitted {
	const refuse = (refusal: Reply): Admitted => ({ ok: false, refusal });
	const key = keyOf(request);
	if (key === undefined) {
		return refuse(format.error('missing_api_key', 'Send Authorization: Bearer ...'));
	}
	if (!world.accounts.has(key)) {
		return refuse(format.error('invalid_api_key', 'This API key is not valid'));
	}
	const admission = world.admit(key);
	return admission.ok
		? { ok: true, key }
		: refuse(rateLimitReply(format, admission.retryAfterSeconds));
}

/** 405, with the methods that are allowed. */
export function wrongMethodReply(format: ErrorFormat, methods: readonly string[]): Reply {
	const allow = methods.join(', ');
	return format.error('method_not_allowed', `Use ${allow}`, { headers: { allow } });
}
