import { createHmac } from 'crypto';
import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { encryptSecret } from '../../nodes/NinjaVideo/api/webhookSecret';
import { recentEvents } from '../../nodes/NinjaVideo/n8n/accounts';
import { receive } from '../../nodes/NinjaVideo/trigger/receive';

export const SECRET = 'whsec of a test';
export const KEY = ['nj', 'sk', 'test'].join('_');

/** What the node has stored of an endpoint. */
export const stored = (endpointId: string): IDataObject => ({
	endpointId,
	encryptedSecret: encryptSecret(SECRET, KEY, endpointId),
});

/** The events that are entered in static data. */
export const eventsIn = (kept: IDataObject) => String(kept.processedEvents).match(/;/g) ?? [];

/** The payload of a finished video. */
export const done = (id: string) => ({ event: 'video.completed', id });

/** What n8n has of the node: its static data, in a process of its own. */
export function aNode(kept: IDataObject = stored('whk_1'), apiKey: string | undefined = KEY) {
	const warnings: string[] = [];
	recentEvents.clear();

	/** One delivery; hands back the answer and the items of the execution it started. */
	async function deliver(
		payload: unknown,
		{ secret = SECRET, events = ['video.completed'], engineType = 'v1' } = {},
	) {
		const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
		const timestamp = String(Math.floor(Date.now() / 1000));
		const response = { statusCode: 0, text: '', end: (text: string) => (response.text = text) };
		const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
		const context = {
			getRequestObject: () => ({
				headers: { 'x-ninja-timestamp': timestamp, 'x-ninja-signature': signature },
				rawBody: Buffer.from(body),
			}),
			getResponseObject: () => response,
			getWorkflowStaticData: () => kept,
			getWorkflowSettings: () => ({ engineType }),
			getNodeParameter: () => events,
			getCredentials: async () =>
				apiKey === ''
					? await Promise.reject(new Error('gone'))
					: { apiKey, baseUrl: 'https://ninjachat.ai' },
			logger: { warn: (line: string) => warnings.push(line) },
		} as unknown as IWebhookFunctions;
		const result = await receive.call(context);
		expect(result.noWebhookResponse).toBe(true);
		return { status: response.statusCode, text: response.text, started: result.workflowData };
	}

	return {
		kept,
		warnings,
		deliver,
		/** Another process, or this one after a restart. */
		restart: () => recentEvents.clear(),
		/** The static data of an earlier moment, as a request that was faster had it. */
		setBack: (earlier: IDataObject) => (kept = earlier),
	};
}
