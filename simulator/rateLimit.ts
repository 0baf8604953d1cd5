/** How many requests an account may make in any window of `windowMs` milliseconds. */
export interface RateLimit {
	readonly requests: number;
	readonly windowMs: number;
}

export type Admission =
	| { readonly ok: true }
	| { readonly ok: false; readonly retryAfterSeconds: number };

/** The documented limit: 60 requests in 60 s per account. */
export const DEFAULT_RATE_LIMIT: RateLimit = { requests: 60, windowMs: 60_000 };

/**
 * A sliding window per account. A refused request does not count; whether it does in the real
 * service is not documented.
 */
export function createRateLimiter(limit: RateLimit) {
	const admitted = new Map<string, number[]>();

	return {
		/** Counts a request of this account at `now` (ms), or says in how many whole seconds to come back. */
		admit(account: string, now: number): Admission {
			const recent = (admitted.get(account) ?? []).filter((at) => at > now - limit.windowMs);
			admitted.set(account, recent);
			if (recent.length < limit.requests) {
				recent.push(now);
				return { ok: true };
			}
			const waitMs = (recent[0] ?? now) + limit.windowMs - now;
			return { ok: false, retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) };
		},
	};
}
