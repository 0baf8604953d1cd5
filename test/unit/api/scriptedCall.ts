import type { HttpRequest, Sent } from '../../../nodes/NinjaVideo/api/http';
import {
	request,
	type ApiCall,
	type Door,
	type OriginNotes,
} from '../../../nodes/NinjaVideo/api/transport';
import { settle } from '../../../nodes/NinjaVideo/pacing/settle';
import { ServiceError } from '../../../nodes/NinjaVideo/service';

const BASE_URL = 'https://ninjachat.ai';
/** An order. */
export const POST: ApiCall = {
	method: 'POST',
	path: '/api/v1/video',
	headers: { 'Idempotency-Key': 'key 1' },
	body: { prompt: 'a dog' },
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
): Sent => ({
	kind: 'answer',
	status,
	headers,
	body: typeof body === 'string' ? body : JSON.stringify(body),
});

/** A door behind which each request gets the next answer; `seen` is what was sent. */
export function scriptedDoor(answers: readonly Sent[], facts: Partial<Omit<Door, 'send'>> = {}) {
	const seen: HttpRequest[] = [];
	const door: Door = {
		baseUrl: BASE_URL,
		notes: {},
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
	return { door, seen };
}

/** Makes one call over scripted answers; hands back what was sent and how it ended. */
export async function call(which: ApiCall, ...answers: readonly Sent[]) {
	return await callWith({}, which, ...answers);
}

/** The same with what is remembered of the origin. */
export async function callWith(notes: OriginNotes, which: ApiCall, ...answers: readonly Sent[]) {
	const { door, seen } = scriptedDoor(answers, { notes });
	const result = await settle(request(door, which));
	const error = !result.ok && result.error instanceof ServiceError ? result.error : undefined;
	return { seen, result, error };
}
