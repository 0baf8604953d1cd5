/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Server as NetServer } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

import { createAdaptorServer } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';

import type { Answer } from './answers';
import type { SimulatedRequest } from './app';
import type { Certificate } from './certificate';
import { createMixedServer } from './mixedServer';
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
	const { method = 'GET', url: path = '/' } = incoming;
	const origin = originOf(incoming);
	return { method, path, headers, ...(body !== '' && { body }), ...(origin && { origin }) };
}

/** Scheme and host as the client wrote them, if they can be read. */
function originOf({ headers, socket }: IncomingMessage): string | undefined {
	const origin = `${'encrypted' in socket ? 'https' : 'http'}://${headers.host ?? ''}`;
	return URL.canParse(origin) ? origin : undefined;
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
			const chunks = Readable.from(videoChunks(answer.sentBytes, answer.clip));
			if (answer.headers['content-length'] === String(answer.sentBytes)) {
				outgoing.writeHead(answer.status, answer.headers);
				chunks.pipe(outgoing);
			} else {
				sendPart(outgoing, answer.status, answer.headers, chunks);
			}
			return RESPONSE_ALREADY_SENT;
		}
		case 'reset':
			// Only a bare connection can be reset; one with TLS breaks off.
			if ('encrypted' in incoming.socket) incoming.socket.destroy();
			else incoming.socket.resetAndDestroy();
			return RESPONSE_ALREADY_SENT;
		case 'silence':
			return RESPONSE_ALREADY_SENT;
	}
}

/** The two servers behind one port, or the one. */
function createServers(hono: Hono<{ Bindings: Bindings }>, certificate: Certificate | undefined) {
	const options = { fetch: hono.fetch, overrideGlobalObjects: false } as const;
	const plain = createAdaptorServer(options) as Server;
	if (certificate === undefined) {
		const server: NetServer = plain;
		return { server, closeAllConnections: () => plain.closeAllConnections() };
	}
	const secure = createAdaptorServer({
		...options,
		createServer: createSecureServer,
		serverOptions: { ...certificate },
	}) as Server;
	return createMixedServer(plain, secure);
}

/**
 * Listens on `port` (0: any free one) and answers every request with `handle`, `latencyMs`
 * milliseconds late, or later where the answer says so. With a certificate it speaks TLS too, on
 * the same port. Rejects if the port is taken.
 */
export async function listen(
	port: number,
	latencyMs: number,
	handle: (request: SimulatedRequest) => Answer | VideoAnswer,
	certificate?: Certificate,
): Promise<Listener> {
	const hono = new Hono<{ Bindings: Bindings }>();
	hono.all('*', async (context) => {
		const body = await context.req.text();
		const handled = handle(toRequest(context.env.incoming, body));
		const answer = handled.kind === 'later' ? await handled.answer : handled;
		const delayMs = latencyMs + ('delayMs' in answer ? (answer.delayMs ?? 0) : 0);
		// A listener that was closed meanwhile must not keep the process alive.
		if (delayMs > 0) await sleep(delayMs, undefined, { ref: false });
		return respond(answer, context.env);
	});
	const { server, closeAllConnections } = createServers(hono, certificate);

	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		async close() {
			await new Promise<void>((resolve) => {
				server.close(() => resolve());
				closeAllConnections();
			});
		},
	};
}
