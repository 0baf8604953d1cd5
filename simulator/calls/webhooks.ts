import type { Reply } from '../answers';
import type { Checked } from '../pageRules';
import { type Handled, parseJson, queryOf } from '../request';
import { type BodySettings, validateWebhook, validateWebhookTest } from '../videoRules';
import { type Call, serveAt, type Service } from './call';
import {
	deliveriesReply,
	endpointsReply,
	registeredReply,
	removedReply,
	testedReply,
} from './webhookAnswers';

const DEFAULT_LIMIT = 50;

/** The body of a call after its checks, or the refusal. */
function readBody<Body>(
	{ settings }: Service,
	{ request, format }: Call,
	validate: (body: unknown, settings: BodySettings) => Checked<Body>,
): { readonly value: Body } | { readonly refusal: Reply } {
	const parsed = parseJson(request.body ?? '');
	if (parsed === undefined) {
		return { refusal: format.error('invalid_json', 'The body is not valid JSON') };
	}
	const checked = validate(parsed.value, settings);
	if (checked.ok) return { value: checked.value };
	const { details } = checked;
	return { refusal: format.error('validation_error', 'Invalid request', { details }) };
}

/** `POST /webhooks`. Not idempotent: two calls make two endpoints, whatever key they carry. */
export function createWebhook(service: Service, call: Call): Handled {
	return serveAt('webhooks', service, call, () => {
		const body = readBody(service, call, validateWebhook);
		if ('refusal' in body) return body.refusal;
		const { clock, webhooks } = service.world;
		const endpoint = webhooks.register(call.key, body.value, clock.now());
		if (endpoint !== undefined) return registeredReply(endpoint);
		return call.format.error(
			'webhook_limit_reached',
			'This account has as many webhooks as it may',
		);
	});
}

/** `GET /webhooks`. */
export function listWebhooks(service: Service, call: Call): Handled {
	return serveAt('webhooks', service, call, () =>
		endpointsReply(service.world.webhooks.list(call.key)),
	);
}

/** `DELETE /webhooks?id=`. Not documented: what an id gets that is not there. */
export function deleteWebhook(service: Service, call: Call): Handled {
	return serveAt('webhooks', service, call, () => {
		const id = queryOf(call.request).get('id') ?? '';
		if (id === '') {
			const details = [{ field: 'id', message: 'id is required' }];
			return call.format.error('validation_error', 'Invalid request', { details });
		}
		return service.world.webhooks.remove(call.key, id)
			? removedReply(id)
			: call.format.error('not_found', 'No webhook with this id');
	});
}

/** `POST /webhooks/test`: answered when the delivery has been tried. */
export function testWebhook(service: Service, call: Call): Handled {
	return serveAt('webhooks', service, call, () => {
		const body = readBody(service, call, validateWebhookTest);
		if ('refusal' in body) return body.refusal;
		const { clock, webhooks } = service.world;
		const endpoint = webhooks.find(call.key, body.value.endpoint_id);
		if (endpoint === undefined) return call.format.error('not_found', 'No webhook with this id');
		const delivery = webhooks.test(endpoint, clock.now());
		const { dispatcher } = service;
		if (dispatcher === undefined) {
			const unsent = { at: clock.now(), manner: 'genuine', error: 'Nobody delivers here' };
			return testedReply(unsent as Parameters<typeof testedReply>[0]);
		}
		return { kind: 'later', answer: dispatcher.deliver(delivery).then(testedReply) };
	});
}

/** `GET /webhooks/deliveries`, of one endpoint or of all of the account, newest first. */
export function listDeliveries(service: Service, call: Call): Handled {
	return serveAt('webhooks', service, call, () => {
		const query = queryOf(call.request);
		const endpointId = query.get('endpoint_id');
		const limit = Number(query.get('limit') ?? DEFAULT_LIMIT);
		const own = service.world.webhooks.deliveries.all
			.filter(({ event }) => event.accountKey === call.key)
			.filter((delivery) => endpointId === null || delivery.endpointId === endpointId);
		return deliveriesReply(own.reverse().slice(0, limit));
	});
}
