import type { OriginCache } from '../api/transport';

/** One for each base URL of a credential. */
const byOrigin = new Map<string, OriginCache>();

/** What this process knows of an origin: the same object for every run and for the editor. */
export function originCacheOf(origin: string): OriginCache {
	const cache = byOrigin.get(origin) ?? {};
	byOrigin.set(origin, cache);
	return cache;
}
