import { toAnswerError, toConnectionError, toMovedError, toRedirectError } from './errors';
import type { HttpRequest, SendRequest, HttpResult } from './http';
import { sameServiceTarget } from './redirect';
import type { ApiVersion, LiveModel } from '../videoService';

/** One call of the API. */
export interface ApiCall {
	readonly method: HttpRequest['method'];
	/** From the root of the service, with the query. */
	readonly path: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: unknown;
	readonly timeoutMs: number;
}

/** What is remembered of one origin. It saves requests; no money depends on it. */
export interface OriginCache {
	/** Where the origin redirects to. */
	origin?: string;
	/** The generation that takes orders, where the first one was found not to be there. */
	api?: ApiVersion;
	/** The service's list of models, or that it could not be had; until when, in milliseconds since the epoch. */
	models?: {
		readonly untilMs: number;
		readonly failed: boolean;
		readonly list: Promise<readonly LiveModel[] | undefined>;
	};
}

/** Where to call, and through what. */
export interface ApiConnection {
	readonly baseUrl: string;
	readonly send: SendRequest;
	/** Absent where nothing is to be remembered. */
	readonly cache?: OriginCache;
	/** Milliseconds since the epoch, to read dates in answers. */
	now(): number;
}

/** What a call that worked is answered with; 201 where it made something. */
const WORKED = [200, 201];

/**
 * Makes one call and hands back the parsed JSON of a 200 or 201. The only place that reads a status code. A
 * redirect to the same service (with or without `www.`) is followed once, with method and body, and remembered. An
 * order follows it to the same path only: at another one, other promises hold.
 * @throws ServiceError for everything but a readable 200 or 201
 */
export async function request(connection: ApiConnection, call: ApiCall): Promise<unknown> {
	const paid = call.method === 'POST';
	const { cache = {} } = connection;
	const url = new URL(call.path, cache.origin ?? connection.baseUrl).href;
	const first = await send(connection, call, url);
	const target = sameServiceTarget(first, url);
	if (target !== undefined) {
		const { origin, href, pathname } = new URL(target);
		if (href === new URL(call.path, origin).href) cache.origin = origin;
		if (paid && !isSamePath(pathname, call.path)) throw toMovedError(call.path, pathname);
	} else if (first.kind === 'never-connected') delete cache.origin;
	const sent = target === undefined ? first : await send(connection, call, target);

	if (sent.kind !== 'answer') throw toConnectionError(sent, new URL(url).host, paid);
	if (isRedirect(sent.status)) throw toRedirectError(sent, new URL(url).host, paid);
	const json = parseJson(sent.body);
	if (!WORKED.includes(sent.status) || json === undefined) {
		throw toAnswerError({ ...sent, json }, paid, connection.now());
	}
	return json;
}

const isSamePath = (a: string, b: string) => a.replace(/\/$/, '') === b;

const isRedirect = (status: number) => status >= 300 && status < 400;

async function send(connection: ApiConnection, call: ApiCall, url: string): Promise<HttpResult> {
	return await connection.send({
		method: call.method,
		url,
		timeoutMs: call.timeoutMs,
		headers: {
			Accept: 'application/json',
			...(call.body === undefined ? {} : { 'Content-Type': 'application/json' }),
			...call.headers,
		},
		...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
	});
}

/** The JSON in a body; undefined where it is none. */
export function parseJson(body: string): unknown {
	try {
		return JSON.parse(body) as unknown;
	} catch {
		return undefined;
	}
}
