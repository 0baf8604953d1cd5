import {
	ServiceError,
	type ApiVersion,
	type Charged,
	type ServiceErrorFacts,
	type ServiceErrorKind,
} from '../videoService';
import { toServiceError } from './errorPolicy';
import type { HttpAnswer, NoAnswer } from './http';
import { readRetryAfter } from './retryAfter';
import { parseJson } from './json';
import { readErrorBody } from './readError';
import { readOrder } from './readOrder';
import { tidy } from './readStatus';
import { parseUrl } from '../url';

/** What each status means, by the vendor's error page. Statuses that are not listed are judged by class. */
const BY_STATUS: Readonly<Record<number, { kind: ServiceErrorKind; message: string }>> = {
	400: { kind: 'bad-input', message: 'NinjaChat did not accept the request' },
	401: { kind: 'key-rejected', message: 'The API key was rejected by NinjaChat' },
	402: {
		kind: 'no-credits',
		message: 'The NinjaChat balance is too low, or a spend limit of the project is reached',
	},
	403: { kind: 'forbidden', message: 'NinjaChat did not allow the request' },
	404: { kind: 'not-found', message: 'NinjaChat does not know this request or address' },
	405: { kind: 'not-found', message: 'NinjaChat does not know this request or address' },
	410: { kind: 'not-found', message: 'NinjaChat does not know this request or address' },
	407: { kind: 'intercepted', message: 'A proxy between n8n and NinjaChat wants a password' },
	429: { kind: 'rate-limited', message: 'NinjaChat received too many requests' },
	511: {
		kind: 'intercepted',
		message: 'The network wants a login before NinjaChat can be reached',
	},
};

/** Request timeout and conflict: the order may have arrived all the same. */
const MAY_HAVE_BEEN_ACCEPTED = new Set([408, 409]);

/** The service's word for an order that it is still working on [K]. */
const IN_FLIGHT = 'request_in_flight';

/** Error codes for another order under the same idempotency key; the vendor names none. */
const KEY_TAKEN = /idempoten.*(reus|used|conflict|mismatch|taken)/i;

/** Error codes of a 404, 405 or 410 that speak of the address, not of what was asked for there. */
const ABOUT_ADDRESS =
	/^(http_\d+|not_?found|gone|method_not_allowed|deprecated|((unknown|invalid)_)?(route|endpoint|path|url|api|version)(_.*)?)$/;

/** Whether an answer is a success: any 2xx. */
export const isSuccess = ({ status }: HttpAnswer): boolean => status >= 200 && status < 300;

/** Whether an answer is a success that says nothing: 204. */
export const hasNoContent = ({ status }: HttpAnswer): boolean => status === 204;

/** Whether an answer leads to another address; a 304 speaks of a copy that nobody has. */
export const isRedirect = ({ status }: HttpAnswer): boolean =>
	status >= 300 && status < 400 && status !== 304;

/** Redirects after which the request was not carried out; a 303 points at the result of one that was. */
const NOT_CARRIED_OUT = new Set([301, 302, 307, 308]);

/** Whether an answer says "the same request, over there". */
export const repeatsElsewhere = ({ status }: HttpAnswer): boolean => NOT_CARRIED_OUT.has(status);

/** Whether a redirect of an order leads to its job: whatever its status says, the order was carried out. */
export const leadsToJob = (answer: HttpAnswer): boolean =>
	repeatsElsewhere(answer) && readOrder(answer.body, answer.headers).ids.length > 0;

/** The longest copy of an answer that is kept, in characters. */
const MAX_COPY = 1000;

const copyOf = ({ status, body }: HttpAnswer): string =>
	`${status} ${tidy(body.slice(0, MAX_COPY))}`.trim();

/** What an answer that is not a readable success means. */
export function toAnswerError(answer: HttpAnswer, paid: boolean, nowMs: number): ServiceError {
	const body = readErrorBody(parseJson(answer.body));
	const { status } = answer;
	const isNotMade = status === 502 && body?.code === 'generation_failed';
	const isRefusal = status >= 400 && status < 500 && !MAY_HAVE_BEEN_ACCEPTED.has(status);
	const kind = isNotMade ? 'generation-failed' : kindOf(status, isRefusal, body?.code);
	const charged = isRefusal || isNotMade || kind === 'intercepted' ? 'no' : 'unknown';
	const retryAfterSeconds = readRetryAfter(answer.headers['retry-after'], nowMs);
	const trace = answer.headers['x-request-id'];
	const words = withWords(messageOf(answer, kind, paid), body?.message);
	return toServiceError(kind, words, {
		paid,
		charged,
		...(status === 403 && body === undefined ? { advice: MAYBE_BETWEEN } : {}),
		code: body?.code ?? (status < 400 ? 'unreadable_answer' : `http_${status}`),
		status,
		...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
		...(trace === undefined ? {} : { trace }),
		...(body?.isFinal === true ? { mayRepeatOrder: false, isFinal: true } : {}),
		...(paid ? readPossibleOrder(answer, charged) : {}),
	});
}

/** What an answer to an order says that does not say that the order was accepted. */
function readPossibleOrder(
	answer: HttpAnswer,
	charged: Charged,
	{ ids, priceCents, balanceCents } = readOrder(answer.body, answer.headers),
): Pick<ServiceErrorFacts, 'possibleRequestIds' | 'priceCents' | 'balanceCents' | 'answer'> {
	const named = ids.length === 0 ? {} : { possibleRequestIds: ids };
	// What a refusal says of money is no charge.
	if (charged === 'no') return named;
	return {
		...named,
		...(priceCents === undefined ? {} : { priceCents }),
		...(balanceCents === undefined ? {} : { balanceCents }),
		answer: copyOf(answer),
	};
}

/** The advice after a refusal that is not in the form of the service. */
const MAYBE_BETWEEN =
	'The answer is not in the form of NinjaChat: a proxy or a firewall may have given it. Ask whoever runs the network of this n8n; if nothing stands between, use another key.';

function kindOf(status: number, isRefusal: boolean, code: string | undefined): ServiceErrorKind {
	if (code === IN_FLIGHT) return 'in-flight';
	const known = BY_STATUS[status]?.kind;
	if (known !== undefined) return known;
	if (status < 400) return 'unreadable-answer';
	if (!isRefusal) return 'service-fault';
	return KEY_TAKEN.test(code ?? '') ? 'key-taken' : 'bad-input';
}

function messageOf(
	{ status, body, isCut }: HttpAnswer,
	kind: ServiceErrorKind,
	paid: boolean,
): string {
	if (kind === 'generation-failed') return 'NinjaChat could not start making the video';
	if (kind === 'not-found' && paid) return 'NinjaChat did not find what the order names';
	const known = BY_STATUS[status]?.message;
	if (known !== undefined) return known;
	if (status >= 400) return `NinjaChat answered with status ${status}`;
	if (isCut === true && paid) return 'The answer of NinjaChat to the order was cut off';
	if (paid && parseJson(body) !== undefined)
		return 'NinjaChat accepted the order but gave no request ID';
	const text = body.trimStart();
	if (text === '') return 'NinjaChat answered with an empty page';
	return text.startsWith('<')
		? 'A web page came instead of an answer of the NinjaChat API'
		: 'The answer of NinjaChat was cut off or is not JSON';
}

/** Our code for an address that leads to another one. */
const MOVED = 'route_moved';

/** Whether an error shows that there is no such address: nothing at it can have taken the request. */
export const isRouteMissing = ({ facts, kind }: ServiceError): boolean =>
	kind === 'not-found' && facts.possibleRequestIds === undefined && ABOUT_ADDRESS.test(facts.code);

/** An order whose address is not there, in words that fit why it was sent there. Other errors stay as they are. */
export function toRouteError(
	error: ServiceError,
	baseUrl: string,
	sent: {
		readonly api: ApiVersion;
		/** Whether the other API version may be asked too. */
		readonly isChoice: boolean;
		/** Names of the fields of the order that only v1/videos takes. */
		readonly options: readonly string[];
	},
): ServiceError {
	if (!isRouteMissing(error) || (error.facts.code === MOVED && !sent.isChoice)) return error;
	const lacks = sent.isChoice ? 'neither the API v1/video nor v1/videos' : `no API ${sent.api}`;
	const names = sent.options.join(', ');
	const advice =
		names === ''
			? "Check the base URL and 'API Version' of the credential."
			: `Only that API takes these options: ${names}. Remove them, or check the base URL of the credential.`;
	return new ServiceError(
		`${new URL(baseUrl).host} has ${lacks}`,
		{ ...error.facts, code: 'api_not_found', advice },
		{ cause: error },
	);
}

/** A request that brought no answer. */
export function toConnectionError(result: NoAnswer, host: string, paid: boolean): ServiceError {
	switch (result.kind) {
		case 'aborted':
			return toServiceError('aborted', 'The run was stopped before an answer came', {
				paid,
				charged: result.sent ? 'unknown' : 'no',
				code: 'stopped',
			});
		case 'never-connected':
			return toServiceError('never-connected', `NinjaChat could not be reached at ${host}`, {
				paid,
				code: 'connection_not_made',
				advice: toNetworkAdvice(result.detail, host),
				cause: result.cause,
			});
		case 'no-answer':
			return toServiceError('no-answer', noAnswerWords(result.detail, host), {
				paid,
				code: 'no_answer',
				cause: result.cause,
			});
	}
}

/** Node's parser names what is no HTTP. */
const noAnswerWords = (detail: string, host: string): string =>
	detail.startsWith('HPE_')
		? `${host} answered with something that is not valid HTTP (${detail})`
		: `The connection to ${host} ended before an answer came`;

const toNetworkAdvice = (detail: string, host: string): string =>
	/CERT|^UNABLE_TO_/.test(detail)
		? `n8n does not trust the certificate of ${host} (${detail}). Check the base URL of the credential; where the network has a certificate of its own, whoever runs n8n can add it with NODE_EXTRA_CA_CERTS.`
		: `Check the network and the base URL of the credential (${detail}).`;

/** A redirect that is not followed, because it would take the key, or the order, somewhere else. */
export function toRedirectError(answer: HttpAnswer, host: string, paid: boolean): ServiceError {
	const location = answer.headers.location ?? 'an address it does not name';
	const target = parseUrl(location)?.origin ?? location;
	const order = readOrder(answer.body, answer.headers);
	const charged: Charged = repeatsElsewhere(answer) && order.ids.length === 0 ? 'no' : 'unknown';
	return toServiceError(
		'redirected',
		`${host} redirects to ${target}, and the API key is not sent there`,
		{
			paid,
			charged,
			status: answer.status,
			...(paid ? readPossibleOrder(answer, charged, order) : {}),
		},
	);
}

/** An order whose address has moved, to where it does not follow. It was not carried out. */
export const toMovedError = (from: string, to: string): ServiceError =>
	toServiceError('not-found', `NinjaChat has moved ${from} to ${to}`, {
		paid: true,
		code: MOVED,
		advice: "Set 'API Version' of the credential to 'Automatic', or update this node.",
	});

/** A success whose content breaks the contract. */
export const toContractError = (what: string, paid: boolean): ServiceError =>
	toServiceError('unreadable-answer', what, { paid, status: 200 });

const withWords = (message: string, words: string | undefined): string =>
	words === undefined || words === '' ? message : `${message}: ${words}`;
