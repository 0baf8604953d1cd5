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
import type { HttpAnswer, HttpRequest, HttpResult, SendRequest } from './http';
import { parseJson } from './json';
import { readErrorBody } from './readError';
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
	/** Where the origin redirects to, once the service has answered from there; until when, in milliseconds since the epoch. */
	redirect?: { readonly origin: string; readonly untilMs: number };
	/** Whether `/video` is the alias of `/videos` here, by the last order that went there. */
	isAlias?: boolean;
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

/** How long a redirect is remembered, in milliseconds. */
const REDIRECT_KEPT_MS = 3_600_000;

/**
 * Makes one call and gives the answer of a success, any 2xx. The only place that tells answers apart by their status.
 * A redirect to the same service (with or without `www.`) is followed once, with method and body; an order follows it
 * to the same path only. It is remembered once the service has answered from there, and forgotten after any failure.
 */
export async function requestAnswer(
	connection: ApiConnection,
	call: ApiCall,
): Promise<Result<HttpAnswer, ServiceError>> {
	const paid = call.method === 'POST';
	const { cache = {}, now } = connection;
	const endMs = now() + call.timeoutMs;
	const { redirect } = cache;
	const isKept = redirect !== undefined && now() < redirect.untilMs;
	const url = new URL(call.path, isKept ? redirect.origin : connection.baseUrl).href;
	const first = await send(connection, call, url, call.timeoutMs);
	const target = sameServiceTarget(first, url);
	if (target !== undefined && paid && !isSamePath(target, call.path)) {
		return failure(toMovedError(call.path, new URL(target).pathname));
	}
	const result = target === undefined ? first : await send(connection, call, target, endMs - now());
	const leadsElsewhere = target !== undefined && target === new URL(call.path, target).href;
	if (!isServiceAnswer(result)) delete cache.redirect;
	else if (leadsElsewhere) {
		cache.redirect = { origin: new URL(target).origin, untilMs: now() + REDIRECT_KEPT_MS };
	}

	if (result.kind !== 'answer')
		return failure(toConnectionError(result, new URL(target ?? url).host, paid));
	if (isRedirect(result)) return failure(toRedirectError(result, new URL(url).host, paid));
	return isSuccess(result) ? success(result) : failure(toAnswerError(result, paid, now()));
}

/** Whether an answer is one of the service, and not of something in its place. */
const isServiceAnswer = (result: HttpResult): boolean =>
	result.kind === 'answer' &&
	result.status < 500 &&
	(hasNoContent(result) || isSuccess(result)
		? !/^\s*</.test(result.body)
		: readErrorBody(parseJson(result.body)) !== undefined);

/** Makes one call and gives the parsed JSON of a success; undefined for one without content (204). */
export async function request(
	connection: ApiConnection,
	call: ApiCall,
): Promise<Result<unknown, ServiceError>> {
	const answer = await requestAnswer(connection, call);
	if (!answer.ok) return answer;
	const paid = call.method === 'POST';
	if (hasNoContent(answer.value) && !paid) return success(undefined);
	const json = parseJson(answer.value.body);
	return json === undefined
		? failure(toAnswerError(answer.value, paid, connection.now()))
		: success(json);
}

const isSamePath = (target: string, path: string) =>
	new URL(target).pathname.replace(/\/$/, '') === path;

async function send(
	connection: ApiConnection,
	call: ApiCall,
	url: string,
	timeoutMs: number,
): Promise<HttpResult> {
	return await connection.send({
		method: call.method,
		url,
		timeoutMs: Math.max(1, timeoutMs),
		headers: {
			Accept: 'application/json',
			...(call.body === undefined ? {} : { 'Content-Type': 'application/json' }),
			...call.headers,
		},
		...(call.body === undefined ? {} : { body: call.body }),
	});
}
