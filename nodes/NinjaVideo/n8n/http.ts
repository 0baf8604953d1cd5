import type {
	IExecuteFunctions,
	IHookFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
} from 'n8n-workflow';
import type { HttpRequest, HttpResult, LateAnswer, SendRequest } from '../api/http';
import { createKeyRemover } from '../api/removeKey';
import type { Clock } from '../pacing/clock';
import { toResult, type Result } from '../result';
import { systemClock } from './clock';
import { CREDENTIAL_NAME } from './credential';
import { readNetworkFailure } from './networkFailure';
import { readBody } from './readBody';

/**
 * Sends requests through n8n's helper, with the node's credential. Full answers are asked for, whatever the status,
 * so that n8n neither repeats a call on a 401 nor puts its own words over the service's.
 * @param apiKey the credential's API key, which is removed from everything that comes back
 */
export function createHttp(
	context: IExecuteFunctions | IHookFunctions | ILoadOptionsFunctions,
	apiKey: string,
	clock: Clock = systemClock,
): SendRequest {
	const stop =
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	return async (request) =>
		await sendWithin(request, { apiKey, clock, stop }, async () => {
			const { httpRequestWithAuthentication } = context.helpers;
			const caller = request.late === undefined ? context : withoutStop(context);
			return await httpRequestWithAuthentication.call(caller, CREDENTIAL_NAME, toOptions(request));
		});
}

/** n8n's helper cuts a call off at Stop, by the signal of its caller. An order is read on, and Stop ends its wait here. */
const withoutStop = <T extends object>(context: T): T =>
	Object.create(context, { getExecutionCancelSignal: { value: () => undefined } }) as T;

function toOptions(request: HttpRequest): IHttpRequestOptions {
	return {
		method: request.method,
		url: request.url,
		headers: { ...request.headers },
		timeout: Math.max(request.timeoutMs, request.late?.withinMs ?? 0),
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		sendCredentialsOnCrossOriginRedirect: false,
		...(request.body === undefined ? {} : { body: request.body }),
	};
}

/** How long one call may take, in milliseconds. */
type TimeLimits = Pick<HttpRequest, 'timeoutMs' | 'readWithinMs' | 'late'>;

/** A body has at least so long to come after its head, in milliseconds. */
const LEAST_BODY_MS = 2000;

/** What ends a call early, and the key that its answer must not hold. */
interface CallContext {
	readonly apiKey: string;
	readonly clock: Clock;
	readonly stop?: AbortSignal | undefined;
}

/**
 * Sends one request through a helper of n8n and reads the answer. The time limit, in milliseconds, bounds all of it:
 * the helper's own starts again with every byte of the body. Stop ends it at once. Never rejects.
 */
export async function sendWithin(
	{ timeoutMs, readWithinMs = timeoutMs, late }: TimeLimits,
	{ apiKey, clock, stop }: CallContext,
	send: () => Promise<unknown>,
): Promise<HttpResult> {
	const done = new AbortController();
	const signals = stop === undefined ? [done.signal] : [done.signal, stop];
	const after = async (ms: number) => {
		await clock.sleep(ms, AbortSignal.any(signals));
		return undefined;
	};
	const startMs = clock.now();
	const timeIsUp = after(timeoutMs);
	const sent = toResult(send());
	const answer = await Promise.race([sent, timeIsUp]);
	const isStopped = stop?.aborted === true;
	if (answer === undefined) {
		if (late === undefined) void sent.then(discard);
		else void takeLate(sent, late, { apiKey, clock, startMs });
		return isStopped
			? { kind: 'aborted', sent: true }
			: { kind: 'no-answer', detail: 'out of time' };
	}
	const bodyMs = Math.max(LEAST_BODY_MS, startMs + readWithinMs - clock.now());
	const readUntil = readWithinMs < timeoutMs ? Promise.race([timeIsUp, after(bodyMs)]) : timeIsUp;
	const result = await toHttpResult(answer, apiKey, readUntil, isStopped);
	done.abort();
	return result;
}

/** Reads an answer that came after its call was given up, for as long as it may still come. */
async function takeLate(
	sent: Promise<Result<unknown>>,
	{ take, withinMs }: LateAnswer,
	{ apiKey, clock, startMs }: Pick<CallContext, 'apiKey' | 'clock'> & { readonly startMs: number },
): Promise<void> {
	const answer = await sent;
	if (!answer.ok) return;
	const done = new AbortController();
	const leftMs = Math.max(LEAST_BODY_MS, startMs + withinMs - clock.now());
	const timeIsUp = clock.sleep(leftMs, done.signal).then(() => undefined);
	const result = await toHttpResult(answer, apiKey, timeIsUp, false);
	done.abort();
	if (result.kind === 'answer') take(result);
}

/** An answer that came too late is not read. */
function discard(late: Result<unknown>): void {
	if (!late.ok) return;
	const { body } = late.value as { body?: { destroy?(): void } | null };
	body?.destroy?.();
}

interface FullResponse {
	readonly statusCode: number;
	readonly headers?: Readonly<Record<string, unknown>>;
	readonly body?: unknown;
}

async function toHttpResult(
	answer: Result<unknown>,
	apiKey: string,
	timeIsUp: Promise<undefined>,
	isStopped: boolean,
): Promise<HttpResult> {
	const removeKey = createKeyRemover(apiKey);
	if (!answer.ok) {
		const { neverConnected, detail } = readNetworkFailure(answer.error);
		if (isStopped) return { kind: 'aborted', sent: !neverConnected };
		// The original error holds the request with its key.
		const { message } = answer.error as { message?: unknown };
		const cause = new Error(removeKey(String(message)));
		return { kind: neverConnected ? 'never-connected' : 'no-answer', detail, cause };
	}
	const { statusCode, headers, body } = answer.value as FullResponse;
	const { text, isCut } = await readBody(body, timeIsUp);
	return {
		kind: 'answer',
		status: statusCode,
		headers: readHeaders(headers, removeKey),
		body: removeKey(text),
		...(isCut ? { isCut } : {}),
	};
}

/** Headers as texts, names in lower case. */
export function readHeaders(
	headers: unknown,
	removeKey = (text: string): string => text,
): Record<string, string> {
	const entries = typeof headers === 'object' && headers !== null ? Object.entries(headers) : [];
	return Object.fromEntries(
		entries
			.filter(([, value]) => value !== undefined && value !== null)
			.map(([name, value]) => [name.toLowerCase(), removeKey(String(value))]),
	);
}
