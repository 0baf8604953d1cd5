import {
	ServiceError,
	type ApiVersion,
	type Charged,
	type ServiceErrorKind,
} from '../videoService';
import { readErrorBody } from './schemas';
import { readRetryAfter } from './retryAfter';
import type { HttpResult } from './http';

type Answer = Extract<HttpResult, { kind: 'answer' }> & { readonly json?: unknown };

const TRY_LATER = 'Try again in a few minutes.';
const CORRECT = 'Correct the item, or check your NinjaChat account, then run it again.';

const NOT_MADE = {
	kind: 'generation-failed',
	message: 'NinjaChat could not start making the video',
	advice: TRY_LATER,
} as const;

const NOT_FOUND = {
	kind: 'not-found',
	message: 'NinjaChat does not know this request or address',
	advice: 'Check the request ID and the base URL of the credential.',
} as const;

/** The same for an order, which has no request id yet. */
const ORDER_NOT_FOUND = {
	...NOT_FOUND,
	message: 'NinjaChat did not find what the order names',
	advice: 'Correct the field it names, then run the item again.',
} as const;

/** What each status means, by the vendor's error page. Statuses that are not listed are judged by class. */
const BY_STATUS: Readonly<
	Record<number, { kind: ServiceErrorKind; message: string; advice: string }>
> = {
	400: {
		kind: 'bad-input',
		message: 'NinjaChat did not accept the request',
		advice: 'Correct the field it names, then run the item again.',
	},
	401: {
		kind: 'key-rejected',
		message: 'The API key was rejected by NinjaChat',
		advice: 'Open the credential and enter a valid API key (it starts with nj_sk_).',
	},
	402: {
		kind: 'no-credits',
		message: 'The NinjaChat balance is too low',
		advice: 'Add credits to your NinjaChat account, then run the remaining items again.',
	},
	404: NOT_FOUND,
	405: NOT_FOUND,
	410: NOT_FOUND,
	429: {
		kind: 'rate-limited',
		message: 'NinjaChat received too many requests',
		advice: "Wait a minute, or lower 'Requests per Minute'.",
	},
};

/** Request timeout and conflict: the order may have arrived all the same. */
const MAY_HAVE_BEEN_ACCEPTED = new Set([408, 409]);

/** Error codes of a 404, 405 or 410 that speak of the address, not of what was asked for there. */
const ABOUT_ADDRESS =
	/^(http_\d+|not_?found|gone|method_not_allowed|deprecated|((unknown|invalid)_)?(route|endpoint|path|url|api|version)(_.*)?)$/;

/**
 * What an answer that is not a readable 200 means.
 * Evidence: a 4xx and a 502 `generation_failed` were not charged (vendor's error page); after any other answer
 * to a paid request it is unknown. So it is after a time-out or a conflict that some host on the way reports.
 */
export function toAnswerError(answer: Answer, paid: boolean, nowMs: number): ServiceError {
	const body = readErrorBody(answer.json);
	const { status } = answer;
	const isNotMade = status === 502 && body?.code === 'generation_failed';
	const isRefusal = status >= 400 && status < 500 && !MAY_HAVE_BEEN_ACCEPTED.has(status);
	const charged: Charged = !paid || isRefusal || isNotMade ? 'no' : 'unknown';
	const listed = BY_STATUS[status];
	const known = isNotMade ? NOT_MADE : paid && listed === NOT_FOUND ? ORDER_NOT_FOUND : listed;
	const retryAfterSeconds = readRetryAfter(answer.headers['retry-after'], nowMs);
	const message = known?.message ?? describeStatus(status, answer.body);
	const trace = answer.headers['x-request-id'];
	return new ServiceError(withWords(message, body?.message), {
		kind:
			known?.kind ??
			(status < 400 ? 'unreadable-answer' : isRefusal ? 'bad-input' : 'service-fault'),
		charged,
		code: body?.code ?? (status < 400 ? 'unreadable_answer' : `http_${status}`),
		status,
		advice: charged === 'unknown' ? '' : (known?.advice ?? (isRefusal ? CORRECT : TRY_LATER)),
		...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
		...(trace === undefined ? {} : { trace }),
	});
}

/** Our code for an address that leads to another one. */
const MOVED = 'route_moved';

/** Whether an error shows that there is no such address: nothing at it can have taken the request. */
export function isRouteMissing(error: unknown): error is ServiceError {
	if (!(error instanceof ServiceError)) return false;
	return error.facts.kind === 'not-found' && ABOUT_ADDRESS.test(error.facts.code);
}

/** An order whose address is not there, in words that fit why it was sent there. Other errors stay as they are. */
export function toRouteError(
	error: unknown,
	baseUrl: string,
	sent: {
		readonly api: ApiVersion;
		/** Whether the other generation may be asked too. */
		readonly isChoice: boolean;
		readonly v2Options: object | undefined;
	},
): unknown {
	if (!isRouteMissing(error) || (error.facts.code === MOVED && !sent.isChoice)) return error;
	const lacks = sent.isChoice ? 'neither the API v1/video nor v1/videos' : `no API ${sent.api}`;
	const names = Object.keys(sent.v2Options ?? {}).join(', ');
	const advice =
		names === ''
			? "Check the base URL and 'API Version' of the credential."
			: `Only that API takes these options: ${names}. Remove them, or check the base URL of the credential.`;
	return new ServiceError(`${new URL(baseUrl).host} has ${lacks}`, {
		...error.facts,
		code: 'api_not_found',
		advice,
	});
}

/** A connection that was never made, or that brought no answer. */
export function toConnectionError(
	sent: Exclude<HttpResult, { kind: 'answer' }>,
	host: string,
	paid: boolean,
): ServiceError {
	if (sent.kind === 'never-connected') {
		return new ServiceError(`NinjaChat could not be reached at ${host}`, {
			kind: 'never-connected',
			charged: 'no',
			code: 'connection_not_made',
			advice: `Check the network and the base URL of the credential (${sent.detail}).`,
		});
	}
	return new ServiceError(`The connection to ${host} ended before an answer came`, {
		kind: 'no-answer',
		charged: paid ? 'unknown' : 'no',
		code: 'no_answer',
		advice: paid ? '' : TRY_LATER,
	});
}

/** A redirect that is not followed, because it would take the key, or the order, somewhere else. */
export function toRedirectError(answer: Answer, host: string, paid: boolean): ServiceError {
	const location = answer.headers.location ?? 'an address it does not name';
	const target = URL.canParse(location) ? new URL(location).origin : location;
	// A 303 points at the result of a request that was carried out; the others were not carried out.
	const charged: Charged = paid && ![301, 302, 307, 308].includes(answer.status) ? 'unknown' : 'no';
	return new ServiceError(`${host} redirects to ${target}, and the API key is not sent there`, {
		kind: 'redirected',
		charged,
		code: 'redirected',
		status: answer.status,
		advice: 'If that address is right, enter it as the base URL of the credential.',
	});
}

/** An order whose address has moved, to where it does not follow. It was not carried out. */
export function toMovedError(from: string, to: string): ServiceError {
	return new ServiceError(`NinjaChat has moved ${from} to ${to}`, {
		kind: 'not-found',
		charged: 'no',
		code: MOVED,
		advice: "Set 'API Version' of the credential to 'Automatic', or update this node.",
	});
}

/** A 200 whose content breaks the contract. */
export function toContractError(what: string, paid: boolean): ServiceError {
	return new ServiceError(what, {
		kind: 'unreadable-answer',
		charged: paid ? 'unknown' : 'no',
		code: 'unreadable_answer',
		status: 200,
		advice: paid ? '' : TRY_LATER,
	});
}

const withWords = (message: string, words: string | undefined): string =>
	words === undefined || words === '' ? message : `${message}: ${words}`;

function describeStatus(status: number, body: string): string {
	if (status >= 400) return `NinjaChat answered with status ${status}`;
	const text = body.trimStart();
	if (text === '') return 'NinjaChat answered with an empty page';
	return text.startsWith('<')
		? 'A web page came instead of an answer of the NinjaChat API'
		: 'The answer of NinjaChat was cut off or is not JSON';
}
