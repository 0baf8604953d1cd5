/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a server of raw sockets */
import net, { type AddressInfo, type Socket } from 'node:net';
import tls from 'node:tls';

/** A request as it came over the wire. */
export interface SeenRequest {
	readonly method: string;
	/** The path with its query, or what a CONNECT names. */
	readonly target: string;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
	/** Whether it came over TLS. */
	readonly secure: boolean;
}

/** One request and the socket to answer it on. */
export interface Exchange {
	readonly request: SeenRequest;
	readonly socket: Socket;
	/** Writes once the socket takes more. @returns false once the other side is gone */
	write(bytes: string | Uint8Array): Promise<boolean>;
	/** Aborts when the connection is closed, by whichever side. */
	readonly closed: AbortSignal;
}

/** A server that keeps no contract: every byte of an answer is written by its test. */
export interface RawServer {
	/** Without a protocol, such as `127.0.0.1:4000`. */
	readonly host: string;
	readonly seen: readonly SeenRequest[];
	/** How many connections were opened, also those on which no request came. */
	connections(): number;
	close(): Promise<void>;
}

/** What a server does with its connections. */
export interface RawServerOptions {
	respond(exchange: Exchange): Promise<void>;
	/** Told of a connection before a byte was read; what it destroys is not read. */
	onConnection?(socket: Socket): void;
	/** Speaks TLS with this key and certificate to whoever begins with it, and plain HTTP to everybody else. */
	readonly certificate?: { readonly key: string; readonly cert: string };
}

/** The first byte of every TLS connection. */
const TLS_HANDSHAKE = 22;

/** Starts a server on loopback, at a port of the system's choice. */
export async function startRawServer(options: RawServerOptions): Promise<RawServer> {
	const sockets = new Set<Socket>();
	const seen: SeenRequest[] = [];
	let connections = 0;
	const serve = (socket: Socket) => {
		socket.on('error', () => {});
		readRequest(socket, (request) => {
			seen.push(request);
			void options.respond(toExchange(request, socket)).catch(() => socket.destroy());
		});
	};
	const secure =
		options.certificate &&
		tls.createServer(options.certificate, serve).on('tlsClientError', () => {});
	const server = net.createServer({ noDelay: true }, (socket) => {
		connections += 1;
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket)).on('error', () => {});
		options.onConnection?.(socket);
		socket.once('data', (first: Buffer) => {
			socket.pause().unshift(first);
			if (first[0] === TLS_HANDSHAKE && secure !== undefined) {
				secure.emit('connection', socket);
				return;
			}
			if (first[0] !== TLS_HANDSHAKE) serve(socket);
			// What servers of plain HTTP say to TLS.
			else socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
			socket.resume();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		host: `127.0.0.1:${port}`,
		seen,
		connections: () => connections,
		async close() {
			for (const socket of sockets) socket.destroy();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}

/** Calls back with the one request of a connection, as soon as its body is complete. */
function readRequest(socket: Socket, done: (request: SeenRequest) => void): void {
	let bytes = Buffer.alloc(0);
	const onData = (chunk: Buffer) => {
		bytes = Buffer.concat([bytes, chunk]);
		const end = bytes.indexOf('\r\n\r\n');
		if (end < 0) return;
		const [start = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
		const headers = Object.fromEntries(
			lines.map((line) => {
				const colon = line.indexOf(':');
				return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
			}),
		);
		const body = bytes.subarray(end + 4);
		if (body.length < Number(headers['content-length'] ?? 0)) return;
		socket.off('data', onData);
		socket.on('data', () => {});
		const [method = '', target = ''] = start.split(' ');
		done({
			method,
			target,
			headers,
			body: body.toString('utf8'),
			secure: socket instanceof tls.TLSSocket,
		});
	};
	socket.on('data', onData);
}

function toExchange(request: SeenRequest, socket: Socket): Exchange {
	const closing = new AbortController();
	socket.on('close', () => closing.abort());
	return {
		request,
		socket,
		closed: closing.signal,
		async write(bytes) {
			if (closing.signal.aborted || socket.destroyed) return false;
			if (!socket.write(bytes)) {
				await new Promise<void>((resolve) => {
					const go = () => {
						socket.off('drain', go);
						closing.signal.removeEventListener('abort', go);
						resolve();
					};
					socket.on('drain', go);
					closing.signal.addEventListener('abort', go);
				});
			}
			return !closing.signal.aborted;
		},
	};
}
