import { createHmac } from 'node:crypto';
import type { IHookFunctions } from 'n8n-workflow';
import { verifySignature } from '../../../nodes/NinjaVideo/api/webhookEvents';
import type { HttpResult } from '../../../nodes/NinjaVideo/api/http';
import { createWebhooks, type Webhooks } from '../../../nodes/NinjaVideo/api/webhooks';
import { create } from '../../../nodes/NinjaVideo/trigger/registration';
import { toError } from '../../../nodes/NinjaVideo/trigger/registrationError';
import { answer, doorTo, NO_CONNECTION, refusal } from './answers';
import { KEY } from './context';

const SECRET = 'secret';

/** What activating a workflow with the trigger can say: when, and the message. None of it is charged. */
export async function listRegistrationErrors(): Promise<string[][]> {
	const list = async (webhooks: Webhooks) => await webhooks.list();
	const make = async (webhooks: Webhooks) => await webhooks.create('https://example.com', []);
	const answers: ReadonlyArray<
		readonly [string, HttpResult, (webhooks: Webhooks) => Promise<unknown>]
	> = [
		['404: v1/video only', answer(404), list],
		['The limit of webhooks', refusal(400, 'endpoint_limit_reached'), make],
		['Any other refusal', refusal(400, 'invalid_request'), make],
		['401', refusal(401, 'invalid_api_key'), list],
		['A redirect', answer(303, '', { location: 'https://example.com/' }), make],
		['No connection', NO_CONNECTION, list],
		['200, no list in it', answer(200, {}), list],
		['201, no secret in it', answer(201, {}), make],
	];
	const rows = answers.map(async ([when, sent, call]) => [
		when,
		messageOf(toError(contextOf(), await thrownBy(call(createWebhooks(doorTo(sent)))))),
	]);
	return [
		['No event is chosen', messageOf(await thrownBy(create(contextOf([]))))],
		['n8n has no public address', messageOf(await thrownBy(create(contextOf())))],
		...(await Promise.all(rows)),
	];
}

/** Why the trigger refuses a delivery, as its line in the log says. */
export function listDeliveryFaults(): string[] {
	const rawBody = Buffer.from('{}');
	const delivery = (signature: string) => ({
		headers: { 'x-ninja-timestamp': '0', 'x-ninja-signature': signature },
		rawBody,
	});
	const good = createHmac('sha256', SECRET).update('0.').update(rawBody).digest('hex');
	return [
		verifySignature({ headers: {}, rawBody }, SECRET, 0),
		verifySignature(delivery('0'.repeat(64)), SECRET, 0),
		verifySignature(delivery(good), SECRET, 1_000_000),
	].map(String);
}

const contextOf = (events: readonly string[] = ['video.completed']): IHookFunctions =>
	({
		getCredentials: async () =>
			await Promise.resolve({ apiKey: KEY, baseUrl: 'https://ninjachat.ai' }),
		getWorkflowStaticData: () => ({}),
		getNodeWebhookUrl: () => 'http://localhost:5678/webhook/ID',
		getNodeParameter: () => events,
		getNode: () => ({ id: 'node', name: 'Ninja Video Trigger', type: 'ninjaVideoTrigger' }),
		helpers: {},
	}) as unknown as IHookFunctions;

async function thrownBy(call: Promise<unknown>): Promise<unknown> {
	return await call.then(
		() => undefined,
		(error: unknown) => error,
	);
}

const messageOf = (error: unknown): string => (error as Error).message;
