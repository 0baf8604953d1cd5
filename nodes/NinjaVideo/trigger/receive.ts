import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { EVENTS, verifySignature, deduplicationKey, readPayload } from '../api/webhookEvents';
import { recentEvents } from '../n8n/accounts';
import { getCredential } from '../n8n/credential';
import { isOnSecondEngine } from '../n8n/secondEngine';
import { toResult } from '../result';
import { readSecret, type TriggerStaticData } from './registration';

/** For how long, and of how many events, a repetition is known. Services repeat for hours, not for weeks. */
const REMEMBER_SECONDS = 3 * 24 * 3600;
const MOST_EVENTS = 5000;
const MOST_ENDPOINTS = 100;

/**
 * Answers deliveries. RULES:
 * 1. Only what the endpoint's secret has signed, and lately, starts anything; everything else is a 401. On n8n's second
 *    engine it is a 503, so that it is brought again when the workflow is back on the first.
 * 2. The answer goes out at once, before anything is fetched. It is ours and not n8n's, which would wait for a free
 *    place under a concurrency limit, and saves static data only for a node that answers by itself.
 * 3. An event starts one execution. Between its check and its entry nothing is awaited, so two deliveries at the
 *    same moment cannot both pass. The entry is in memory for this process, and in static data for the next one.
 */
export async function receive(this: IWebhookFunctions): Promise<IWebhookResponseData> {
	const { headers, rawBody } = this.getRequestObject();
	const stored = this.getWorkflowStaticData('node') as TriggerStaticData;
	// Rejects where the credential was deleted.
	const credential = await toResult(getCredential(this));
	const isUsable = credential.ok && credential.value.ok;
	const secret = isUsable ? readSecret(stored, credential.value.value.apiKey) : undefined;
	const reason =
		secret === undefined
			? 'its signing secret cannot be read, as after a change of the API key: publish the workflow again'
			: verifySignature({ headers, rawBody }, secret, Date.now());
	if (reason !== undefined) {
		this.logger.warn(`Ninja Video Trigger refused a delivery, because ${reason}`);
		return answer(this, 401, 'Unauthorized');
	}
	if (isOnSecondEngine(this)) {
		this.logger.warn(
			"Ninja Video Trigger refused a delivery, because n8n's second engine cannot run it: switch the workflow to the first engine",
		);
		return answer(this, 503, 'Not now');
	}
	const payload = parse(rawBody.toString());
	const read = readPayload(payload);
	const { event = '' } = read;
	const chosen = this.getNodeParameter('events', []) as string[];
	if (EVENTS.includes(event) && !chosen.includes(event)) return answer(this, 200, 'Not chosen');
	if (!enter(stored, stored.endpointId ?? '', deduplicationKey(read, rawBody)))
		return answer(this, 200, 'Known already');
	return {
		...answer(this, 200, 'Received'),
		workflowData: [[{ json: { event: read.event, payload } as IDataObject }]],
	};
}

function remember(endpointId: string, events: string): void {
	recentEvents.delete(endpointId);
	recentEvents.set(endpointId, events);
	for (const oldest of recentEvents.keys()) {
		if (recentEvents.size > MOST_ENDPOINTS) recentEvents.delete(oldest);
	}
}

/** Whether the event is new; if so it is entered, into memory and into static data. */
function enter(stored: TriggerStaticData, endpointId: string, key: string): boolean {
	const nowSeconds = Math.floor(Date.now() / 1000);
	// Other processes, and this one before its restart, left theirs in static data.
	const known = merge(recentEvents.get(endpointId) ?? '', stored.processedEvents ?? '');
	remember(endpointId, known);
	const at = known.lastIndexOf(` ${key};`);
	const isKnown = at >= 0 && Number(known.slice(0, at).slice(-10)) > nowSeconds - REMEMBER_SECONDS;
	if (isKnown) return false;
	const entry = `${nowSeconds} ${key};`;
	const events = `${known}${entry}`.slice(-MOST_EVENTS * entry.length);
	remember(endpointId, events);
	stored.processedEvents = events;
	return true;
}

/** The events of both, oldest first. */
function merge(known: string, stored: string): string {
	if (known.includes(stored)) return known;
	const events = new Set(`${stored}${known}`.split(';').filter((event) => event !== ''));
	return [...events]
		.sort()
		.map((event) => `${event};`)
		.join('');
}

function answer(context: IWebhookFunctions, status: number, text: string): IWebhookResponseData {
	const response = context.getResponseObject();
	response.statusCode = status;
	response.end(text);
	return { noWebhookResponse: true };
}

/** The payload; its text where it is no JSON, or JSON that is nested too deep for n8n to save. */
function parse(text: string): unknown {
	try {
		const payload = JSON.parse(text) as unknown;
		JSON.stringify(payload);
		return payload;
	} catch {
		return text;
	}
}
