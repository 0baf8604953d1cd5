/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a server of the tests; not part of the package */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Simulation } from '../../support/simulation';

/** A request as it comes to a gate. */
export interface GateRequest {
	readonly method: string;
	readonly path: string;
	/** Requests before it with the same method and path, whatever stands after `?`. */
	readonly earlier: number;
}

/**
 * What a gate does with a request.
 * - `pass`: it is answered by the service.
 * - `keep-request`: the service never sees it, and no answer comes.
 * - `keep-answer`: the service has served it, and no answer comes.
 * - `keep-half`: the service has served it, and half of the answer's body comes.
 * - `fail`: it is answered with 503, and the service never sees it.
 */
export type GateRule = 'pass' | 'keep-request' | 'keep-answer' | 'keep-half' | 'fail';

/** A way to the service that a test can shut at any request. */
export type Gate = Awaited<ReturnType<typeof openGate>>;

/** Headers that belong to one connection, or to a body that is changed on the way. */
const OF_CONNECTION = new Set(['connection', 'content-length', 'host', 'transfer-encoding']);

/**
 * Opens a gate in front of a simulator and its videos: an origin of its own, so that nothing that a process learned
 * of another one counts here. What lies below `/step` is answered by the gate itself.
 */
export async function openGate(
	simulator: Pick<Simulation, 'url' | 'videoUrl'>,
	firstRule: (request: GateRequest) => GateRule = () => 'pass',
) {
	let rule = firstRule;
	let kept = 0;
	let stepAnswer: object = {};
	const seen = new Map<string, number>();
	const server = createServer((request, response) => {
		void serve(request, response).catch((error: unknown) => response.destroy(error as Error));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

	async function forward(
		{ headers, method = 'GET', url: path = '/' }: IncomingMessage,
		body: Buffer,
	) {
		if (path.startsWith('/step')) return Response.json(stepAnswer);
		const origin = path.startsWith('/videos/') ? simulator.videoUrl : simulator.url;
		const answer = await fetch(origin + path, {
			method,
			redirect: 'manual',
			headers: Object.entries(headers).flatMap(
				([name, value]): Array<[string, string]> =>
					OF_CONNECTION.has(name) ? [] : [[name, String(value)]],
			),
			...(body.length > 0 && { body }),
		});
		if (!answer.headers.get('content-type')?.includes('json')) return answer;
		const text = (await answer.text()).replaceAll(simulator.videoUrl, url);
		return new Response(text, answer);
	}

	async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const body = await buffer(request);
		const { method = 'GET', url: path = '/' } = request;
		const name = `${method} ${path.split('?')[0]}`;
		const earlier = seen.get(name) ?? 0;
		seen.set(name, earlier + 1);
		const what = rule({ method, path, earlier });
		if (what === 'keep-request') {
			kept += 1;
			return;
		}
		if (what === 'fail') {
			response.writeHead(503).end();
			return;
		}
		const answer = await forward(request, body);
		const bytes = Buffer.from(await answer.arrayBuffer());
		if (what === 'keep-answer') {
			kept += 1;
			return;
		}
		const headers = [...answer.headers].filter(([header]) => !OF_CONNECTION.has(header));
		response.writeHead(
			answer.status,
			[...headers, ['content-length', String(bytes.length)]].flat(),
		);
		if (what === 'pass') {
			response.end(bytes);
			return;
		}
		response.write(bytes.subarray(0, bytes.length / 2));
		kept += 1;
	}

	return {
		url,
		/** Whether a request is kept now. */
		keeps: () => kept > 0,
		/**
		 * From now on requests are treated so; all pass by default. What is kept stays kept.
		 * @param answer what a call below `/step` is answered
		 */
		change(next: (request: GateRequest) => GateRule = () => 'pass', answer: object = {}): void {
			rule = next;
			stepAnswer = answer;
			kept = 0;
			seen.clear();
		},
		async close(): Promise<void> {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
