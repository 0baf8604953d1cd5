/** Whether a video may be fetched with a token. */
export type VideoAccess = 'granted' | 'expired' | 'forbidden';

/** The tokens in video URLs. Times in milliseconds of the world's clock. */
export function createVideoTokens() {
	const expiries = new Map<string, number>();
	let issued = 0;

	return {
		/** A token for this job, good until `expiresAt`. Without an expiry it is always the same one. */
		issue(requestId: string, expiresAt = Infinity): string {
			const token = expiresAt === Infinity ? 'lasting' : `until-${expiresAt}-${++issued}`;
			expiries.set(`${requestId} ${token}`, expiresAt);
			return token;
		},
		/** Judges a token at `now`. */
		check(requestId: string, token: string, now: number): VideoAccess {
			const expiresAt = expiries.get(`${requestId} ${token}`);
			if (expiresAt === undefined) return 'forbidden';
			return now < expiresAt ? 'granted' : 'expired';
		},
	};
}
