/* eslint-disable @n8n/community-nodes/no-restricted-imports -- raw sockets */
import net, { type AddressInfo } from 'node:net';

/** A server of raw sockets: it writes whatever it likes. */
export interface RawServer {
	readonly port: number;
	/** How many connections there have been. */
	connections(): number;
	close(): Promise<void>;
}

/** Starts one. `answer` is called with the first bytes of every connection. */
export async function startRawServer(
	answer: (socket: net.Socket, request: string) => void,
): Promise<RawServer> {
	const sockets = new Set<net.Socket>();
	let connections = 0;
	const server = net.createServer((socket) => {
		connections += 1;
		sockets.add(socket);
		socket.on('error', () => {});
		socket.on('close', () => sockets.delete(socket));
		socket.once('data', (bytes) => answer(socket, bytes.toString('latin1')));
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	return {
		port: (server.address() as AddressInfo).port,
		connections: () => connections,
		async close() {
			for (const socket of sockets) socket.destroy();
			await new Promise<void>((closed) => server.close(() => closed()));
		},
	};
}
