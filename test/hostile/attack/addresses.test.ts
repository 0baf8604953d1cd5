/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- names and proxies of this process */
import dns from 'node:dns';
import type { INodeParameters } from 'n8n-workflow';
import type { Reply } from '../support/reply';
import { completed, UNKNOWN_JOB, withService } from '../support/service';
import { accepted, attack, expectOutcome, runAgainst, type Outcome } from './support';

const brief: INodeParameters = { options: { timeoutMinutes: 2 } };

describe('the base URL', () => {
	const port = (url: string) => new URL(url).port;
	it.each<readonly [string, (url: string) => string, Outcome]>([
		['as a whole number is this machine', (url) => `http://2130706433:${port(url)}`, {}],
		['in short form is this machine', (url) => `http://127.1:${port(url)}`, {}],
		[
			'in capitals, with a path, is the service',
			(url) => `HTTP://LOCALHOST:${port(url)}/api/v1/`,
			{},
		],
		[
			'in IPv6 where nobody listens is free',
			(url) => `http://[::1]:${port(url)}`,
			{ charged: 'no', orders: 0 },
		],
		[
			'in IPv6 that means IPv4 is refused',
			(url) => `http://[::ffff:127.0.0.1]:${port(url)}`,
			{ charged: 'no', orders: 0 },
		],
		[
			'of every address is refused',
			(url) => `http://0.0.0.0:${port(url)}`,
			{ charged: 'no', orders: 0 },
		],
		[
			'with a dot at its end is refused',
			(url) => `http://localhost.:${port(url)}`,
			{ charged: 'no', orders: 0 },
		],
		['of the port 0 is free', () => 'http://127.0.0.1:0', { charged: 'no', orders: 0 }],
		[
			'of a port beyond all is refused',
			() => 'http://127.0.0.1:99999',
			{ charged: 'no', orders: 0 },
		],
		['of another scheme is refused', () => 'ftp://127.0.0.1', { charged: 'no', orders: 0 }],
	])('%s', async (_, baseUrl, outcome) => {
		const script = {
			order: accepted(),
			status: (id: string) => (id === 'job-1' ? completed() : UNKNOWN_JOB),
		};
		expectOutcome(await attack({ script, baseUrl }), outcome);
	});
});

describe('an order to a name is free where the name', () => {
	afterEach(() => jest.restoreAllMocks());
	it.each(['ENOTFOUND', 'EAI_AGAIN', 'ENODATA', 'ESERVFAIL', 'ETIMEOUT'])(
		'ends in %s',
		async (code) => {
			const { lookup } = dns;
			const look = (name: string, ...rest: unknown[]) => {
				if (!name.endsWith('.example')) return void Reflect.apply(lookup, dns, [name, ...rest]);
				const error = Object.assign(new Error(`getaddrinfo ${code}`), {
					code,
					syscall: 'getaddrinfo',
				});
				setImmediate(rest.at(-1) as (failed: Error) => void, error);
			};
			jest.spyOn(dns, 'lookup').mockImplementation(look as typeof lookup);
			const baseUrl = () => `https://${code.toLowerCase().replace('_', '-')}.example`;
			const attacked = await attack({ script: {}, baseUrl, parameters: brief });
			expectOutcome(attacked, { charged: 'no', orders: 0 });
		},
	);
});

describe('behind a proxy of plain HTTP', () => {
	const saved = process.env.HTTP_PROXY;
	afterEach(() => {
		if (saved === undefined) delete process.env.HTTP_PROXY;
		else process.env.HTTP_PROXY = saved;
	});
	it.each<readonly [string, Reply, Outcome['charged']]>([
		[
			'that takes the order and gives up, it may have been charged',
			{ status: 504, body: 'Gateway Timeout' },
			'unknown',
		],
		['that shows a page, it may have been charged', { body: '<html>Welcome</html>' }, 'unknown'],
		[
			'that is full, it may have been charged',
			{ status: 503, headers: { 'Retry-After': '1' } },
			'unknown',
		],
		['that forbids the order, it was not', { status: 403, body: 'Forbidden by policy' }, 'no'],
	])('%s', async (_, reply, charged) => {
		await withService({ other: reply }, async (proxy) => {
			process.env.HTTP_PROXY = proxy.url.replace('//', '//me:proxy-password@');
			const run = await runAgainst({ url: 'http://127.0.0.1:9' }, { parameters: brief });
			const orders = proxy.seen.filter(({ method }) => method === 'POST');
			expectOutcome({ run, orders }, { charged });
			expect(run.visible).not.toContain('proxy-password');
		});
	});

	it.each(['not an address', 'http://', 'ftp://127.0.0.1:9', 'http://127.0.0.1:99999'])(
		'whose address is %p nothing is sent, and nothing was charged',
		async (address) => {
			process.env.HTTP_PROXY = address;
			const attacked = await attack({
				script: { order: accepted(), status: completed() },
				parameters: brief,
			});
			expectOutcome(attacked, { charged: 'no', orders: 0 });
		},
	);
});
