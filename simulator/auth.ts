import { rateLimitReply, type Reply, type Voice } from './answers';
import { keyOf, type SimulatedRequest } from './request';
import type { World } from './world';

/** Whether a request may come in: the key of its account, or why not. */
export type Entry =
	| { readonly ok: true; readonly key: string }
	| { readonly ok: false; readonly refusal: Reply };

/** Checks the API key and counts the request against the account's limit. */
export function enter(world: World, request: SimulatedRequest, voice: Voice): Entry {
	const refuse = (refusal: Reply): Entry => ({ ok: false, refusal });
	const key = keyOf(request);
	if (key === undefined) {
		return refuse(voice.error('missing_api_key', 'Send Authorization: Bearer ...'));
	}
	if (!world.accounts.has(key)) {
		return refuse(voice.error('invalid_api_key', 'This API key is not valid'));
	}
	const admission = world.admit(key);
	return admission.ok
		? { ok: true, key }
		: refuse(rateLimitReply(voice, admission.retryAfterSeconds));
}

/** 405, with the methods that are allowed. */
export function wrongMethodReply(voice: Voice, methods: readonly string[]): Reply {
	const allow = methods.join(', ');
	return voice.error('method_not_allowed', `Use ${allow}`, { headers: { allow } });
}
