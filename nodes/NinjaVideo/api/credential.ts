import type { ApiVersion } from '../videoService';

/** Hosts of this machine, where plain http is allowed. */
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** What the credential says of the API's generation: one of them, or whichever there is. */
export type ApiSetting = ApiVersion | 'automatic';

/** The API Version of a credential; credentials that were saved before it existed have none. */
export const readApiSetting = (value: unknown): ApiSetting =>
	value === 'v1/video' || value === 'v1/videos' ? value : 'automatic';

/** A base URL that may be used, or what is wrong with it. */
export type CheckedBaseUrl =
	| { readonly ok: true; readonly baseUrl: string }
	/** The reason is a sentence without its full stop, the advice one with it. */
	| { readonly ok: false; readonly reason: string; readonly advice: string };

/** Checks the credential's base URL: https, or http on this machine; nothing but the origin is kept. */
export function checkBaseUrl(text: string): CheckedBaseUrl {
	const reason = (words: string): CheckedBaseUrl => ({
		ok: false,
		reason: `The base URL of the credential ${words}`,
		advice: 'Use https://ninjachat.ai.',
	});
	if (!URL.canParse(text.trim())) return reason('is not a web address');
	const url = new URL(text.trim());
	if (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname))) {
		return { ok: true, baseUrl: url.origin };
	}
	return reason('must start with https://');
}

/** What to do about a key that cannot be used. */
export const ENTER_KEY = 'Enter your NinjaChat API key in the credential.';

/** What is wrong with an API key, without a full stop, or undefined. The key itself is never part of the answer. */
export function findKeyProblem(key: string): string | undefined {
	if (key.trim() === '') return 'The API key of the credential is empty';
	if (key !== key.trim()) return 'The API key of the credential has blanks around it';
	if (!/^nj_sk_[\x21-\x7e]+$/.test(key))
		return 'The API key of the credential does not start with nj_sk_';
	return undefined;
}
