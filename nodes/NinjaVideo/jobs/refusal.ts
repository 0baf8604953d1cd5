import type { Refusal } from '../pacing/scheduledRun';
import type { Result } from '../result';
import type { ServiceError } from '../videoService';

/** What a 429 says of how long to stay away; undefined for everything else. */
export function refusalOf(result: Result<unknown, ServiceError>): Refusal | undefined {
	if (result.ok || result.error.kind !== 'rate-limited') return undefined;
	const { retryAfterSeconds } = result.error.facts;
	return { retryAfterMs: retryAfterSeconds === undefined ? undefined : retryAfterSeconds * 1000 };
}
