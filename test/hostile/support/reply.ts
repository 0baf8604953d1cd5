/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- compressed bodies, and turns of the event loop */
import { gzipSync } from 'node:zlib';
import type { SocketClock } from './clock';
import type { Exchange } from './server';

/** An answer as data, so that a failing case prints what the server did. */
export interface Reply {
	/** 200 unless said. */
	readonly status?: number;
	readonly headers?: Readonly<Record<string, string>>;
	/** Text and bytes as they are, everything else as JSON. */
	readonly body?: unknown;
	/** How it gets onto the wire; whole unless said. */
	readonly wire?: Wire;
}

/** What can happen to an answer on its way. */
export type Wire =
	| { readonly kind: 'whole' }
	/** Without a length: it ends with the connection. */
	| { readonly kind: 'until close' }
	/** Compressed; with so many megabytes of spaces after the body it is a bomb. */
	| { readonly kind: 'gzip'; readonly megabytes?: number }
	/** A byte every so many milliseconds, from the first byte of the head or of the body. */
	| { readonly kind: 'drip'; readonly from: 'head' | 'body'; readonly everyMs: number }
	/** So many bytes of head and body, then the end of the connection. */
	| { readonly kind: 'cut'; readonly headBytes?: number; readonly bodyBytes?: number }
	/** The connection is reset before a byte was sent. */
	| { readonly kind: 'reset' }
	/** Nothing is ever sent. */
	| { readonly kind: 'silent' }
	/** The body, then so many bytes of filling, made while they are sent. */
	| { readonly kind: 'huge'; readonly bytes: number; readonly fill: string }
	/** The body as the whole answer, without a head of HTTP. */
	| { readonly kind: 'raw' }
	/** Whatever the test does with the connection. */
	| { readonly kind: 'own'; send(exchange: Exchange): Promise<void> | void };

/** Longer than any limit of the node, in milliseconds: whoever still listens then never stops. */
const FOR_EVER_MS = 6 * 3_600_000;
const CHUNK_BYTES = 65_536;
/** A megabyte of spaces, compressed; what is compressed in parts is whole in a row. */
const MEGABYTE = gzipSync(Buffer.alloc(1_000_000, ' '));

function toBytes({ body = '' }: Reply): Buffer {
	if (body instanceof Uint8Array) return Buffer.from(body);
	return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

/** Header values are bytes: a line break or a letter beyond Latin-1 in them would be no header. */
const toHeaderText = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?');

function toHead(reply: Reply, length: number | undefined): string {
	const { status = 200, headers = {} } = reply;
	const all = {
		...(Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')
			? {}
			: { 'Content-Type': 'application/json' }),
		...(length === undefined || status === 204 ? {} : { 'Content-Length': String(length) }),
		Connection: 'close',
		...headers,
	};
	const lines = Object.entries(all).map(([name, value]) => `${name}: ${toHeaderText(value)}`);
	return [`HTTP/1.1 ${status} Hostile`, ...lines, '', ''].join('\r\n');
}

/** Sends a reply the way it says. */
export async function send(exchange: Exchange, reply: Reply, clock: SocketClock): Promise<void> {
	const { socket, write } = exchange;
	const { wire = { kind: 'whole' } } = reply;
	const body = toBytes(reply);
	const head = Buffer.from(toHead(reply, wire.kind === 'until close' ? undefined : body.length));
	switch (wire.kind) {
		case 'whole':
		case 'until close':
			socket.end(Buffer.concat([head, body]));
			return;
		case 'raw':
			socket.end(body);
			return;
		case 'own':
			await wire.send(exchange);
			return;
		case 'reset':
			socket.resetAndDestroy();
			return;
		case 'silent':
			await stalled(clock, async () => await clock.sleep(FOR_EVER_MS, exchange.closed));
			socket.destroy();
			return;
		case 'gzip': {
			const { megabytes = 0 } = wire;
			const zipped = [gzipSync(body), ...Array.from({ length: megabytes }, () => MEGABYTE)];
			const headers = { ...reply.headers, 'Content-Encoding': 'gzip' };
			await write(
				toHead(
					{ ...reply, headers },
					zipped.reduce((sum, one) => sum + one.length, 0),
				),
			);
			for (const part of zipped) {
				if (!(await write(part))) return;
			}
			socket.end();
			return;
		}
		case 'cut': {
			const { headBytes = head.length, bodyBytes = 0 } = wire;
			await write(Buffer.concat([head.subarray(0, headBytes), body.subarray(0, bodyBytes)]));
			await nextTurn();
			socket.end(() => socket.destroy());
			return;
		}
		case 'drip':
			if (wire.from === 'body') await write(head);
			await drip(exchange, wire.from === 'head' ? Buffer.concat([head, body]) : body, {
				clock,
				everyMs: wire.everyMs,
			});
			return;
		case 'huge': {
			await write(toHead(reply, body.length + wire.bytes));
			await write(body);
			const chunk = Buffer.alloc(CHUNK_BYTES, wire.fill);
			for (let sent = 0; sent < wire.bytes; sent += chunk.length) {
				if (!(await write(chunk.subarray(0, Math.min(chunk.length, wire.bytes - sent))))) return;
			}
			socket.end();
		}
	}
}

async function drip(
	exchange: Exchange,
	bytes: Buffer,
	{ clock, everyMs }: { readonly clock: SocketClock; readonly everyMs: number },
): Promise<void> {
	const untilMs = clock.now() + FOR_EVER_MS;
	for (const byte of bytes) {
		if (clock.now() > untilMs || !(await exchange.write(Buffer.from([byte])))) break;
		await nextTurn();
		await stalled(clock, async () => await clock.sleep(everyMs, exchange.closed));
	}
	exchange.socket.end();
}

/** Lets time pass during `work`, although a client waits. */
async function stalled(clock: SocketClock, work: () => Promise<void>): Promise<void> {
	const goOn = clock.stall();
	await work();
	goOn();
}

const nextTurn = async () => await new Promise<void>((resolve) => setImmediate(resolve));
