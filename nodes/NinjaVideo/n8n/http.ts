import type {
	IExecuteFunctions,
	IHookFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
} from 'n8n-workflow';
import type { HttpRequest, SendRequest, HttpResult } from '../api/http';
import { toResult, type Result } from '../result';
import { readNetworkFailure } from './networkFailure';

/** The name of the credential type. */
export const CREDENTIAL = 'ninjaChatApi';

/**
 * The connection to the API: n8n's helper with the node's credential. Full answers are asked for, whatever the
 * status, so that n8n neither repeats a call on a 401 nor puts its own words over the service's. Stop aborts a
 * request in flight.
 */
export function createHttp(
	context: IExecuteFunctions | IHookFunctions | ILoadOptionsFunctions,
): SendRequest {
	return async (request) => {
		const { httpRequestWithAuthentication } = context.helpers;
		const answer = await toResult<unknown>(
			httpRequestWithAuthentication.call(context, CREDENTIAL, toOptions(request)),
		);
		return toHttpResult(answer);
	};
}

function toOptions(request: HttpRequest): IHttpRequestOptions {
	return {
		method: request.method,
		url: request.url,
		headers: { ...request.headers },
		timeout: request.timeoutMs,
		encoding: 'text',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		sendCredentialsOnCrossOriginRedirect: false,
		...(request.body === undefined ? {} : { body: request.body }),
	};
}

interface FullResponse {
	readonly statusCode: number;
	readonly headers?: Readonly<Record<string, unknown>>;
	readonly body?: unknown;
}

/** How a helper of n8n that was asked for the full response ended. */
export function toHttpResult(answer: Result<unknown>): HttpResult {
	if (!answer.ok) {
		const { neverConnected, detail } = readNetworkFailure(answer.error);
		return { kind: neverConnected ? 'never-connected' : 'no-answer', detail };
	}
	const { statusCode, headers, body } = answer.value as FullResponse;
	return {
		kind: 'answer',
		status: statusCode,
		headers: readHeaders(headers),
		body: typeof body === 'string' ? body : JSON.stringify(body ?? ''),
	};
}

/** Headers as texts, names in lower case. */
export function readHeaders(headers: unknown): Record<string, string> {
	const entries = typeof headers === 'object' && headers !== null ? Object.entries(headers) : [];
	return Object.fromEntries(
		entries
			.filter(([, value]) => value !== undefined && value !== null)
			.map(([name, value]) => [name.toLowerCase(), String(value)]),
	);
}
