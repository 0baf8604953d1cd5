/* eslint-disable @n8n/community-nodes/no-restricted-imports -- verifies a signature, waits between requests */
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

type Json = Record<string, unknown>;

/** Statuses the vendor's client tries again, and how often. */
const RETRIED = [429, 500, 502, 503, 504];
const RETRIES = 2;
const MAX_WAIT_SECONDS = 30;

/**
 * The vendor's published TypeScript client as far as videos go, rebuilt as plain requests from what is
 * known of it: `Bearer` on every call, two retries that honour `Retry-After`, a billed call retried
 * only under an idempotency key, 300 s for an order and 120 s for everything else.
 */
export function createVendorClient(baseUrl: string, apiKey: string) {
	async function once(method: string, path: string, body?: Json, key?: string): Promise<Response> {
		return await fetch(`${baseUrl}/api/v1${path}`, {
			method,
			headers: {
				authorization: `Bearer ${apiKey}`,
				...(body !== undefined && { 'content-type': 'application/json' }),
				...(key !== undefined && { 'idempotency-key': key }),
			},
			...(body !== undefined && { body: JSON.stringify(body) }),
			signal: AbortSignal.timeout(path === '/videos' ? 300_000 : 120_000),
		});
	}

	/** One call with its retries. Throws the code of the error the service answered with. */
	async function call(method: string, path: string, body?: Json, key?: string): Promise<Json> {
		const mayRetry = method === 'GET' || key !== undefined;
		for (let tries = 0; ; tries++) {
			const response = await once(method, path, body, key);
			const json = (await response.json()) as Json;
			if (response.ok) return json;
			const error = (json['error'] ?? json) as { code?: string; retryable?: boolean };
			const isFinal = error.retryable === false || !RETRIED.includes(response.status);
			if (!mayRetry || isFinal || tries === RETRIES) throw new Error(error.code);
			const seconds = Number(response.headers.get('retry-after') ?? 0);
			await sleep(Math.min(seconds, MAX_WAIT_SECONDS) * 1000);
		}
	}

	const get = async (id: string) => await call('GET', `/videos/${encodeURIComponent(id)}`);

	return {
		generate: async (body: Json, key: string = randomUUID()) =>
			await call('POST', '/videos', body, key),
		get,
		/** Asks until the video has ended; its samples read the address at two places. */
		async wait(id: string, intervalMs: number): Promise<string> {
			for (let tries = 0; tries < 1_000; tries++) {
				const video = await get(id);
				if (video['status'] === 'failed') throw new Error(String(video['error']));
				const result = video['result'] as { video_url?: string } | undefined;
				if (video['status'] === 'completed') return String(video['video_url'] ?? result?.video_url);
				await sleep(intervalMs);
			}
			throw new Error('The video did not end');
		},
		models: async () => await call('GET', '/models'),
		model: async (id: string) => await call('GET', `/models/${id}`),
		balance: async () => await call('GET', '/balance'),
		usage: async (period: string) => await call('GET', `/usage?period=${period}`),
		webhooks: {
			create: async (url: string, events?: string[]) =>
				await call('POST', '/webhooks', { url, ...(events && { events }) }),
			list: async () => await call('GET', '/webhooks'),
			delete: async (id: string) => await call('DELETE', `/webhooks?id=${encodeURIComponent(id)}`),
			test: async (id: string) => await call('POST', '/webhooks/test', { endpoint_id: id }),
			deliveries: async () => await call('GET', '/webhooks/deliveries'),
		},
	};
}

/** How the vendor's client judges a delivery: over the raw body, at most 300 s old. */
export function isGenuine(
	rawBody: string,
	headers: Readonly<Record<string, string>>,
	secret: string,
	nowSeconds: number,
): boolean {
	const timestamp = headers['x-ninja-timestamp'] ?? '';
	if (!(Math.abs(nowSeconds - Number(timestamp)) <= 300)) return false;
	const expected = createHmac('sha256', secret).update(`${timestamp}.${rawBody}`).digest('hex');
	const given = headers['x-ninja-signature'] ?? '';
	return (
		given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected))
	);
}
