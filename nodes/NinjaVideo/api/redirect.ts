import { repeatsElsewhere } from './errors';
import type { HttpResult } from './http';
import { parseUrl } from '../url';

const withoutWww = (host: string) => host.replace(/^www\./, '');

/**
 * The address a redirect leads to, if the key may go there: the same host with or without `www.`, over https, or the same origin.
 * Undefined for every other answer and for every other target.
 */
export function sameServiceTarget(result: HttpResult, from: string): string | undefined {
	if (result.kind !== 'answer' || !repeatsElsewhere(result)) return undefined;
	const location = result.headers.location;
	const target = location === undefined ? undefined : parseUrl(location, from);
	if (target === undefined) return undefined;
	const source = new URL(from);
	const isSameService =
		(target.origin === source.origin ||
			(target.protocol === 'https:' && withoutWww(target.host) === withoutWww(source.host))) &&
		target.username === '';
	return isSameService ? target.href : undefined;
}
