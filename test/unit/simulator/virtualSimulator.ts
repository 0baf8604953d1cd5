import { type Answer, createApp, type Settings } from '../../../simulator/app';
import { createDispatcher, type Receipt } from '../../../simulator/dispatcher';
import { createFaults, type Fault } from '../../../simulator/faults';
import type { SignedRequest } from '../../../simulator/signature';
import { createVideoHost } from '../../../simulator/videoHost';
import { createWorld, DEFAULT_ACCOUNT, type WorldOptions } from '../../../simulator/world';

/** The key of the default account. */
export const KEY = DEFAULT_ACCOUNT.key;

const HEADERS = { authorization: `Bearer ${KEY}` };

/**
 * The simulator without sockets, on a clock the test sets: `simulator.clock.ms += 1000`. It is the
 * reference page alone unless the flags say otherwise. Webhooks
 * are received by `receiver`: with 200, unless `receipts` says otherwise for the next ones.
 */
export function createVirtualSimulator(
	options: Partial<WorldOptions> = {},
	settings: Partial<Settings> = {},
) {
	const clock = { ms: 0, now: () => clock.ms };
	const world = createWorld({ clock, videoOrigin: () => 'https://videos.example', ...options });
	const faults = createFaults(options.random);
	const receiver = { got: [] as SignedRequest[], receipts: [] as Receipt[] };
	const dispatcher = createDispatcher({
		world,
		post: async (request) => {
			receiver.got.push(request);
			return await Promise.resolve(receiver.receipts.shift() ?? { status: 200 });
		},
	});
	const app = createApp({ world, faults, dispatcher, contract: 'page', ...settings });
	const videoHost = createVideoHost({ world, faults });

	/** Sends a create call; by default a valid one. */
	function create(
		body: unknown = { prompt: 'A cat' },
		headers: Record<string, string> = HEADERS,
	): Answer {
		const text = typeof body === 'string' ? body : JSON.stringify(body);
		return app.handle({ method: 'POST', path: '/api/v1/video', headers, body: text });
	}

	return {
		clock,
		world,
		faults,
		app,
		dispatcher,
		receiver,
		videoHost,
		create,
		/** Asks for the status of a job. */
		status(requestId: string, headers: Record<string, string> = HEADERS): Answer {
			const path = `/api/v1/video/status?request_id=${encodeURIComponent(requestId)}`;
			return app.handle({ method: 'GET', path, headers });
		},
		/** Makes a job, under a fault if given, and returns its id. */
		createJob(fault?: Fault): string {
			if (fault !== undefined) faults.add(fault);
			return String(readJson(create())['request_id']);
		},
		/** Fetches a video by the URL the status call gave. */
		fetchVideo(url: string) {
			const { pathname, search } = new URL(url);
			return videoHost.handle({ method: 'GET', path: pathname + search, headers: {} });
		},
	};
}

/** The same as contract K, and ways to call it. Bodies are sent as JSON unless they are text. */
export function createKSimulator(
	options: Partial<WorldOptions> = {},
	settings: Partial<Settings> = {},
) {
	const simulator = createVirtualSimulator(options, { contract: 'K', ...settings });

	/** Calls a path below `/api/v1`, with the key of the default account unless told otherwise. */
	function call(
		method: string,
		path: string,
		body?: unknown,
		headers: Record<string, string> = {},
	): Answer {
		const text = typeof body === 'string' ? body : JSON.stringify(body);
		return simulator.app.handle({
			method,
			path: `/api/v1${path}`,
			headers: { ...HEADERS, ...headers },
			...(text !== undefined && { body: text }),
		});
	}

	/** `POST /videos`, under an idempotency key if given. */
	function order(body: unknown = { prompt: 'A cat' }, idempotencyKey?: string): Answer {
		const headers = idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey };
		return call('POST', '/videos', body, headers);
	}

	return {
		...simulator,
		call,
		order,
		/** `GET /videos/{id}`. */
		look(id: string): Answer {
			return call('GET', `/videos/${encodeURIComponent(id)}`);
		},
		/** Orders a video and returns its id. */
		orderId(body?: unknown, idempotencyKey?: string): string {
			return String(readJson(order(body, idempotencyKey))['id']);
		},
		/** Registers a webhook and returns its answer. */
		register(events?: string[], url = 'https://hooks.example/in') {
			const answer = readJson(call('POST', '/webhooks', { url, events }));
			return answer as { id: string; secret: string };
		},
	};
}

/** What is inside a nested error. */
export function readError(answer: Answer): Record<string, unknown> {
	return readJson(answer)['error'] as Record<string, unknown>;
}

/** The JSON object an answer carries. Throws if it carries none. */
export function readJson(answer: Answer): Record<string, unknown> {
	if (answer.kind !== 'reply') throw new Error(`Expected a reply, got ${answer.kind}`);
	return JSON.parse(answer.body) as Record<string, unknown>;
}

/** The HTTP status of an answer, or its kind where there is none. */
export function statusOf(answer: { kind: string; status?: number }): number | string {
	return answer.status ?? answer.kind;
}

/** The video URL of a status answer. */
export function readVideoUrl(answer: Answer): string {
	return String((readJson(answer)['result'] as { video_url?: string }).video_url);
}
