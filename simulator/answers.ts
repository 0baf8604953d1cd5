import type { Settings } from './settings';

/** How long after the request an answer is sent, in milliseconds; 0 by default. */
interface Delay {
	readonly delayMs?: number;
}

/** A whole answer. Header names in lower case. */
export interface Reply extends Delay {
	readonly kind: 'reply';
	readonly status: number;
	readonly headers: Record<string, string>;
	readonly body: string;
}

/** Half an answer. `body` is what is sent before the connection closes; content-length promises more. */
interface Truncated extends Delay {
	readonly kind: 'truncated';
	readonly status: number;
	readonly headers: Record<string, string>;
	readonly body: string;
}

/** What comes back for a request: an answer, half an answer, a broken connection, or nothing. */
export type FinalAnswer =
	| Reply
	| Truncated
	| ({ readonly kind: 'reset' } & Delay)
	| ({ readonly kind: 'silence' } & Delay);

/** An answer that waits for something out of the simulator's hands: a webhook on its way. */
export interface Later {
	readonly kind: 'later';
	readonly answer: Promise<FinalAnswer>;
}

export type Answer = FinalAnswer | Later;

/** An answer with a JSON body. */
export function jsonReply(
	status: number,
	body: unknown,
	headers: Record<string, string> = {},
): Reply {
	return {
		kind: 'reply',
		status,
		headers: { 'content-type': 'application/json', ...headers },
		body: JSON.stringify(body),
	};
}

/** An answer that is a web page, as gateways and bot walls send it. */
export function htmlReply(status: number, title: string): Reply {
	return {
		kind: 'reply',
		status,
		headers: { 'content-type': 'text/html; charset=utf-8' },
		body: `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`,
	};
}

/** An amount in US cents as the API writes it: `$3.00`. */
export function toDollars(cents: number): string {
	const rest = String(Math.abs(cents) % 100).padStart(2, '0');
	return `${cents < 0 ? '-' : ''}$${Math.trunc(Math.abs(cents) / 100)}.${rest}`;
}

/** 404 of the web server itself: no such route, or it is switched off. */
export function unknownRouteReply(body: Settings['notFound']): Reply {
	return body === 'html'
		? htmlReply(404, '404 Not Found')
		: jsonReply(404, { error: 'not_found', message: 'No such endpoint' });
}
