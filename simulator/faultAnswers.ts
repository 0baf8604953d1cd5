import { type Answer, htmlReply, type FinalAnswer, type Later, type Reply } from './answers';
import { type ErrorFormat, rateLimitReply } from './errorFormat';
import { type Fault, strikeOf } from './faults';

const GATEWAY_TIMEOUT = htmlReply(504, '504 Gateway Time-out');
const CHALLENGE_PAGE = htmlReply(200, 'Just a moment...');

const internalError = (format: ErrorFormat) =>
	format.error('internal_error', 'Something went wrong');

function redirectReply(fault: Fault, path: string): Reply {
	const location = fault.location ?? `https://www.ninjachat.ai${path}`;
	return { kind: 'reply', status: fault.status ?? 307, headers: { location }, body: '' };
}

/** The answer in place of the service's own; nothing was accepted. */
function insteadAnswer(fault: Fault, path: string, format: ErrorFormat): FinalAnswer {
	switch (fault.name) {
		case 'rate-limited':
			return rateLimitReply(format, fault.retryAfter ?? 5);
		case 'internal-error':
			return internalError(format);
		case 'generation-failed-502':
			return format.error('generation_failed', 'The provider could not generate the video');
		case 'unavailable':
			return format.error('service_unavailable', 'Try again later');
		case 'gateway-timeout':
			return GATEWAY_TIMEOUT;
		case 'timeout-before':
			return { kind: 'silence' };
		case 'reset-before':
			return { kind: 'reset' };
		case 'html-page':
			return CHALLENGE_PAGE;
		case 'not-found':
			return format.error('not_found', 'Not found');
		case 'redirect':
			return redirectReply(fault, path);
		case 'insufficient-credits':
			return format.error('insufficient_credits', 'Not enough credits');
		case 'invalid-key':
			return format.error('invalid_api_key', 'This API key is not valid');
		default:
			throw new Error(`No answer for fault ${fault.name}`);
	}
}

function withoutIds(body: string, { idFields }: ErrorFormat): string {
	const none = Object.fromEntries(idFields.map((field) => [field, undefined]));
	return JSON.stringify({ ...JSON.parse(body), ...none });
}

function contentLength(body: string): Record<string, string> {
	return { 'content-length': String(Buffer.byteLength(body)) };
}

/** The service's own answer, spoiled on its way back. */
function spoiledAnswer(fault: Fault, intact: Reply, format: ErrorFormat): FinalAnswer {
	const half = intact.body.slice(0, Math.floor(intact.body.length / 2));
	switch (fault.name) {
		case 'internal-error-accepted':
			return internalError(format);
		case 'gateway-timeout-accepted':
			return GATEWAY_TIMEOUT;
		case 'timeout-after':
			return { kind: 'silence' };
		case 'reset-after':
			return { kind: 'reset' };
		case 'html-page-accepted':
			return CHALLENGE_PAGE;
		case 'empty-body':
			return { ...intact, body: '' };
		case 'truncated-json':
			return { ...intact, body: half };
		case 'truncated-body': {
			const headers = { ...intact.headers, ...contentLength(intact.body) };
			return { kind: 'truncated', status: intact.status, headers, body: half };
		}
		case 'missing-request-id':
			return { ...intact, body: withoutIds(intact.body, format) };
		default:
			throw new Error(`No answer for fault ${fault.name}`);
	}
}

/**
 * The answer to a call that may be struck by a fault. `serve` does what the service does (a create
 * is charged there) and is not called where the fault keeps the request from arriving. What the
 * service refuses anyway is answered with its refusal. `format` words the errors.
 */
export function answerUnder(
	fault: Fault | undefined,
	path: string,
	format: ErrorFormat,
	serve: () => Reply | Later,
): Answer {
	if (fault === undefined) return serve();
	switch (strikeOf(fault.name)) {
		case 'plan':
			return serve();
		case 'instead':
			return insteadAnswer(fault, path, format);
		case 'after': {
			const spoil = (intact: FinalAnswer) =>
				intact.kind === 'reply' && intact.status < 300
					? spoiledAnswer(fault, intact, format)
					: intact;
			const intact = serve();
			if (intact.kind === 'reply') return spoil(intact);
			return { kind: 'later', answer: intact.answer.then(spoil) };
		}
	}
}

/** An answer that comes `delayMs` milliseconds later than it would. */
export function delayed(answer: Answer, delayMs: number): Answer {
	if (answer.kind === 'later' || delayMs === 0) return answer;
	return { ...answer, delayMs: (answer.delayMs ?? 0) + delayMs };
}
