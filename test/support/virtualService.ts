import type { HttpRequest, SendRequest, HttpResult } from '../../nodes/NinjaVideo/api/http';
import { createApp, type Settings } from '../../simulator/app';
import { createFaults } from '../../simulator/faults';
import { createWorld } from '../../simulator/world';
import type { VirtualClock } from './virtualClock';

/** The one account of the virtual service. */
export const VIRTUAL_KEY = 'nj_sk_virtual';

/** One request as it left, in milliseconds of the virtual clock. */
export interface LeftRequest {
	readonly method: HttpRequest['method'];
	readonly atMs: number;
}

/** How long the two calls take on the network, in milliseconds, there and back. */
const LATENCY_MS = { POST: 500, GET: 200, DELETE: 200 } as const;

/** The simulator without sockets, behind a network of the virtual clock's time. */
export function createVirtualService(
	clock: VirtualClock,
	stopped?: AbortSignal,
	settings: Partial<Settings> = { contract: 'page' },
) {
	const world = createWorld({
		clock,
		accounts: [{ key: VIRTUAL_KEY, balanceCents: 1_000_000 }],
		videoOrigin: () => 'https://videos.example',
	});
	const faults = createFaults();
	const app = createApp({ ...settings, world, faults });
	const left: LeftRequest[] = [];

	const isStopped = () => stopped?.aborted === true;

	const send: SendRequest = async (request): Promise<HttpResult> => {
		left.push({ method: request.method, atMs: clock.now() });
		const half = LATENCY_MS[request.method] / 2;
		await clock.sleep(half, stopped);
		if (isStopped()) return { kind: 'no-answer', detail: 'stopped' };
		const answer = app.handle(toSimulated(request));
		const wait = answer.kind === 'silence' ? request.timeoutMs - half : half;
		await clock.sleep(wait, stopped);
		if (answer.kind !== 'reply' || isStopped()) {
			return { kind: 'no-answer', detail: answer.kind };
		}
		return { kind: 'answer', status: answer.status, headers: answer.headers, body: answer.body };
	};
	return { world, faults, app, left, send };
}

function toSimulated(request: HttpRequest) {
	const { pathname, search } = new URL(request.url);
	const headers = Object.entries({ ...request.headers, authorization: `Bearer ${VIRTUAL_KEY}` });
	return {
		method: request.method,
		path: `${pathname}${search}`,
		headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
		...(request.body === undefined ? {} : { body: request.body }),
	};
}
