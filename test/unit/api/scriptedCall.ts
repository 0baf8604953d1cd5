import type { VideoRequest, VideoService } from '../../../nodes/NinjaVideo/videoService';
import type { HttpRequest, HttpResult } from '../../../nodes/NinjaVideo/api/http';
import {
	request,
	type ApiCall,
	type ApiConnection,
	type OriginCache,
} from '../../../nodes/NinjaVideo/api/transport';

const BASE_URL = 'https://ninjachat.ai';
/** An order. */
export const POST: ApiCall = {
	method: 'POST',
	path: '/api/v1/video',
	headers: { 'Idempotency-Key': 'key 1' },
	body: JSON.stringify({ prompt: 'a dog' }),
	timeoutMs: 1000,
};
/** A look. */
export const GET: ApiCall = {
	method: 'GET',
	path: '/api/v1/video/status?request_id=x',
	timeoutMs: 1000,
};

/** An answer; a body that is not a text becomes JSON. */
export const answer = (
	status: number,
	body: unknown,
	headers: Record<string, string> = {},
): HttpResult => ({
	kind: 'answer',
	status,
	headers,
	body: typeof body === 'string' ? body : JSON.stringify(body),
});

/** A connection behind which each request gets the next answer; `seen` is what was sent. */
export function scriptedConnection(
	answers: readonly HttpResult[],
	facts: Partial<Omit<ApiConnection, 'send'>> = {},
) {
	const seen: HttpRequest[] = [];
	const connection: ApiConnection = {
		baseUrl: BASE_URL,
		cache: {},
		now: () => 0,
		...facts,
		async send(http) {
			seen.push(http);
			const next = answers[seen.length - 1];
			return await (next === undefined
				? Promise.reject(new Error('unscripted'))
				: Promise.resolve(next));
		},
	};
	return { connection, seen };
}

/** Orders a video through a client, by the route it chooses or by one that is given. */
export const order = async (
	client: VideoService,
	video: VideoRequest,
	idempotencyKey = 'key',
	route = client.routeOf(video),
) =>
	await client.submit({
		body: client.bodyOf(video, route),
		model: video.model,
		idempotencyKey,
		route,
	});

/** Makes one call over scripted answers; hands back what was sent and how it ended. */
export async function call(which: ApiCall, ...answers: readonly HttpResult[]) {
	return await callWith({}, which, ...answers);
}

/** The same with what is remembered of the origin. */
export async function callWith(
	cache: OriginCache,
	which: ApiCall,
	...answers: readonly HttpResult[]
) {
	const { connection, seen } = scriptedConnection(answers, { cache });
	const result = await request(connection, which);
	const error = result.ok ? undefined : result.error;
	return { seen, result, error };
}
