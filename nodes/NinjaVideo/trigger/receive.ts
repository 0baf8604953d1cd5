import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { EVENTS, verifySignature, deduplicationKey, readPayload } from '../api/webhookEvents';
import type { TriggerStaticData } from './registration';

type ProcessedEvents = Readonly<Record<string, number>>;

/** For how long, and of how many events, a repetition is known. Services repeat for hours, not for weeks. */
const REMEMBER_SECONDS = 3 * 24 * 3600;
const MOST_EVENTS = 1000;
const MOST_ENDPOINTS = 100;

/**
 * Answers deliveries. RULES:
 * 1. Only what the endpoint's secret has signed, and lately, starts anything; everything else is a 401.
 * 2. The answer goes out at once, before anything is fetched. It is ours and not n8n's, which would wait for a free
 *    place under a concurrency limit, and saves static data only for a node that answers by itself.
 * 3. An event starts one execution. Between its check and its entry nothing is awaited, so two deliveries at the
 *    same moment cannot both pass. The entry is in memory for this process, and in static data for the next one.
 */
export function createReceiver(): (this: IWebhookFunctions) => Promise<IWebhookResponseData> {
	const processedByEndpoint = new Map<string, ProcessedEvents>();

	/** Whether the event is new; if so it is entered, into memory and into static data. */
	function enter(data: TriggerStaticData, endpointId: string, key: string): boolean {
		const now = Math.floor(Date.now() / 1000);
		const young = Object.entries({
			...data.processedEvents,
			...processedByEndpoint.get(endpointId),
		}).filter(([, at]) => at > now - REMEMBER_SECONDS);
		if (young.some(([known]) => known === key)) return false;
		young.sort(([, one], [, other]) => one - other);
		const processed = Object.fromEntries([...young.slice(1 - MOST_EVENTS), [key, now]]);
		processedByEndpoint.delete(endpointId);
		processedByEndpoint.set(endpointId, processed);
		for (const oldest of processedByEndpoint.keys())
			if (processedByEndpoint.size > MOST_ENDPOINTS) processedByEndpoint.delete(oldest);
		data.processedEvents = processed;
		return true;
	}

	return async function (this: IWebhookFunctions) {
		const { headers, rawBody } = this.getRequestObject();
		const data = this.getWorkflowStaticData('node') as TriggerStaticData;
		const { endpointId = '', secret } = data;
		const reason =
			secret === undefined
				? 'its secret is not known: deactivate and activate the workflow'
				: verifySignature({ headers, rawBody }, secret, Date.now());
		if (reason !== undefined) {
			this.logger.warn(`Ninja Video Trigger refused a delivery, because ${reason}`);
			return answer(this, 401, 'Unauthorized');
		}
		const payload = parse(rawBody.toString());
		const webhookEvent = readPayload(payload);
		const { event = '' } = webhookEvent;
		const chosen = this.getNodeParameter('events', []) as string[];
		if (EVENTS.includes(event) && !chosen.includes(event)) return answer(this, 200, 'Not chosen');
		if (!enter(data, endpointId, deduplicationKey(webhookEvent, rawBody)))
			return answer(this, 200, 'Known already');
		return {
			...answer(this, 200, 'Received'),
			workflowData: [[{ json: { event: webhookEvent.event, payload } as IDataObject }]],
		};
	};
}

function answer(context: IWebhookFunctions, status: number, text: string): IWebhookResponseData {
	const response = context.getResponseObject();
	response.statusCode = status;
	response.end(text);
	return { noWebhookResponse: true };
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}
