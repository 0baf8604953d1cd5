import { failure, success, type Result } from '../result';
import type { ApiVersion, LiveModel, ServiceError } from '../videoService';
import {
	hasNoContent,
	isRedirect,
	isSuccess,
	leadsToJob,
	toAnswerError,
	toConnectionError,
	toMovedError,
	toRedirectError,
} from './errors';
import type { HttpAnswer, HttpRequest, HttpResult, LateAnswer, SendRequest } from './http';
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
	/** How long all of it may take, in milliseconds. */
	readonly timeoutMs: number;
	/** When a body that has begun to come is given as far as it came, in milliseconds from now; absent for `timeoutMs`. */
	readonly readWithinMs?: number;
	/** After it aborts the call is not sent on to where a redirect leads. */
	readonly signal?: AbortSignal;
	readonly late?: LateAnswer;
}

/** What a free look at an origin tells, before anything is ordered there. */
export type Discovery =
	/** Something else is proven to answer in NinjaChat's place. Nothing was ordered. */
	| { readonly kind: 'intercepted'; readonly error: ServiceError }
	/** NinjaChat publishes its models there: it has v1/videos. Its price table is read too, where it has one. */
	| { readonly kind: 'listed'; readonly models: readonly LiveModel[] }
	/** Anything else that was answered, or nothing in time: `/video` is used as its reference page says. */
	| { readonly kind: 'unknown' };

/** A finding as it is kept with an origin; until when, in milliseconds since the epoch. */
export interface KeptDiscovery {
	untilMs: number;
	readonly finding: Promise<Discovery>;
	/** The finding, once it is there. */
	found?: Discovery;
}

/** What is remembered of one origin. It saves requests; no money depends on it. */
export interface OriginCache {
	/** Where the origin redirects to, once the service has answered from there; until when, in milliseconds since the epoch. */
	redirect?: { readonly origin: string; readonly untilMs: number };
	/** Whether `/video` is the alias of `/videos` here, by the last order that went there. */
	isAlias?: boolean;
	/** The API version that takes orders, where the other one was found not to be there. */
	api?: ApiVersion;
	/** What the last free look found there. */
	discovery?: KeptDiscovery;
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

/** How one call ended, and the host that it ended at. */
export interface Exchange {
	readonly result: HttpResult;
	readonly host: string;
	/** Where an order was not sent on to: its address has moved there. */
	readonly movedTo?: string;
}

/**
 * Makes one call. A redirect to the same service (with or without `www.`) is followed once, with method and body; an
 * order follows it to the same path only. It is remembered once the service has answered from there, and forgotten
 * after any failure.
 */
export async function exchange(connection: ApiConnection, call: ApiCall): Promise<Exchange> {
	const { cache = {}, now } = connection;
	const startMs = now();
	const { redirect } = cache;
	const isKept = redirect !== undefined && now() < redirect.untilMs;
	const url = new URL(call.path, isKept ? redirect.origin : connection.baseUrl);
	const first = await send(connection, call, url.href, startMs);
	if (call.method === 'POST' && first.kind === 'answer' && leadsToJob(first)) {
		return { result: first, host: url.host };
	}
	const href = sameServiceTarget(first, url.href);
	const target = href === undefined ? undefined : new URL(href);
	if (target !== undefined && call.method === 'POST' && !isSamePath(target, call.path)) {
		return { result: first, host: url.host, movedTo: target.pathname };
	}
	if (target !== undefined && call.signal?.aborted === true) {
		return { result: { kind: 'aborted', sent: false }, host: url.host };
	}
	const result = target === undefined ? first : await send(connection, call, target.href, startMs);
	if (!isServiceAnswer(result)) delete cache.redirect;
	else if (target !== undefined && target.href === new URL(call.path, target).href) {
		cache.redirect = { origin: target.origin, untilMs: now() + REDIRECT_KEPT_MS };
	}
	return { result, host: (target ?? url).host };
}

/** Makes one call and gives the answer of a success, any 2xx. */
export async function requestAnswer(
	connection: ApiConnection,
	call: ApiCall,
): Promise<Result<HttpAnswer, ServiceError>> {
	const paid = call.method === 'POST';
	const { result, host, movedTo } = await exchange(connection, call);
	if (movedTo !== undefined) return failure(toMovedError(call.path, movedTo));
	if (result.kind !== 'answer') return failure(toConnectionError(result, host, paid));
	return judgeAnswer(result, { host, paid, nowMs: connection.now() });
}

/** Tells a success, any 2xx, from everything else by its status. */
export function judgeAnswer(
	answer: HttpAnswer,
	{ host, paid, nowMs }: { readonly host: string; readonly paid: boolean; readonly nowMs: number },
): Result<HttpAnswer, ServiceError> {
	if (isRedirect(answer)) return failure(toRedirectError(answer, host, paid));
	return isSuccess(answer) ? success(answer) : failure(toAnswerError(answer, paid, nowMs));
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

const isSamePath = ({ pathname }: URL, path: string) => pathname.replace(/\/$/, '') === path;

async function send(
	connection: ApiConnection,
	call: ApiCall,
	url: string,
	startMs: number,
): Promise<HttpResult> {
	const left = (ms: number) => Math.max(1, ms - (connection.now() - startMs));
	return await connection.send({
		method: call.method,
		url,
		timeoutMs: left(call.timeoutMs),
		...(call.readWithinMs === undefined ? {} : { readWithinMs: left(call.readWithinMs) }),
		...(call.late === undefined ? {} : { late: call.late }),
		headers: {
			Accept: 'application/json',
			// Of an answer that is cut off on its way, only what is not compressed can be read.
			...(call.body === undefined
				? {}
				: { 'Content-Type': 'application/json', 'Accept-Encoding': 'identity' }),
			...call.headers,
		},
		...(call.body === undefined ? {} : { body: call.body }),
	});
}
