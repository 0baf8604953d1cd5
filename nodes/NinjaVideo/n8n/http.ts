import type {
	IExecuteFunctions,
	IHookFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
} from 'n8n-workflow';
import type { HttpRequest, HttpResult, SendRequest } from '../api/http';
import { toResult, type Result } from '../result';
import { CREDENTIAL_NAME } from './credential';
import { readNetworkFailure } from './networkFailure';

/**
 * Sends requests through n8n's helper, with the node's credential. Full answers are asked for, whatever the status,
 * so that n8n neither repeats a call on a 401 nor puts its own words over the service's. Stop aborts a request.
 */
export function createHttp(
	context: IExecuteFunctions | IHookFunctions | ILoadOptionsFunctions,
): SendRequest {
	const signal =
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	return async (request) => {
		const { httpRequestWithAuthentication } = context.helpers;
		const answer = await toResult<unknown>(
			httpRequestWithAuthentication.call(context, CREDENTIAL_NAME, toOptions(request)),
		);
		return toHttpResult(answer, signal?.aborted === true);
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

/**
 * Reads how a helper of n8n that was asked for the full response ended.
 * @param aborted whether Stop came before the end
 */
export function toHttpResult(answer: Result<unknown>, aborted: boolean): HttpResult {
	if (!answer.ok) {
		const { neverConnected, detail } = readNetworkFailure(answer.error);
		if (aborted) return { kind: 'aborted', sent: !neverConnected };
		return { kind: neverConnected ? 'never-connected' : 'no-answer', detail, cause: answer.error };
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
