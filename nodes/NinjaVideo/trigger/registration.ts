import type { IHookFunctions } from 'n8n-workflow';
import { createWebhooks, type Endpoint } from '../api/webhooks';
import { decryptSecret, encryptSecret } from '../api/webhookSecret';
import { isPublicUrl } from '../catalog/publicUrl';
import { systemClock } from '../n8n/clock';
import { connect } from '../n8n/apiConnection';
import { getCredential } from '../n8n/credential';
import { isOnSecondEngine } from '../n8n/secondEngine';
import { toResult, type Result } from '../result';
import type { ServiceError } from '../videoService';
import { createError, toError } from './registrationError';
import { parseUrl } from '../url';

/** What the node keeps in its static data, which n8n exports with the workflow. */
export interface TriggerStaticData {
	/** Its endpoint at NinjaChat. */
	endpointId?: string;
	/** The workflow and the URL the endpoint was made for. An imported copy of the workflow differs in one of them. */
	registeredFor?: string;
	/** The secret that signs deliveries, encrypted; see `api/webhookSecret.ts`. */
	encryptedSecret?: string;
	/** Events that were taken, oldest first, each as unix seconds and key: `1800000000 AbCd-Ef_GhIj;`. */
	processedEvents?: string;
}

const MAX_TRIES = 3;
const LONGEST_WAIT_MS = 10_000;

/**
 * Whether the endpoint is there as this node needs it: with our id, at our URL, for our events, its secret readable.
 * Other endpoints at our URL are deleted, because without their secret their deliveries would be refused for ever.
 * Endpoints at other URLs are left alone: a copied workflow knows the id of the original's.
 * @throws NodeOperationError on n8n's second engine, which would hand on what came before NinjaChat was asked
 */
export async function checkExists(context: IHookFunctions): Promise<boolean> {
	if (isOnSecondEngine(context)) {
		throw createError(
			context,
			"n8n's second engine cannot run this trigger. Switch the workflow to the first engine, then publish it again.",
		);
	}
	const node = await open(context);
	const { events, stored, webhooks } = node;
	const endpoints = await persist(context, async () => await webhooks.list());
	const isGood = ({ id, events: its }: Endpoint) =>
		id === stored.endpointId &&
		node.isRegistered &&
		node.secret !== undefined &&
		[...its].sort().join() === [...events].sort().join();
	const atUrl = endpoints.filter(({ url }) => hrefOf(url) === hrefOf(node.url));
	for (const endpoint of atUrl) {
		if (isGood(endpoint)) continue;
		await persist(context, async () => await webhooks.remove(endpoint.id));
	}
	const exists = atUrl.some(isGood);
	if (!exists) forget(stored);
	return exists;
}

/**
 * Makes the endpoint. RULES: it is ordered once and never again by itself. Where no answer came it may be there all
 * the same, with a secret nobody knows: what is at our URL is deleted then, and publishing again starts anew.
 */
export async function create(context: IHookFunctions): Promise<boolean> {
	const { apiKey, baseUrl, events, owner, stored, url, webhooks } = await open(context);
	if (events.length === 0) throw createError(context, 'Choose at least one event.');
	// The base URL is http for a service on this machine only, which can reach whatever we can.
	const isReachable = url.startsWith('https:') && isPublicUrl(url);
	if (baseUrl.startsWith('https:') && !isReachable) {
		throw createError(
			context,
			`NinjaChat cannot reach this n8n at ${url}. Set WEBHOOK_URL to a public https address of it (for a try, that of a tunnel), then publish the workflow again.`,
		);
	}
	const made = await webhooks.create(url, events);
	if (!made.ok) {
		// What cannot be deleted now is deleted before the next try.
		if (made.error.facts.charged !== 'no') await toResult(checkExists(context));
		throw toError(context, made.error);
	}
	const { id, secret } = made.value;
	stored.endpointId = id;
	stored.registeredFor = owner;
	stored.encryptedSecret = encryptSecret(secret, apiKey, id);
	return true;
}

/**
 * Deletes the endpoint, if it was made for this workflow and URL. n8n goes on whatever happens here, so a failure is
 * put into the log.
 */
export async function remove(context: IHookFunctions): Promise<boolean> {
	const stored = staticDataOf(context);
	const { endpointId } = stored;
	if (endpointId === undefined) return true;
	if (stored.registeredFor !== ownerOf(context)) {
		forget(stored);
		return true;
	}
	const removed = await toResult(removeEndpoint(context, endpointId));
	if (removed.ok) forget(stored);
	else {
		context.logger.warn(
			`Ninja Video Trigger could not delete its webhook ${endpointId} at NinjaChat. It is used again when the workflow is published again.`,
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
	const { apiKey, baseUrl } = credential.value;
	const stored = staticDataOf(context);
	const owner = ownerOf(context);
	return {
		apiKey,
		baseUrl,
		webhooks: createWebhooks(connect(context, credential.value)),
		stored,
		owner,
		isRegistered: stored.registeredFor === owner,
		secret: readSecret(stored, apiKey),
		url: webhookUrlOf(context),
		events: context.getNodeParameter('events', []) as string[],
	};
}

/** The secret of the node's endpoint; undefined if there is none, or it was stored under another API key. */
export function readSecret(stored: TriggerStaticData, apiKey: string): string | undefined {
	const { encryptedSecret = '', endpointId = '' } = stored;
	return decryptSecret(encryptedSecret, apiKey, endpointId);
}

const staticDataOf = (context: IHookFunctions) =>
	context.getWorkflowStaticData('node') as TriggerStaticData;

const webhookUrlOf = (context: IHookFunctions): string =>
	context.getNodeWebhookUrl('default') ?? '';

const ownerOf = (context: IHookFunctions): string =>
	`${context.getWorkflow().id ?? ''} ${hrefOf(webhookUrlOf(context))}`;

function forget(stored: TriggerStaticData): void {
	delete stored.endpointId;
	delete stored.registeredFor;
	delete stored.encryptedSecret;
}

const hrefOf = (url: string): string => parseUrl(url)?.href ?? url;
