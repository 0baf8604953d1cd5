/* eslint-disable @n8n/community-nodes/no-restricted-globals -- sets the proxy of this process */
import type { Reply } from './support/reply';
import { runHostile } from './support/run';
import { withService } from './support/service';

const errorOutput = { node: { onError: 'continueErrorOutput' } } as const;

/** What was found at a host is remembered, so each test has its own. */
let hosts = 0;
const anotherHost = () => `https://ninja-${(hosts += 1)}.example`;

describe('behind a proxy', () => {
	const names = [
		'HTTP_PROXY',
		'HTTPS_PROXY',
		'http_proxy',
		'https_proxy',
		'ALL_PROXY',
		'NO_PROXY',
		'no_proxy',
	];
	const saved = names.map((name) => [name, process.env[name]] as const);
	const clear = () => {
		for (const name of names) delete process.env[name];
	};
	beforeEach(clear);
	afterEach(() => {
		clear();
		for (const [name, value] of saved) if (value !== undefined) process.env[name] = value;
	});

	const refusals: ReadonlyArray<readonly [string, Reply]> = [
		['asks for a password', { status: 407, headers: { 'Proxy-Authenticate': 'Basic' } }],
		['resets the connection', { wire: { kind: 'reset' } }],
		['closes the connection', { wire: { kind: 'cut', headBytes: 0 } }],
		['cuts its answer', { status: 502, wire: { kind: 'cut', headBytes: 12 } }],
		['sends no header', { body: '\r\n\r\n', wire: { kind: 'raw' } }],
		[
			'sends a header that is none',
			{ body: 'HTTP/1.1 200 OK\r\nx\r\n\r\n', wire: { kind: 'raw' } },
		],
		['opens the tunnel and closes it', { status: 200, headers: { 'Content-Length': '0' } }],
	];
	it.each(refusals)('that %s when asked for a tunnel, nothing was charged', async (_, reply) => {
		await withService({ other: reply }, async ({ url, seen }) => {
			process.env.HTTPS_PROXY = url;
			const { details, words } = await runHostile({
				baseUrl: anotherHost(),
				...errorOutput,
			});
			expect(details.charged).toBe('no');
			expect(words).toMatch(/nothing was charged/);
			expect(seen.every(({ method }) => method === 'CONNECT')).toBe(true);
		});
	});

	// n8n hands on the refusal as if it were the service's answer: only a 4xx proves that nothing was charged.
	it.each([
		[403, 'no', /proxy or a firewall/],
		[502, 'unknown', /may have been charged/],
		[503, 'unknown', /may have been charged/],
	] as const)(
		'that refuses the tunnel with %d, no key is told and nothing is delivered',
		async (status, charged, pattern) => {
			await withService({ other: { status, body: 'blocked' } }, async ({ url, seen }) => {
				process.env.HTTPS_PROXY = url;
				const { failed, details, words } = await runHostile({
					baseUrl: anotherHost(),
					...errorOutput,
				});
				expect(failed).toHaveLength(1);
				expect(details.charged).toBe(charged);
				expect(words).toMatch(pattern);
				expect(JSON.stringify(seen)).not.toContain('secret');
			});
		},
	);

	it('that nobody is at, nothing was charged', async () => {
		process.env.HTTPS_PROXY = 'http://127.0.0.1:9';
		const { details } = await runHostile({ baseUrl: anotherHost(), ...errorOutput });
		expect(details.charged).toBe('no');
	});

	it('that asks for a password before plain HTTP, nothing was charged', async () => {
		const refusal: Reply = { status: 407, body: 'Who are you?' };
		await withService(
			{ order: refusal, models: refusal, status: refusal, other: refusal },
			async ({ url }) => {
				process.env.HTTP_PROXY = url;
				const { details, words } = await runHostile({
					baseUrl: 'http://127.0.0.1:9',
					...errorOutput,
				});
				expect(details.charged).toBe('no');
				expect(words).toMatch(/proxy/i);
			},
		);
	});
});
