import { createHmac } from 'crypto';

/** A delivery on its way: what is sent to the receiver. */
export interface SignedRequest {
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	/** The raw text that was signed. */
	readonly body: string;
}

/**
 * How a delivery is sent.
 * - `genuine`: the service's own attempt; only these count.
 * - `again`: the same event once more, signed anew.
 * - `replayed`: the bytes of the attempt before, old signature and all.
 * - `tampered`: the body was changed after it was signed.
 * - `stale`: signed well, but ten minutes ago.
 * - `unsigned`: without the two headers.
 * - `wrong-secret`: signed by somebody else.
 */
export const MANNERS = [
	'genuine',
	'again',
	'replayed',
	'tampered',
	'stale',
	'unsigned',
	'wrong-secret',
] as const;

export type Manner = (typeof MANNERS)[number];

const STALE_SECONDS = 600;

/** Hex HMAC-SHA256 of `${timestamp}.${body}` under the secret; the timestamp in unix seconds. */
export function sign(secret: string, timestamp: number, body: string): string {
	return createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
}

/** What to send. `now` in milliseconds; `before` is what was sent last, if anything was. */
export function prepare(
	{ url, body }: { readonly url: string; readonly body: string },
	secret: string,
	now: number,
	manner: Manner,
	before?: SignedRequest,
): SignedRequest {
	const signed = (by: string, seconds: number, sent = body): SignedRequest => ({
		url,
		headers: {
			'content-type': 'application/json',
			'x-ninja-signature': sign(by, seconds, body),
			'x-ninja-timestamp': String(seconds),
		},
		body: sent,
	});
	const nowSeconds = Math.floor(now / 1000);
	switch (manner) {
		case 'genuine':
		case 'again':
			return signed(secret, nowSeconds);
		case 'replayed':
			return before ?? signed(secret, nowSeconds);
		case 'tampered':
			return signed(secret, nowSeconds, body.replace(/\}$/, ',"tampered":true}'));
		case 'stale':
			return signed(secret, nowSeconds - STALE_SECONDS);
		case 'unsigned':
			return { url, headers: { 'content-type': 'application/json' }, body };
		case 'wrong-secret':
			return signed(`${secret} of somebody else`, nowSeconds);
	}
}
