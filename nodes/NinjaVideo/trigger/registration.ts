import type { IHookFunctions } from 'n8n-workflow';
import { createWebhooks, isPublicAddress, type Endpoint } from '../api/webhooks';
import { systemClock } from '../n8n/clock';
import { connect } from '../n8n/apiConnection';
import { getCredential } from '../n8n/credential';
import { toResult, type Result } from '../result';
import type { ServiceError } from '../videoService';
import { createError, toError } from './registrationError';

/** What the node keeps in its static data. */
export interface TriggerStaticData {
	/** Its endpoint at NinjaChat. */
	endpointId?: string;
	/** Told once, when the endpoint was made. Without it no delivery can be believed. */
	secret?: string;
	/** Events that were taken, and when in unix seconds; see `receive.ts`. */
	processedEvents?: Readonly<Record<string, number>>;
}

const MAX_TRIES = 3;
const LONGEST_WAIT_MS = 10_000;

/**
 * Whether the endpoint is there as this node needs it: with our id, at our URL, for our events, its secret known.
 * What else is ours is deleted, so that `create` starts from nothing: an endpoint whose secret is lost would be
 * delivered to for ever and never be believed.
 */
export async function checkExists(context: IHookFunctions): Promise<boolean> {
	const { events, data, url, webhooks } = await open(context);
	const endpoints = await persist(context, async () => await webhooks.list());
	const isAtUrl = (endpoint: Endpoint) => hrefOf(endpoint.url) === hrefOf(url);
	const isGood = (endpoint: Endpoint) =>
		data.secret !== undefined &&
		endpoint.id === data.endpointId &&
		isAtUrl(endpoint) &&
		[...endpoint.events].sort().join() === [...events].sort().join();
	for (const endpoint of endpoints) {
		const isOurs = endpoint.id === data.endpointId || isAtUrl(endpoint);
		if (!isOurs || isGood(endpoint)) continue;
		await persist(context, async () => await webhooks.remove(endpoint.id));
	}
	const exists = endpoints.some(isGood);
	if (!exists) forget(data);
	return exists;
}

/**
 * Makes the endpoint. RULES: it is ordered once and never again by itself. Where no answer came it may be there all
 * the same, with a secret nobody knows: what is at our URL is deleted then, and activating again starts anew.
 */
export async function create(context: IHookFunctions): Promise<boolean> {
	const { baseUrl, events, data, url, webhooks } = await open(context);
	if (events.length === 0) throw createError(context, 'Choose at least one event.');
	// The base URL is http for a service on this machine only, which can reach whatever we can.
	if (baseUrl.startsWith('https:') && !isPublicAddress(url)) {
		throw createError(
			context,
			`NinjaChat cannot reach this n8n at ${url}. Set WEBHOOK_URL to a public https address of it (for a try, that of a tunnel), then activate again.`,
		);
	}
	const made = await webhooks.create(url, events);
	if (!made.ok) {
		// What cannot be deleted now is deleted before the next try.
		if (made.error.facts.charged !== 'no') await toResult(checkExists(context));
		throw toError(context, made.error);
	}
	data.endpointId = made.value.id;
	data.secret = made.value.secret;
	return true;
}

/** Deletes the endpoint. n8n goes on whatever happens here, so a failure is put into the log. */
export async function remove(context: IHookFunctions): Promise<boolean> {
	const data = staticDataOf(context);
	const { endpointId } = data;
	if (endpointId === undefined) return true;
	const removed = await toResult(removeEndpoint(context, endpointId));
	if (removed.ok) forget(data);
	else {
		context.logger.warn(
			`Ninja Video Trigger could not delete its webhook ${endpointId} at NinjaChat. The next activation uses it again.`,
		);
	}
	return removed.ok;
}

async function removeEndpoint(context: IHookFunctions, endpointId: string): Promise<void> {
	const { webhooks } = await open(context);
	await persist(context, async () => await webhooks.remove(endpointId));
}

/** A call that may be repeated is tried three times: the service may be busy, or n8n's network late. */
async function persist<T>(
	context: IHookFunctions,
	call: () => Promise<Result<T, ServiceError>>,
): Promise<T> {
	for (let tries = 1; ; tries += 1) {
		const done = await call();
		if (done.ok) return done.value;
		const { mayRepeatFreeCall, retryAfterSeconds = 0 } = done.error.facts;
		if (!mayRepeatFreeCall || tries === MAX_TRIES) throw toError(context, done.error);
		const waitMs = Math.max(tries, retryAfterSeconds) * 1000;
		await systemClock.sleep(Math.min(waitMs, LONGEST_WAIT_MS));
	}
}

async function open(context: IHookFunctions) {
	const credential = await getCredential(context);
	if (!credential.ok) {
		throw createError(context, `${credential.error.headline}. ${credential.error.advice}`);
	}
	return {
		baseUrl: credential.value.baseUrl,
		webhooks: createWebhooks(connect(context, credential.value)),
		data: staticDataOf(context),
		url: context.getNodeWebhookUrl('default') ?? '',
		events: context.getNodeParameter('events', []) as string[],
	};
}

const staticDataOf = (context: IHookFunctions) =>
	context.getWorkflowStaticData('node') as TriggerStaticData;

function forget(data: TriggerStaticData): void {
	delete data.endpointId;
	delete data.secret;
}

const hrefOf = (url: string): string => (URL.canParse(url) ? new URL(url).href : url);
