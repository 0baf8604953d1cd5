/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- raw sockets, and how much memory this process takes */
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { HttpResult } from '../../../nodes/NinjaVideo/api/http';
import { createHttp } from '../../../nodes/NinjaVideo/n8n/http';
import { createHttpContext } from '../../support/realHttp';
import { startRawServer, type RawServer } from '../../support/rawServer';

/** Assembled, so that no file holds anything that looks like a key. */
const KEY = ['nj', 'sk', 'raw_0123456789abcdef'].join('_');
const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';

let server: RawServer | undefined;

afterEach(async () => {
	await server?.close();
	server = undefined;
	delete process.env.HTTPS_PROXY;
});

/** One paid request to a server of raw sockets, through n8n's real helper. */
async function send(
	answer: (socket: Socket, request: string) => void,
	options: { scheme?: string; timeoutMs?: number; stop?: AbortSignal; host?: string } = {},
): Promise<HttpResult> {
	server = await startRawServer(answer);
	const { scheme = 'http', timeoutMs = 10_000, stop, host } = options;
	const baseUrl = `${scheme}://${host ?? `127.0.0.1:${server.port}`}`;
	const context = createHttpContext({ apiKey: KEY, baseUrl }, stop);
	return await createHttp(
		context,
		KEY,
	)({
		method: 'POST',
		url: `${baseUrl}/api/v1/video`,
		headers: { 'Content-Type': 'application/json' },
		body: '{"prompt":"a dog"}',
		timeoutMs,
	});
}

/** Writes a byte of a body every 20 milliseconds, for ever. */
function drip(socket: Socket, first: string): void {
	socket.write(`${HEAD}\r\n${first}`);
	const timer = setInterval(() => socket.write(' '), 20);
	socket.on('close', () => clearInterval(timer));
}

describe('a request and its answer, on real sockets', () => {
	it('ends at its time limit although a byte comes now and then, with what came', async () => {
		const result = await send((socket) => drip(socket, '{"id":"vid_1",'), { timeoutMs: 1500 });
		expect(result).toMatchObject({ kind: 'answer', status: 200, isCut: true });
		expect(result).toHaveProperty('body', expect.stringContaining('{"id":"vid_1",'));
	});

	it('ends at its time limit although the headers drip', async () => {
		const result = await send(
			(socket) => {
				socket.write(HEAD);
				const timer = setInterval(() => socket.write('X-A: b\r\n'), 20);
				socket.on('close', () => clearInterval(timer));
			},
			{ timeoutMs: 300 },
		);
		expect(result.kind).toBe('no-answer');
	});

	it('ends at Stop in the middle of a body', async () => {
		const stopping = new AbortController();
		const result = await send(
			(socket) => {
				drip(socket, '{"id":"vid_1",');
				setTimeout(() => stopping.abort(), 100);
			},
			{ stop: stopping.signal },
		);
		expect(['answer', 'no-answer']).toContain(result.kind);
	});

	it('keeps what came before the connection broke', async () => {
		const result = await send((socket) => {
			socket.write(`${HEAD}Content-Length: 500\r\n\r\n{"request_id":"r"`, () => socket.destroy());
		});
		expect(result).toMatchObject({ kind: 'answer', body: '{"request_id":"r"', isCut: true });
	});

	it.each([
		{ label: 'plain', encoding: '' },
		{ label: 'compressed', encoding: 'Content-Encoding: gzip\r\n' },
	])('reads no more than 4 MB of a $label body, and holds no more', async ({ encoding }) => {
		const block = Buffer.alloc(60_000_000, 'x');
		const bytes = encoding === '' ? block : gzipSync(block);
		const before = process.memoryUsage().rss;
		const result = await send((socket) => {
			socket.write(`${HEAD}${encoding}\r\n`);
			socket.end(bytes);
		});
		expect(result).toMatchObject({ kind: 'answer', isCut: true });
		expect(result.kind === 'answer' && result.body.length).toBe(4_000_000);
		expect(process.memoryUsage().rss - before).toBeLessThan(64_000_000);
	});

	it('has the key in no header and nowhere in the body', async () => {
		const result = await send((socket) => {
			socket.end(
				`HTTP/1.1 401 No\r\nX-Request-Id: ${KEY}\r\nLocation: /a?key=${encodeURIComponent(KEY)}\r\n\r\n{"message":"Bearer ${KEY}"}`,
			);
		});
		expect(result).toMatchObject({ kind: 'answer', status: 401 });
		expect(JSON.stringify(result)).not.toContain('0123456789abcdef');
	});
});

describe('a connection that never carried the request', () => {
	it('is known where a plain server answers a TLS handshake', async () => {
		const result = await send((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'), {
			scheme: 'https',
		});
		expect(result).toMatchObject({ kind: 'never-connected', detail: 'EPROTO' });
	});

	it('is known where the handshake is cut', async () => {
		const result = await send((socket) => socket.destroy(), { scheme: 'https' });
		expect(result.kind).toBe('never-connected');
	});

	it('is not known where a plain connection is cut', async () => {
		expect(await send((socket) => socket.destroy())).toMatchObject({ kind: 'no-answer' });
	});
});

describe('a proxy on the way', () => {
	const throughProxy = async (answer: (socket: Socket) => void) => {
		const started = send((socket) => answer(socket), {
			scheme: 'https',
			host: 'ninjachat.invalid',
		});
		return await started;
	};

	beforeEach(() => {
		Object.defineProperty(process.env, 'HTTPS_PROXY', {
			configurable: true,
			enumerable: true,
			get: () => `http://127.0.0.1:${server?.port ?? 1}`,
		});
	});

	it('that wants a password is handed back as its answer', async () => {
		const result = await throughProxy((socket) =>
			socket.end('HTTP/1.1 407 No\r\nContent-Length: 2\r\n\r\nno'),
		);
		expect(result).toMatchObject({ kind: 'answer', status: 407 });
	});

	it('that closes the connection has carried nothing', async () => {
		expect(await throughProxy((socket) => socket.destroy())).toMatchObject({
			kind: 'never-connected',
		});
	});
});
