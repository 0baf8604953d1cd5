/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { Server } from 'node:http';
import { createServer, type Server as NetServer, type Socket } from 'node:net';
import process from 'node:process';

/** The first byte of a TLS connection: a handshake. */
const HANDSHAKE = 0x16;

/** One port for plain HTTP and for HTTPS, told apart by the first byte of a connection. */
export function createMixedServer(plain: Server, secure: Server) {
	const sockets = new Set<Socket>();
	const server: NetServer = createServer((socket) => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
		// Whoever hangs up before the first byte is of no interest.
		socket.on('error', () => socket.destroy());
		socket.once('data', (first) => {
			socket.pause();
			socket.unshift(first);
			(first[0] === HANDSHAKE ? secure : plain).emit('connection', socket);
			// Not before the server has taken over: what was read would be lost.
			process.nextTick(() => socket.resume());
		});
	});

	return {
		server,
		/** Ends every connection at once. */
		closeAllConnections(): void {
			for (const socket of sockets) socket.destroy();
		},
	};
}
