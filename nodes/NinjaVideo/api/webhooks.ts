import { z } from 'zod';
import { failure, success, type Result } from '../result';
import type { ServiceError } from '../videoService';
import { toContractError } from './errors';
import { request, type ApiConnection } from './transport';

/** A URL the service sends events to. */
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

/** The endpoints of the account. None of these calls costs anything. */
export interface Webhooks {
	list(): Promise<Result<Endpoint[], ServiceError>>;
	/** Not idempotent, so never sent again. `charged: 'unknown'` in its error: it may have been made. */
	create(
		url: string,
		events: readonly string[],
	): Promise<Result<{ readonly id: string; readonly secret: string }, ServiceError>>;
	/** Succeeds as well for an endpoint that is gone already. */
	remove(id: string): Promise<Result<void, ServiceError>>;
}

/** The webhook calls, which only v1/videos has: list, create and delete under `/api/v1/webhooks`. */
export function createWebhooks(connection: ApiConnection): Webhooks {
	const call = { path: PATH, timeoutMs: TIMEOUT_MS };
	return {
		async list() {
			const answer = await request(connection, { ...call, method: 'GET' });
			if (!answer.ok) return answer;
			const parsed = listAnswer.safeParse(answer.value);
			return parsed.success
				? success(parsed.data.endpoints)
				: failure(toContractError('NinjaChat did not say which webhooks there are', false));
		},
		async create(url, events) {
			const answer = await request(connection, {
				...call,
				method: 'POST',
				body: JSON.stringify({ url, events }),
			});
			if (!answer.ok) return answer;
			const parsed = createAnswer.safeParse(answer.value);
			return parsed.success
				? success(parsed.data)
				: failure(toContractError('NinjaChat gave no secret for the webhook', true));
		},
		async remove(endpointId) {
			const path = `${PATH}?id=${encodeURIComponent(endpointId)}`;
			const answer = await request(connection, { ...call, path, method: 'DELETE' });
			return answer.ok || answer.error.kind === 'not-found'
				? success(undefined)
				: failure(answer.error);
		},
	};
}
