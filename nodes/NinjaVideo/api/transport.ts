import { failure, success, type Result } from '../result';
import type { ApiVersion, LiveModel, ServiceError } from '../videoService';
import {
	hasNoContent,
	isRedirect,
	isSuccess,
	toAnswerError,
	toConnectionError,
	toMovedError,
	toRedirectError,
} from './errors';
import type { HttpRequest, HttpResult, SendRequest } from './http';
import { sameServiceTarget } from './redirect';

/** One call of the API. */
export interface ApiCall {
	readonly method: HttpRequest['method'];
	/** From the root of the service, with the query. */
	readonly path: string;
	readonly headers?: Readonly<Record<string, string>>;
	/** JSON, sent byte for byte. */
	readonly body?: string;
	readonly timeoutMs: number;
}

/** What is remembered of one origin. It saves requests; no money depends on it. */
export interface OriginCache {
	/** Where the origin redirects to. */
	origin?: string;
	/** The API version that takes orders, where v1/video was found not to be there. */
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

/**
 * Makes one call and gives the parsed JSON of a success; undefined for one without content (204). The only place
 * that tells answers apart by their status. A redirect to the same service (with or without `www.`) is followed once,
 * with method and body, and remembered; an order follows it to the same path only.
 */
export async function request(
	connection: ApiConnection,
	call: ApiCall,
): Promise<Result<unknown, ServiceError>> {
	const paid = call.method === 'POST';
	const { cache = {} } = connection;
	const url = new URL(call.path, cache.origin ?? connection.baseUrl).href;
	const first = await send(connection, call, url);
	const target = sameServiceTarget(first, url);
	if (target !== undefined) {
		const { origin, href, pathname } = new URL(target);
		if (href === new URL(call.path, origin).href) cache.origin = origin;
		if (paid && !isSamePath(pathname, call.path)) return failure(toMovedError(call.path, pathname));
	} else if (first.kind === 'never-connected') delete cache.origin;
	const result = target === undefined ? first : await send(connection, call, target);

	if (result.kind !== 'answer') return failure(toConnectionError(result, new URL(url).host, paid));
	if (isRedirect(result)) return failure(toRedirectError(result, new URL(url).host, paid));
	if (hasNoContent(result) && !paid) return success(undefined);
	const json = parseJson(result.body);
	return isSuccess(result) && json !== undefined
		? success(json)
		: failure(toAnswerError({ ...result, json }, paid, connection.now()));
}

const isSamePath = (a: string, b: string) => a.replace(/\/$/, '') === b;

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
		...(call.body === undefined ? {} : { body: call.body }),
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
