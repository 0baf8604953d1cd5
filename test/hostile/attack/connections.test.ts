/* eslint-disable @n8n/community-nodes/no-restricted-globals -- turns of sockets */
import type { INodeParameters } from 'n8n-workflow';
import type { Reply } from '../support/reply';
import { clock } from '../support/run';
import type { Exchange } from '../support/server';
import { completed, knows, startHostileService } from '../support/service';
import { accepted, attack, expectOutcome, runAgainst } from './support';

const JOB = '{"request_id":"job-1","cost":{"this_request":"$3.00"}}';
const HEAD = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${JOB.length}\r\n`;
const WHOLE = `${HEAD}Connection: close\r\n\r\n${JOB}`;
const brief: INodeParameters = { options: { timeoutMinutes: 2 } };

const own = (send: (exchange: Exchange) => Promise<void> | void): Reply => ({
	wire: { kind: 'own', send },
});
/** Some turns in which the other side reads what is there. */
async function turns(): Promise<void> {
	for (let turn = 0; turn < 20; turn += 1) {
		await new Promise<void>((resolve) => setImmediate(resolve));
	}
}
const resetAfter = (bytes: string): Reply =>
	own(async ({ socket, write }) => {
		if (bytes !== '') await write(bytes);
		await turns();
		socket.resetAndDestroy();
	});
/** What is sent later, while the client waits, in seconds. */
const later = (seconds: number, ...parts: string[]): Reply =>
	own(async ({ socket, write, closed }) => {
		const goOn = clock.stall();
		for (const part of parts) {
			await clock.sleep(seconds * 1000, closed);
			await write(part);
		}
		goOn();
		socket.end();
	});
/** What is sent on a connection that nobody closes. */
const open = (bytes: string): Reply =>
	own(async ({ write }) => {
		await write(bytes);
		await turns();
		clock.stall();
	});

describe('an order is charged once, and its video delivered, where the connection of its answer', () => {
	it.each<readonly [string, Reply]>([
		['is reset after the whole answer', resetAfter(WHOLE)],
		['stays open after the whole answer', open(`${HEAD}Connection: keep-alive\r\n\r\n${JOB}`)],
		['stays open, and nobody said where the answer ends', open(`HTTP/1.1 200 OK\r\n\r\n${JOB}`)],
		[
			'brings it byte by byte',
			own(async ({ socket, write }) => {
				for (const byte of WHOLE) await write(byte);
				socket.end();
			}),
		],
		[
			'brings another answer behind it',
			own(({ socket }) => void socket.end(WHOLE + WHOLE.replace('job-1', 'job-2'))),
		],
		[
			'brings a TLS handshake behind it',
			own(({ socket }) => void socket.end(`${WHOLE}\x16\x03\x01\x02`)),
		],
		[
			'brings a request of the server behind it',
			own(({ socket }) => void socket.end(`${WHOLE}GET / HTTP/1.1\r\n\r\n`)),
		],
		['brings it after 290 seconds', later(290, WHOLE)],
		[
			'brings its head after 140 seconds, and its body after as many',
			later(140, `${HEAD}\r\n`, JOB),
		],
		['is half closed by the server', own(({ socket }) => void socket.end(WHOLE))],
	])('%s', async (_, order) => {
		const attacked = await attack({ script: { order, status: knows('job-1') } });
		expectOutcome(attacked, { ids: ['job-1'] });
	});
});

describe('an order may have been charged, and is not sent again, where the connection', () => {
	it.each<readonly [string, Reply]>([
		['is reset once the order is there', resetAfter('')],
		['is reset in the status line', resetAfter('HTTP/1.1 2')],
		['is reset in a header', resetAfter('HTTP/1.1 200 OK\r\nContent-Ty')],
		['is reset after the head', resetAfter(`${HEAD}\r\n`)],
		['is reset in the name of the id', resetAfter(`${HEAD}\r\n{"reque`)],
		['is reset after 100 Continue', resetAfter('HTTP/1.1 100 Continue\r\n\r\n')],
		['is ended without a byte', own(({ socket }) => void socket.end())],
		['stays open without a byte', open('')],
		['stays open within the head', open('HTTP/1.1 200 OK\r\nX-A')],
		['brings the answer after 310 seconds', later(310, WHOLE)],
		['answers in TLS', own(({ socket }) => void socket.end('\x15\x03\x03\x00\x02\x02\x28'))],
		['answers in SMTP', own(({ socket }) => void socket.end('220 mail.example ESMTP\r\n'))],
		['answers with the order itself', own(({ socket, request }) => void socket.end(request.body))],
	])('%s', async (_, order) => {
		const attacked = await attack({ script: { order, status: knows('job-1') } });
		expectOutcome(attacked, { charged: 'unknown' });
		expect(attacked.orders).toHaveLength(1);
	});
});

describe('a redirect that leads to a job is an order, sent once, where it is', () => {
	const away = (status: number, headers: Record<string, string>, body: unknown = ''): Reply => ({
		status,
		headers,
		body,
	});
	it.each<readonly [string, Reply]>([
		['a 302 to the job', away(302, { Location: '/api/v1/videos/job-7' })],
		['a 301 to the status call', away(301, { Location: '/api/v1/video/status?request_id=job-7' })],
		['a 303 to the job', away(303, { Location: '/api/v1/videos/job-7' })],
		[
			'a 307 with the id in a header',
			away(307, { Location: '/api/v1/videos', 'X-Job-Id': 'job-7' }),
		],
		['a 308 with the id in its body', away(308, { Location: '/queue' }, { id: 'job-7' })],
		[
			'a 302 to the job on another host',
			away(302, { Location: 'https://cdn.example/api/v1/videos/job-7' }),
		],
		['a 300 with a list of addresses', away(300, {}, { data: [{ id: 'job-7' }] })],
	])('%s', async (_, order) => {
		const attacked = await attack({ script: { order }, parameters: brief });
		expectOutcome(attacked, { charged: 'unknown', ids: ['job-7'] });
		expect(attacked.orders).toHaveLength(1);
	});
});

describe('a paid video is delivered for one charge although its first look', () => {
	it.each<readonly [string, Reply]>([
		['is reset in the answer', resetAfter('HTTP/1.1 200 OK\r\n\r\n{"sta')],
		['is answered in another protocol', { body: 'SSH-2.0-x\r\n', wire: { kind: 'raw' } }],
		[
			'is told to go on, and no more',
			{ body: 'HTTP/1.1 100 Continue\r\n\r\n', wire: { kind: 'raw' } },
		],
		['stays open without a byte', open('')],
		[
			'is sent in a circle',
			{ status: 307, headers: { Location: '/api/v1/video/status?request_id=job-1' } },
		],
		[
			'is sent to the form of a login',
			{ status: 302, headers: { Location: 'https://login.example/' } },
		],
		['is a 304', { status: 304 }],
		['is a 425', { status: 425, body: { error: 'too_early' } }],
	])('%s', async (_, look) => {
		const attacked = await attack({ script: { order: accepted(), status: [look, completed()] } });
		expectOutcome(attacked, { ids: ['job-1'] });
	});
});

it('a paid video is told with its id where the service is gone after its order', async () => {
	const service = await startHostileService({
		order: own(({ socket }) => {
			socket.end(WHOLE);
			setImmediate(() => void service.close());
		}),
	});
	const run = await runAgainst(service, { parameters: brief });
	expectOutcome({ run, orders: service.orders() }, { charged: 'yes', ids: ['job-1'] });
});

it('of six orders, every second of which is reset, each is sent once, and each id is told', async () => {
	let orders = 0;
	const order = (): Reply => ((orders += 1) % 2 === 0 ? resetAfter('') : accepted(`job-${orders}`));
	const items = [1, 2, 3, 4, 5, 6].map((n) => ({ n }));
	const parameters = { prompt: '=row {{ $json.n }}' };
	const attacked = await attack({ script: { order, status: completed() }, items, parameters });
	expectOutcome(attacked, { charged: 'unknown', ids: ['job-1', 'job-3', 'job-5'], orders: 6 });
	expect(new Set(attacked.orders.map(({ body }) => body)).size).toBe(6);
	expect(attacked.run.items).toHaveLength(3);
	expect(attacked.run.failed).toHaveLength(3);
});

it('a connection that is reset before a byte was read ends the run, with true words', async () => {
	const onConnection = (socket: { resetAndDestroy(): void }) => socket.resetAndDestroy();
	const attacked = await attack({ script: {}, server: { onConnection }, parameters: brief });
	// Whether Node had begun to write is a matter of turns; that nobody read it, the client cannot know.
	const charged = attacked.run.details.charged === 'no' ? 'no' : 'unknown';
	expectOutcome(attacked, { charged, orders: 0 });
});
