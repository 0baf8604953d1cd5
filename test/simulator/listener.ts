/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

import { createAdaptorServer } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';

import type { SimulatedRequest } from './app';
import { type VideoAnswer, videoChunks } from './videoHost';

/** One origin of the simulator, on a port of 127.0.0.1. */
export interface Listener {
	/** Without a slash at the end. */
	readonly url: string;
	/** Ends at once, hanging connections included. */
	close(): Promise<void>;
}

interface Bindings {
	readonly incoming: IncomingMessage;
	readonly outgoing: ServerResponse;
}

function toRequest(incoming: IncomingMessage, body: string): SimulatedRequest {
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(incoming.headers)) {
		headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
	}
	const { method = 'GET', url = '/' } = incoming;
	return body === '' ? { method, path: url, headers } : { method, path: url, headers, body };
}

/** Sends part of an announced body and then closes the connection. */
function sendPart(outgoing: ServerResponse, status: number, headers: object, part: Readable): void {
	outgoing.writeHead(status, { ...headers });
	part.pipe(outgoing, { end: false });
	part.on('end', () => {
		// An empty write calls back once everything before it has been handed to the socket.
		outgoing.write('', () => outgoing.socket?.destroySoon());
	});
}

function respond(answer: VideoAnswer, { incoming, outgoing }: Bindings): Response {
	switch (answer.kind) {
		case 'reply':
			return new Response(answer.body, { status: answer.status, headers: answer.headers });
		case 'truncated':
			sendPart(outgoing, answer.status, answer.headers, Readable.from([answer.body]));
			return RESPONSE_ALREADY_SENT;
		case 'video': {
			const chunks = Readable.from(videoChunks(answer.sentBytes));
			if (answer.headers['content-length'] === String(answer.sentBytes)) {
				outgoing.writeHead(answer.status, answer.headers);
				chunks.pipe(outgoing);
			} else {
				sendPart(outgoing, answer.status, answer.headers, chunks);
			}
			return RESPONSE_ALREADY_SENT;
		}
		case 'reset':
			incoming.socket.resetAndDestroy();
			return RESPONSE_ALREADY_SENT;
		case 'silence':
			return RESPONSE_ALREADY_SENT;
	}
}

/**
 * Listens on `port` (0: any free one) and answers every request with `handle`, `latencyMs`
 * milliseconds late. Rejects if the port is taken.
 */
export async function listen(
	port: number,
	latencyMs: number,
	handle: (request: SimulatedRequest) => VideoAnswer,
): Promise<Listener> {
	const hono = new Hono<{ Bindings: Bindings }>();
	hono.all('*', async (context) => {
		const body = await context.req.text();
		const answer = handle(toRequest(context.env.incoming, body));
		if (latencyMs > 0) await sleep(latencyMs);
		return respond(answer, context.env);
	});
	const server = createAdaptorServer({
		fetch: hono.fetch,
		overrideGlobalObjects: false,
	}) as Server;

	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		async close() {
			await new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			});
		},
	};
}
