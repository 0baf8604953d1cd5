import type { HttpResult } from './http';

/** Redirects that say "the same request, over there". A 303 means that the request was carried out. */
const REPEATS_REQUEST = new Set([301, 302, 307, 308]);

const withoutWww = (host: string) => host.replace(/^www\./, '');

/**
 * The address a redirect leads to, if the key may go there: the same host with or without `www.`, over https.
 * Undefined for every other answer and for every other target.
 */
export function sameServiceTarget(sent: HttpResult, from: string): string | undefined {
	if (sent.kind !== 'answer' || !REPEATS_REQUEST.has(sent.status)) return undefined;
	const location = sent.headers.location;
	if (location === undefined || !URL.canParse(location, from)) return undefined;
	const source = new URL(from);
	const target = new URL(location, from);
	const isSameService =
		target.protocol === 'https:' &&
		withoutWww(target.host) === withoutWww(source.host) &&
		target.username === '';
	return isSameService ? target.href : undefined;
}
