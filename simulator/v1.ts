import { createdReply, errorReply, FIRST_VOICE, statusReply } from './answers';
import { answerUnder, delayed } from './faultAnswers';
import { type Faults, planOf } from './faults';
import { enter, wrongMethodReply } from './auth';
import {
	type Handled,
	parseJson,
	pathOf,
	queryOf,
	readPrompt,
	type SimulatedRequest,
} from './request';
import { validateCreate } from './rules';
import type { World } from './world';

const METHOD_OF_PATH = new Map([
	['/api/v1/video', 'POST'],
	['/api/v1/video/status', 'GET'],
]);

/**
 * Generation 1 as a function from requests to answers; `undefined` for a path that is not its own.
 * Checks in this order: route, method, key, rate limit, faults, JSON, fields, credit. The content
 * type is not looked at.
 */
export function createFirst({ world, faults }: { world: World; faults: Faults }) {
	function create(request: SimulatedRequest, key: string): Handled {
		const parsed = parseJson(request.body ?? '');
		const { method } = request;
		const fault = faults.take({ on: 'create', prompt: readPrompt(parsed), method });
		const plan = fault === undefined ? {} : planOf(fault);
		let requestId: string | undefined;
		const answer = answerUnder(fault, request.path, FIRST_VOICE, () => {
			if (parsed === undefined) return errorReply('invalid_json', 'The body is not valid JSON');
			const checked = validateCreate(parsed.value);
			if (!checked.ok) {
				return errorReply('validation_error', 'Invalid request', { details: checked.details });
			}
			const idempotencyKey = request.headers['idempotency-key'];
			const submission = world.submit(key, checked.value, idempotencyKey, plan);
			if (!submission.ok) return errorReply('insufficient_credits', 'Not enough credits');
			requestId = submission.job.requestId;
			return createdReply(submission.job, submission.balanceCents);
		});
		const delayMs = requestId === undefined ? 0 : (plan.createMs ?? 0);
		return { answer: delayed(answer, delayMs), requestId, fault: fault?.name };
	}

	function status(request: SimulatedRequest, key: string): Handled {
		const requestId = queryOf(request).get('request_id') ?? undefined;
		const fault = faults.take({ on: 'status', requestId, method: request.method });
		const answer = answerUnder(fault, request.path, FIRST_VOICE, () => {
			if (requestId === undefined || requestId === '') {
				const details = [{ field: 'request_id', message: 'request_id is required' }];
				return errorReply('validation_error', 'Invalid request', { details });
			}
			// Not documented: what an unknown id gets, nor a job of somebody else or of generation 2.
			const isOwn = world.find(requestId, key, 'first') !== undefined;
			return statusReply(requestId, isOwn ? world.look(requestId) : { kind: 'not-found' });
		});
		return { answer, requestId, fault: fault?.name };
	}

	return (request: SimulatedRequest): Handled | undefined => {
		const allow = METHOD_OF_PATH.get(pathOf(request));
		if (allow === undefined) return undefined;
		if (request.method !== allow) return { answer: wrongMethodReply(FIRST_VOICE, [allow]) };
		const entry = enter(world, request, FIRST_VOICE);
		if (!entry.ok) return { answer: entry.refusal };
		return request.method === 'POST' ? create(request, entry.key) : status(request, entry.key);
	};
}
