import { NodeOperationError, type IHookFunctions } from 'n8n-workflow';
import { checkBaseUrl, findKeyProblem } from '../NinjaVideo/api/credential';
import { createWebhooks, type Endpoint } from '../NinjaVideo/api/webhooks';
import { createDoor } from '../NinjaVideo/n8n/door';
import { CREDENTIAL } from '../NinjaVideo/n8n/send';
import { settle } from '../NinjaVideo/pacing/settle';
import { ServiceError } from '../NinjaVideo/service';

/** What the node keeps in its static data. */
export interface Kept {
	/** Its endpoint at NinjaChat. */
	endpointId?: string;
	/** Told once, when the endpoint was made. Without it no delivery can be believed. */
	secret?: string;
	/** Events that were taken, and when in unix seconds; see `receive.ts`. */
	seen?: Readonly<Record<string, number>>;
}

/** Names of this machine, or of a network that the internet cannot reach. */
const PRIVATE_HOST =
	/^([^.:]+|.+\.(local|localhost|internal|lan)|(0|10|127|169\.254|172\.(1[6-9]|2\d|3[01])|192\.168)\.[\d.]+|\[(::1?|f[cde].+)\])$/;

/**
 * Whether the endpoint is there as this node needs it: with our id, at our URL, for our events, its secret known.
 * What else is ours is deleted, so that `create` starts from nothing: an endpoint whose secret is lost would be
 * delivered to for ever and never be believed.
 */
export async function checkExists(context: IHookFunctions): Promise<boolean> {
	const { events, kept, url, webhooks } = await open(context);
	const listed = await settle(webhooks.list());
	if (!listed.ok) throw toError(context, listed.error);
	const isAtUrl = (endpoint: Endpoint) => hrefOf(endpoint.url) === hrefOf(url);
	const isGood = (endpoint: Endpoint) =>
		kept.secret !== undefined &&
		endpoint.id === kept.endpointId &&
		isAtUrl(endpoint) &&
		[...endpoint.events].sort().join() === [...events].sort().join();
	for (const endpoint of listed.value) {
		const isOurs = endpoint.id === kept.endpointId || isAtUrl(endpoint);
		if (!isOurs || isGood(endpoint)) continue;
		const removed = await settle(webhooks.remove(endpoint.id));
		if (!removed.ok) throw toError(context, removed.error);
	}
	const exists = listed.value.some(isGood);
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
	if (baseUrl.startsWith('https:') && !isPublic(url)) {
		throw createError(
			context,
			`NinjaChat cannot reach this n8n at ${url}. Set WEBHOOK_URL to a public https address of it (to try it out, that of a tunnel), then activate again.`,
		);
	}
	const made = await settle(webhooks.create(url, events));
	if (!made.ok) {
		const mayBeThere = made.error instanceof ServiceError && made.error.facts.charged !== 'no';
		// What cannot be deleted now is deleted before the next try.
		if (mayBeThere) await settle(checkExists(context));
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
	const removed = await settle(
		open(context).then(async ({ webhooks }) => await webhooks.remove(endpointId)),
	);
	if (removed.ok) forget(kept);
	else {
		context.logger.warn(
			`Ninja Video Trigger could not delete its webhook ${endpointId} at NinjaChat. The next activation uses it again.`,
		);
	}
	return removed.ok;
}

async function open(context: IHookFunctions) {
	const credential = await context.getCredentials(CREDENTIAL);
	const keyProblem = findKeyProblem(String(credential.apiKey ?? ''));
	if (keyProblem !== undefined) throw createError(context, keyProblem);
	const address = checkBaseUrl(String(credential.baseUrl ?? ''));
	if (!address.ok) throw createError(context, address.complaint);
	return {
		baseUrl: address.baseUrl,
		webhooks: createWebhooks(createDoor(context, address.baseUrl)),
		kept: keptOf(context),
		url: context.getNodeWebhookUrl('default') ?? '',
		events: context.getNodeParameter('events', []) as string[],
	};
}

const keptOf = (context: IHookFunctions) => context.getWorkflowStaticData('node') as Kept;

function forget(kept: Kept): void {
	delete kept.endpointId;
	delete kept.secret;
}

const hrefOf = (url: string): string => (URL.canParse(url) ? new URL(url).href : url);

function isPublic(url: string): boolean {
	if (!URL.canParse(url)) return false;
	const { hostname, protocol } = new URL(url);
	return protocol === 'https:' && !PRIVATE_HOST.test(hostname);
}

/** What a refused call means for whoever activates the workflow. */
function toError(context: IHookFunctions, error: unknown): Error {
	if (!(error instanceof ServiceError)) return createError(context, String(error));
	const { cause, code, status, advice } = error.facts;
	const words = `${error.message}.`;
	if (cause === 'not-found') {
		return createError(
			context,
			'There are no webhooks at the base URL of the credential: the trigger needs the second generation of the NinjaChat API. Check the base URL, or use Get Status instead.',
		);
	}
	if (status !== 429 && /limit|maximum|too.many/i.test(`${code} ${words}`)) {
		return createError(
			context,
			`${words} Delete webhooks you no longer use at https://www.ninjachat.ai/developers/keys#webhooks, then activate again.`,
		);
	}
	const isSame = ['key-rejected', 'redirected', 'never-connected'].includes(cause);
	return createError(
		context,
		`${words} ${isSame ? advice : 'Correct it, or wait a minute, then activate again.'}`,
	);
}

/** n8n shows only the message of a failed activation, and replaces some by its own text: ours is put back. */
function createError(context: IHookFunctions, message: string): NodeOperationError {
	const error = new NodeOperationError(context.getNode(), message);
	error.message = message;
	return error;
}
