import { z } from 'zod';
import { ServiceError } from '../videoService';
import { toContractError } from './errors';
import { request, type ApiConnection } from './transport';

/** An address the service sends events to. */
export interface Endpoint {
	readonly id: string;
	readonly url: string;
	readonly events: readonly string[];
}

const PATH = '/api/v1/webhooks';
const TIMEOUT_MS = 30_000;

const id = z.union([z.string().min(1), z.number()]).transform(String);

/** 200 of `GET /api/v1/webhooks` (vendor's OpenAPI document). */
const listAnswer = z.object({
	endpoints: z.array(z.object({ id, url: z.string(), events: z.array(z.string()).catch([]) })),
});

/** 201 of `POST /api/v1/webhooks`: the secret is told here and never again. */
const createAnswer = z.object({ id, secret: z.string().min(1) });

/** The endpoints of the account. None of these calls costs anything; all throw a ServiceError. */
export interface Webhooks {
	list(): Promise<Endpoint[]>;
	/** Not idempotent, so never sent again. `charged: 'unknown'` in its error: it may have been made. */
	create(url: string, events: readonly string[]): Promise<{ id: string; secret: string }>;
	/** Good as well for an endpoint that is gone already. */
	remove(id: string): Promise<void>;
}

/** The webhook calls of the API's second generation: list, create and delete under `/api/v1/webhooks`. */
export function createWebhooks(connection: ApiConnection): Webhooks {
	const call = { path: PATH, timeoutMs: TIMEOUT_MS };
	return {
		async list() {
			const parsed = listAnswer.safeParse(await request(connection, { ...call, method: 'GET' }));
			if (parsed.success) return parsed.data.endpoints;
			throw toContractError('NinjaChat did not say which webhooks there are', false);
		},
		async create(url, events) {
			const json = await request(connection, { ...call, method: 'POST', body: { url, events } });
			const parsed = createAnswer.safeParse(json);
			if (parsed.success) return parsed.data;
			throw toContractError('NinjaChat gave no secret for the webhook', true);
		},
		async remove(endpointId) {
			const path = `${PATH}?id=${encodeURIComponent(endpointId)}`;
			await request(connection, { ...call, path, method: 'DELETE' }).catch(passIfGone);
		},
	};
}

function passIfGone(error: unknown): void {
	const status = error instanceof ServiceError ? error.facts.status : undefined;
	if (status === 404 || status === 204) return;
	throw error;
}

/** Names of this machine, or of a network that the internet cannot reach. */
const PRIVATE_HOST =
	/^([^.:]+|.+\.(local|localhost|internal|lan)|(0|10|127|169\.254|172\.(1[6-9]|2\d|3[01])|192\.168)\.[\d.]+|\[(::1?|f[cde].+)\])$/;

/** Whether the service, which is somewhere in the internet and takes https only, can reach an address. */
export function isPublicAddress(url: string): boolean {
	if (!URL.canParse(url)) return false;
	const { hostname, protocol } = new URL(url);
	return protocol === 'https:' && !PRIVATE_HOST.test(hostname);
}
