import type { IHookFunctions } from 'n8n-workflow';
import { checkBaseUrl, ENTER_KEY, findKeyProblem } from '../api/credential';
import { createWebhooks, isPublicAddress, type Endpoint } from '../api/webhooks';
import { systemClock } from '../n8n/clock';
import { connect } from '../n8n/apiConnection';
import { CREDENTIAL } from '../n8n/http';
import { toResult } from '../result';
import { ServiceError } from '../videoService';
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
/** Faults that pass. */
const PASSING = new Set(['rate-limited', 'service-fault', 'never-connected', 'no-answer']);

/**
 * Whether the endpoint is there as this node needs it: with our id, at our URL, for our events, its secret known.
 * What else is ours is deleted, so that `create` starts from nothing: an endpoint whose secret is lost would be
 * delivered to for ever and never be believed.
 */
export async function checkExists(context: IHookFunctions): Promise<boolean> {
	const { events, kept, url, webhooks } = await open(context);
	const endpoints = await persist(context, async () => await webhooks.list());
	const isAtUrl = (endpoint: Endpoint) => hrefOf(endpoint.url) === hrefOf(url);
	const isGood = (endpoint: Endpoint) =>
		kept.secret !== undefined &&
		endpoint.id === kept.endpointId &&
		isAtUrl(endpoint) &&
		[...endpoint.events].sort().join() === [...events].sort().join();
	for (const endpoint of endpoints) {
		const isOurs = endpoint.id === kept.endpointId || isAtUrl(endpoint);
		if (!isOurs || isGood(endpoint)) continue;
		await persist(context, async () => await webhooks.remove(endpoint.id));
	}
	const exists = endpoints.some(isGood);
	if (!exists) forget(kept);
	return exists;
}

/**
 * Makes the endpoint. RULES: it is ordered once and never again by itself. Where no answer came it may be there all
 * the same, with a secret nobody knows: what is at our URL is deleted then, and activating again starts anew.
 */
export async function create(context: IHookFunctions): Promise<boolean> {
	const { baseUrl, events, kept, url, webhooks } = await open(context);
	if (events.length === 0) throw createError(context, 'Choose at least one event.');
	// The base URL is http for a service on this machine only, which can reach whatever we can.
	if (baseUrl.startsWith('https:') && !isPublicAddress(url)) {
		throw createError(
			context,
			`NinjaChat cannot reach this n8n at ${url}. Set WEBHOOK_URL to a public https address of it (for a try, that of a tunnel), then activate again.`,
		);
	}
	const made = await toResult(webhooks.create(url, events));
	if (!made.ok) {
		const mayBeThere = made.error instanceof ServiceError && made.error.facts.charged !== 'no';
		// What cannot be deleted now is deleted before the next try.
		if (mayBeThere) await toResult(checkExists(context));
		throw toError(context, made.error);
	}
	kept.endpointId = made.value.id;
	kept.secret = made.value.secret;
	return true;
}

/** Deletes the endpoint. n8n goes on whatever happens here, so a failure is put into the log. */
export async function remove(context: IHookFunctions): Promise<boolean> {
	const kept = keptOf(context);
	const { endpointId } = kept;
	if (endpointId === undefined) return true;
	const removed = await toResult(
		persist(context, async () => await (await open(context)).webhooks.remove(endpointId)),
	);
	if (removed.ok) forget(kept);
	else {
		context.logger.warn(
			`Ninja Video Trigger could not delete its webhook ${endpointId} at NinjaChat. The next activation uses it again.`,
		);
	}
	return removed.ok;
}

/** A call that does no harm twice is tried three times: the service may be busy, or n8n's network late. */
async function persist<T>(context: IHookFunctions, call: () => Promise<T>): Promise<T> {
	for (let tries = 1; ; tries += 1) {
		const done = await toResult(call());
		if (done.ok) return done.value;
		const facts = done.error instanceof ServiceError ? done.error.facts : undefined;
		if (facts === undefined || !PASSING.has(facts.kind) || tries === MAX_TRIES) {
			throw toError(context, done.error);
		}
		const waitMs = Math.max(tries, facts.retryAfterSeconds ?? 0) * 1000;
		await systemClock.sleep(Math.min(waitMs, LONGEST_WAIT_MS));
	}
}

async function open(context: IHookFunctions) {
	const credential = await context.getCredentials(CREDENTIAL);
	const keyProblem = findKeyProblem(String(credential.apiKey ?? ''));
	if (keyProblem !== undefined) throw createError(context, `${keyProblem}. ${ENTER_KEY}`);
	const address = checkBaseUrl(String(credential.baseUrl ?? ''));
	if (!address.ok) throw createError(context, `${address.reason}. ${address.advice}`);
	return {
		baseUrl: address.baseUrl,
		webhooks: createWebhooks(connect(context, address.baseUrl)),
		kept: keptOf(context),
		url: context.getNodeWebhookUrl('default') ?? '',
		events: context.getNodeParameter('events', []) as string[],
	};
}

const keptOf = (context: IHookFunctions) =>
	context.getWorkflowStaticData('node') as TriggerStaticData;

function forget(kept: TriggerStaticData): void {
	delete kept.endpointId;
	delete kept.secret;
}

const hrefOf = (url: string): string => (URL.canParse(url) ? new URL(url).href : url);
