import type { Reply } from '../answers';
import { findVideoModel } from '../catalog/models';
import { chargeOf } from '../catalog/prices';
import { answerUnder, delayed } from '../faultAnswers';
import { planOf } from '../faults';
import { type CreateBody, findModel, validateCreate } from '../pageRules';
import { type Handled, parseJson, readPrompt } from '../request';
import { validateVideo } from '../videoRules';
import type { OrderRequest, OrderResult } from '../world';
import type { Call, Service } from './call';
import { orderReply, pageOrderReply } from './videoAnswers';

/** An order that passed its checks, or the answer that refuses it. */
type Checked =
	| { readonly kind: 'order'; readonly order: Omit<OrderRequest, 'plan'> }
	| { readonly kind: 'refused'; readonly reply: Reply };

const MAX_KEY_LENGTH = 255;

/** What is wrong with the header, or `undefined`. Its length is the vendor's. */
function keyError(idempotencyKey: string | undefined): string | undefined {
	if (idempotencyKey === undefined) return undefined;
	if (idempotencyKey === '') return 'Idempotency-Key is empty';
	return idempotencyKey.length > MAX_KEY_LENGTH
		? `Idempotency-Key is over ${MAX_KEY_LENGTH} characters`
		: undefined;
}

/** Checks an order of the page's `/video`. */
function checkPageOrder({ settings, world }: Service, call: Call): Checked {
	const parsed = parseJson(call.request.body ?? '');
	const refused = (reply: Reply): Checked => ({ kind: 'refused', reply });
	const { error } = call.format;
	if (parsed === undefined) return refused(error('invalid_json', 'The body is not valid JSON'));
	const checked = validateCreate(parsed.value, settings.closedBodies);
	if (!checked.ok) {
		const { details } = checked;
		return refused(error('validation_error', 'Invalid request', { details }));
	}
	const body = checked.value;
	const rule = findModel(body.model);
	if (rule === undefined) throw new Error(`No such model: ${body.model}`);
	const price = settings.prices[body.model] ?? { unit: 'request', cents: rule.priceCents };
	const priceCents = chargeOf(price, body.duration, world.clock.now());
	return {
		kind: 'order',
		order: {
			...ordered(settings, call, body),
			...{ version: 'v1', replays: false, notifies: settings.sharedJobs },
			...{ priceCents, typicalMs: rule.typicalMs },
		},
	};
}

/** What every order says of its call. */
function ordered(
	{ spendLimitCents }: Service['settings'],
	{ key, request, httpId }: Call,
	body: CreateBody,
) {
	const idempotencyKey = request.headers['idempotency-key'];
	return { key, body, idempotencyKey, httpId, spendLimitCents };
}

/** Checks an order of `/videos` or of its alias: key, JSON, fields, model. */
function checkOrder({ settings, world }: Service, call: Call, replays: boolean): Checked {
	const { error } = call.format;
	const refused = (reply: Reply): Checked => ({ kind: 'refused', reply });
	const wrongKey = keyError(call.request.headers['idempotency-key']);
	if (wrongKey !== undefined) return refused(error('invalid_idempotency_key', wrongKey));
	const parsed = parseJson(call.request.body ?? '');
	if (parsed === undefined) return refused(error('invalid_json', 'The body is not valid JSON'));
	const checked = validateVideo(parsed.value, settings);
	if (!checked.ok) {
		const { details } = checked;
		return refused(error('validation_error', 'Invalid request', { details }));
	}
	const model = findVideoModel(settings.catalog, checked.value.model);
	// Assumed: what is retired or not servable is refused before anything is charged.
	if (model?.servable !== true) {
		const details = [{ field: 'model', message: 'This model is not available' }];
		return refused(error('model_unavailable', 'Not available', { details }));
	}
	const body = { ...checked.value, model: model.id };
	const price = settings.prices[model.id] ?? model.price;
	const priceCents = chargeOf(price, body.duration, world.clock.now());
	return {
		kind: 'order',
		order: {
			...ordered(settings, call, body),
			...{ version: 'v2', replays, notifies: true },
			...{ priceCents, typicalMs: model.typicalMs },
		},
	};
}

/** The error answer to an order that was not accepted. */
function refusalOf({ error }: Call['format'], kind: OrderResult['kind']): Reply {
	switch (kind) {
		case 'in-flight':
			return error('request_in_flight', 'The same request is still running');
		case 'key-reused':
			return error('idempotency_key_reused', 'This Idempotency-Key was used for another request');
		case 'spend-limit':
			return error('spend_limit_reached', 'Insufficient balance or project spend limit reached');
		default:
			return error('insufficient_credits', 'Not enough credits');
	}
}

/** Serves an order: faults first, then `check`, then what the account has ordered and can pay. */
function serveOrder(
	{ world, faults }: Service,
	call: Call,
	check: () => Checked,
	toReply: (result: Extract<OrderResult, { job: unknown }>) => Reply,
): Handled {
	const { request, format } = call;
	const { method } = request;
	const prompt = readPrompt(parseJson(request.body ?? ''));
	const fault = faults.take({ on: 'create', prompt, method });
	const plan = fault === undefined ? {} : planOf(fault);
	let result: OrderResult | undefined;
	const answer = answerUnder(fault, request.path, format, () => {
		const checked = check();
		if (checked.kind === 'refused') return checked.reply;
		result = world.order({ ...checked.order, plan });
		return 'job' in result ? toReply(result) : refusalOf(format, result.kind);
	});
	const delayMs = result?.kind === 'created' ? (plan.createMs ?? 0) : 0;
	const requestId = result !== undefined && 'job' in result ? result.job.requestId : undefined;
	return { answer: delayed(answer, delayMs), requestId, fault: fault?.name };
}

/** `POST /video` of the reference page: never replayed, whatever key it carries. */
export function orderFromPage(service: Service, call: Call): Handled {
	return serveOrder(
		service,
		call,
		() => checkPageOrder(service, call),
		({ job }) => pageOrderReply(job, service.world.balanceCents(call.key)),
	);
}

/** `POST /videos`, or `POST /video` as its alias. */
function orderVideo(service: Service, call: Call, replays: boolean): Handled {
	const { settings, world } = service;
	return serveOrder(
		service,
		call,
		() => checkOrder(service, call, replays),
		({ job }) => orderReply(job, call.httpId, world.balanceCents(call.key), settings),
	);
}

/** `POST /videos`. */
export function createVideo(service: Service, call: Call): Handled {
	return orderVideo(service, call, service.settings.replays !== 'none');
}

/** `POST /video` where it is an alias of `/videos`. */
export function createVideoByAlias(service: Service, call: Call): Handled {
	return orderVideo(service, call, service.settings.replays === 'all');
}
