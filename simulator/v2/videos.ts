import type { Reply } from '../answers';
import { answerUnder, delayed } from '../faultAnswers';
import { planOf } from '../faults';
import type { JobPlan } from '../job';
import { type Handled, parseJson, readPrompt } from '../request';
import { queuedReply, videoReply } from './answers';
import type { Call, Service } from './call';
import { findVideoModel } from './models';
import { validateVideo, type VideoBody } from './rules';
import { SECOND_VOICE } from './errorFormat';

const { error } = SECOND_VOICE;

const MAX_KEY_LENGTH = 255;

/** What is wrong with the header, or `undefined`. Its length is the vendor's. */
function keyError(idempotencyKey: string | undefined): string | undefined {
	if (idempotencyKey === undefined) return undefined;
	if (idempotencyKey === '') return 'Idempotency-Key is empty';
	return idempotencyKey.length > MAX_KEY_LENGTH
		? `Idempotency-Key is over ${MAX_KEY_LENGTH} characters`
		: undefined;
}

/** A reply, and the job it is about. */
interface Made {
	readonly reply: Reply;
	readonly jobId?: string;
	/** Nothing was replayed and nothing refused. */
	readonly isNew?: boolean;
}

function make({ world }: Service, call: Call, body: VideoBody, plan: JobPlan): Made {
	const idempotencyKey = call.request.headers['idempotency-key'];
	const creation = world.create(call.key, body, idempotencyKey, plan);
	switch (creation.kind) {
		case 'created':
		case 'replayed':
			return {
				reply: queuedReply(creation.job, call.requestId, world.aliases),
				jobId: creation.job.requestId,
				isNew: creation.kind === 'created',
			};
		case 'in-flight':
			return { reply: error('request_in_flight', 'The same request is still running') };
		case 'key-reused': {
			const message = 'This Idempotency-Key was used for another request';
			return { reply: error('idempotency_key_reused', message) };
		}
		case 'insufficient-credits':
			return { reply: error('insufficient_credits', 'Not enough credits') };
	}
}

/** `POST /videos`. Checks: faults, key, JSON, fields, model, earlier writes, credit. */
export function createVideo(service: Service, call: Call): Handled {
	const { request } = call;
	const parsed = parseJson(request.body ?? '');
	const { method } = request;
	const fault = service.faults.take({ on: 'create', prompt: readPrompt(parsed), method });
	const plan = fault === undefined ? {} : planOf(fault);
	let made: Made | undefined;
	const answer = answerUnder(fault, request.path, SECOND_VOICE, () => {
		const wrongKey = keyError(request.headers['idempotency-key']);
		if (wrongKey !== undefined) return error('invalid_idempotency_key', wrongKey);
		if (parsed === undefined) return error('invalid_json', 'The body is not valid JSON');
		const checked = validateVideo(parsed.value);
		if (!checked.ok) {
			return error('validation_error', 'Invalid request', { details: checked.details });
		}
		// Assumed: what is retired or not servable is refused before anything is charged.
		if (findVideoModel(checked.value.model)?.servable !== true) {
			const details = [{ field: 'model', message: 'This model is not available' }];
			return error('model_unavailable', 'Not available', { details });
		}
		made = make(service, call, checked.value, plan);
		return made.reply;
	});
	const delayMs = made?.isNew === true ? (plan.createMs ?? 0) : 0;
	return { answer: delayed(answer, delayMs), requestId: made?.jobId, fault: fault?.name };
}

/** `GET /videos/{id}`. Not documented: what a job of somebody else or of generation 1 gets. */
export function getVideo({ world, faults }: Service, { request, key, id }: Call): Handled {
	const fault = faults.take({ on: 'status', requestId: id, method: request.method });
	const answer = answerUnder(fault, request.path, SECOND_VOICE, () => {
		const isOwn = world.find(id, key, 'second') !== undefined;
		return videoReply(id, isOwn ? world.look(id) : { kind: 'not-found' });
	});
	return { answer, requestId: id, fault: fault?.name };
}
