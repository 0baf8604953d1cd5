import { type Answer, errorReply, htmlReply, rateLimitReply, type Reply } from './answers';
import { type Fault, strikeOf } from './faults';

const INTERNAL_ERROR = errorReply('internal_error', 'Something went wrong');
const GATEWAY_TIMEOUT = htmlReply(504, '504 Gateway Time-out');
const CHALLENGE_PAGE = htmlReply(200, 'Just a moment...');

function redirectReply(fault: Fault, path: string): Reply {
	const location = fault.location ?? `https://www.ninjachat.ai${path}`;
	return { kind: 'reply', status: fault.status ?? 307, headers: { location }, body: '' };
}

/** The answer in place of the service's own; nothing was accepted. */
function insteadAnswer(fault: Fault, path: string): Answer {
	switch (fault.name) {
		case 'rate-limited':
			return rateLimitReply(fault.retryAfter ?? 5);
		case 'internal-error':
			return INTERNAL_ERROR;
		case 'generation-failed-502':
			return errorReply('generation_failed', 'The provider could not generate the video');
		case 'unavailable':
			return errorReply('service_unavailable', 'Try again later');
		case 'gateway-timeout':
			return GATEWAY_TIMEOUT;
		case 'timeout-before':
			return { kind: 'silence' };
		case 'reset-before':
			return { kind: 'reset' };
		case 'html-page':
			return CHALLENGE_PAGE;
		case 'not-found':
			return errorReply('not_found', 'Not found');
		case 'redirect':
			return redirectReply(fault, path);
		case 'insufficient-credits':
			return errorReply('insufficient_credits', 'Not enough credits');
		case 'invalid-key':
			return errorReply('invalid_api_key', 'This API key is not valid');
		default:
			throw new Error(`No answer for fault ${fault.name}`);
	}
}

function withoutRequestId(body: string): string {
	return JSON.stringify({ ...JSON.parse(body), request_id: undefined });
}

function contentLength(body: string): Record<string, string> {
	return { 'content-length': String(Buffer.byteLength(body)) };
}

/** The service's own answer, spoiled on its way back. */
function spoiledAnswer(fault: Fault, intact: Reply): Answer {
	const half = intact.body.slice(0, Math.floor(intact.body.length / 2));
	switch (fault.name) {
		case 'internal-error-accepted':
			return INTERNAL_ERROR;
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
			return { ...intact, body: withoutRequestId(intact.body) };
		default:
			throw new Error(`No answer for fault ${fault.name}`);
	}
}

/**
 * The answer to a call that may be struck by a fault. `serve` does what the service does (a create
 * is charged there) and is not called where the fault keeps the request from arriving. What the
 * service refuses anyway is answered with its refusal.
 */
export function answerUnder(fault: Fault | undefined, path: string, serve: () => Reply): Answer {
	if (fault === undefined) return serve();
	switch (strikeOf(fault.name)) {
		case 'plan':
			return serve();
		case 'instead':
			return insteadAnswer(fault, path);
		case 'after': {
			const intact = serve();
			return intact.status === 200 ? spoiledAnswer(fault, intact) : intact;
		}
	}
}
