import { createClient } from '../../../nodes/NinjaVideo/api/client';
import type { ApiSetting } from '../../../nodes/NinjaVideo/api/credential';
import type { HttpResult } from '../../../nodes/NinjaVideo/api/http';
import type { ApiConnection } from '../../../nodes/NinjaVideo/api/transport';
import { ServiceError, type VideoRequest } from '../../../nodes/NinjaVideo/videoService';

/** A connection behind which every request ends the same way. */
export const doorTo = (sent: HttpResult): ApiConnection => ({
	baseUrl: 'https://ninjachat.ai',
	send: async () => await Promise.resolve(sent),
	now: () => 0,
});

/** An order with nothing wrong in it. */
export const ORDER: VideoRequest = {
	prompt: 'a dog',
	model: 'seedance-2',
	durationSeconds: 8,
	aspectRatio: '16:9',
};

/** What the client says of an order, or of a look, that ends so. */
export async function errorOf(
	call: 'order' | 'look',
	sent: HttpResult,
	api: ApiSetting = 'v1/video',
	changes: Partial<VideoRequest> = {},
): Promise<ServiceError> {
	const request = { ...ORDER, ...changes };
	const client = createClient(doorTo(sent), api, 'account');
	const route = client.routeOf(request);
	const answer: Promise<unknown> =
		call === 'order'
			? client.submit(request, 'key', route)
			: client.getStatus('REQUEST_ID', route.api);
	const error: unknown = await answer.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (error instanceof ServiceError) return error;
	throw new Error(`No error of the service: ${String(error)}`);
}

/** An answer with a status and, where it has any, a body. */
export function answer(
	status: number,
	body: unknown = '',
	headers: Record<string, string> = {},
): HttpResult {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return { kind: 'answer', status, headers, body: text };
}

/** An answer with an error of the service in it. */
export const refusal = (status: number, code: string, message = 'WORDS OF NINJACHAT'): HttpResult =>
	answer(status, { error: code, message });

export const NO_ANSWER: HttpResult = { kind: 'no-answer', detail: 'ECONNRESET' };
export const NO_CONNECTION: HttpResult = { kind: 'never-connected', detail: 'ECONNREFUSED' };
