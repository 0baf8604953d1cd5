import {
	type Answer,
	createdReply,
	errorReply,
	rateLimitReply,
	type Reply,
	statusReply,
} from './answers';
import { answerUnder } from './faultAnswers';
import { type FaultName, type Faults, planOf } from './faults';
import { validateCreate } from './rules';
import type { World } from './world';

export type { Answer } from './answers';

/** A request without a socket. `path` with its query string, header names in lower case. */
export interface SimulatedRequest {
	readonly method: string;
	readonly path: string;
	readonly headers: Record<string, string>;
	readonly body?: string;
}

/** A request that arrived, and how it was answered. `at` in milliseconds of the world's clock. */
export interface RecordedCall extends SimulatedRequest {
	readonly at: number;
	readonly kind: Answer['kind'];
	/** HTTP status, where one was sent. */
	readonly status?: number;
	/** The job made, or asked for. */
	readonly requestId?: string;
	/** The fault that struck. */
	readonly fault?: FaultName;
}

export interface AppOptions {
	readonly world: World;
	readonly faults: Faults;
	/** Told of every call, right after it was recorded. */
	readonly onCall?: (call: RecordedCall) => void;
}

/** What is known of a request once it is answered. */
interface Findings {
	readonly requestId?: string | undefined;
	readonly fault?: FaultName | undefined;
}
type Handled = Findings & { readonly answer: Answer };

/** The API of the simulated service as a function from requests to answers. */
export type App = ReturnType<typeof createApp>;

const METHOD_OF_PATH = new Map([
	['/api/v1/video', 'POST'],
	['/api/v1/video/status', 'GET'],
]);

function parseJson(text: string): { readonly value: unknown } | undefined {
	try {
		return { value: JSON.parse(text) as unknown };
	} catch {
		return undefined;
	}
}

function readPrompt(parsed: { readonly value: unknown } | undefined): string | undefined {
	const prompt = (parsed?.value as { prompt?: unknown } | null | undefined)?.prompt;
	return typeof prompt === 'string' ? prompt : undefined;
}

function keyOf(request: SimulatedRequest): string | undefined {
	return /^Bearer +(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
}

/** The record of a call, without the fields that are not known. */
export function recordCall(
	at: number,
	request: SimulatedRequest,
	answer: { readonly kind: Answer['kind']; readonly status?: number },
	{ requestId, fault }: Findings,
): RecordedCall {
	return {
		at,
		...request,
		kind: answer.kind,
		...(answer.status !== undefined && { status: answer.status }),
		...(requestId !== undefined && { requestId }),
		...(fault !== undefined && { fault }),
	};
}

/**
 * Makes the API over a world. Checks in this order: route, method, key, rate limit, faults, JSON,
 * fields, credit. The content type is not looked at.
 */
export function createApp({ world, faults, onCall }: AppOptions) {
	const calls: RecordedCall[] = [];

	function refuse(request: SimulatedRequest): Reply | undefined {
		const allow = METHOD_OF_PATH.get(request.path.split('?')[0] ?? '');
		if (allow === undefined) return errorReply('not_found', 'No such endpoint');
		if (request.method !== allow) {
			return errorReply('method_not_allowed', `Use ${allow}`, { headers: { allow } });
		}
		const key = keyOf(request);
		if (key === undefined) return errorReply('missing_api_key', 'Send Authorization: Bearer ...');
		if (!world.accounts.has(key)) return errorReply('invalid_api_key', 'This API key is not valid');
		const admission = world.admit(key);
		return admission.ok ? undefined : rateLimitReply(admission.retryAfterSeconds);
	}

	function create(request: SimulatedRequest, key: string): Handled {
		const parsed = parseJson(request.body ?? '');
		const fault = faults.take({ on: 'create', prompt: readPrompt(parsed) });
		let requestId: string | undefined;
		const answer = answerUnder(fault, request.path, () => {
			if (parsed === undefined) return errorReply('invalid_json', 'The body is not valid JSON');
			const checked = validateCreate(parsed.value);
			if (!checked.ok) {
				return errorReply('validation_error', 'Invalid request', { details: checked.details });
			}
			const plan = fault === undefined ? {} : planOf(fault);
			const idempotencyKey = request.headers['idempotency-key'];
			const submission = world.submit(key, checked.value, idempotencyKey, plan);
			if (!submission.ok) return errorReply('insufficient_credits', 'Not enough credits');
			requestId = submission.job.requestId;
			return createdReply(submission.job, submission.balanceCents);
		});
		return { answer, requestId, fault: fault?.name };
	}

	function status(request: SimulatedRequest, key: string): Handled {
		const query = new URLSearchParams(request.path.split('?').slice(1).join('?'));
		const requestId = query.get('request_id') ?? undefined;
		const fault = faults.take({ on: 'status', requestId });
		const answer = answerUnder(fault, request.path, () => {
			if (requestId === undefined || requestId === '') {
				const details = [{ field: 'request_id', message: 'request_id is required' }];
				return errorReply('validation_error', 'Invalid request', { details });
			}
			// Not documented: what an unknown id gets, nor a job of somebody else.
			const isOwn = world.jobs.get(requestId)?.accountKey === key;
			return statusReply(requestId, isOwn ? world.look(requestId) : { kind: 'not-found' });
		});
		return { answer, requestId, fault: fault?.name };
	}

	function serve(request: SimulatedRequest): Handled {
		const refusal = refuse(request);
		if (refusal !== undefined) return { answer: refusal };
		const key = keyOf(request) ?? '';
		return request.method === 'POST' ? create(request, key) : status(request, key);
	}

	return {
		/** Every request so far, in order. */
		calls,
		/** Answers one request at once; nothing in it waits. */
		handle(request: SimulatedRequest): Answer {
			const at = world.clock.now();
			const { answer, ...findings } = serve(request);
			const call = recordCall(at, request, answer, findings);
			calls.push(call);
			onCall?.(call);
			return answer;
		},
	};
}
