import { makeCertificate, type Certificate } from '../../simulator/certificate';
import { trust } from '../support/trust';
import type { Reply } from './support/reply';
import { KEY, runHostile } from './support/run';
import { type RawServerOptions } from './support/server';
import { completed, withService, type Script } from './support/service';

const errorOutput = { node: { onError: 'continueErrorOutput' } } as const;
const order: Reply = { body: { request_id: 'job-1', cost: { this_request: '$3.00' } } };
const working = { order, status: completed() };

let certificate: Certificate;
beforeAll(async () => {
	certificate = await makeCertificate(['localhost']);
});

describe('a redirect', () => {
	it('to a dead https address is forgotten at the first failure', async () => {
		const state = { redirects: true };
		let host = '';
		const away = (path: string) => ({
			status: 308,
			headers: { Location: `https://${host}${path}` },
		});
		const script: Script = {
			order: ({ target }) => (state.redirects ? away(target) : order),
			status: (_, { target }) => (state.redirects ? away(target) : completed()),
		};
		await withService(script, async (service) => {
			({ host } = service);
			const first = await runHostile({ baseUrl: service.url, ...errorOutput });
			expect(first.details.charged).toBe('no');
			state.redirects = false;
			const second = await runHostile({ baseUrl: service.url, ...errorOutput });
			expect(second.items[0]?.json).toMatchObject({ request_id: 'job-1', status: 'completed' });
		});
	});

	it('that worked once and leads nowhere later costs nobody an order', async () => {
		const untrust = trust(certificate.cert);
		const state = { redirects: true, tlsIsDead: false };
		let host = '';
		const script: Script = {
			order: ({ secure }) =>
				state.redirects && !secure
					? { status: 308, headers: { Location: `https://${host}/api/v1/video` } }
					: order,
			status: completed(),
		};
		const onConnection: RawServerOptions['onConnection'] = (socket) => {
			if (!state.tlsIsDead) return;
			socket.once('data', (first) => {
				if (first[0] === 22) socket.destroy();
			});
		};
		await withService(
			script,
			async (service) => {
				({ host } = service);
				const baseUrl = `http://${host}`;
				const first = await runHostile({ baseUrl, ...errorOutput });
				expect(first.items[0]?.json).toMatchObject({ request_id: 'job-1' });
				expect(service.orders().map(({ secure }) => secure)).toEqual([false, true]);
				Object.assign(state, { redirects: false, tlsIsDead: true });
				const second = await runHostile({ baseUrl, ...errorOutput });
				expect(second.details.charged ?? 'no').toBe('no');
				const last = await runHostile({ baseUrl, ...errorOutput });
				expect(last.items[0]?.json).toMatchObject({ request_id: 'job-1' });
			},
			{ certificate, onConnection },
		).finally(untrust);
	});

	it('to a service that does not know the order is not remembered', async () => {
		const untrust = trust(certificate.cert);
		const state = { redirects: true };
		let host = '';
		const script: Script = {
			order: ({ secure }) => {
				if (secure) return { status: 503, body: 'parked' };
				return state.redirects
					? { status: 308, headers: { Location: `https://${host}/api/v1/video` } }
					: order;
			},
			status: completed(),
		};
		await withService(
			script,
			async (service) => {
				({ host } = service);
				await runHostile({ baseUrl: `http://${host}`, ...errorOutput });
				state.redirects = false;
				const last = await runHostile({ baseUrl: `http://${host}`, ...errorOutput });
				expect(last.items[0]?.json).toMatchObject({ request_id: 'job-1' });
			},
			{ certificate },
		).finally(untrust);
	});

	it.each([301, 302, 307, 308])(
		'%d of an order to another host is not followed, and nothing was charged',
		async (status) => {
			await withService(working, async (other) => {
				const away = { status, headers: { Location: `${other.url}/api/v1/video` } };
				await withService({ order: away }, async ({ url }) => {
					const { details } = await runHostile({ baseUrl: url, ...errorOutput });
					expect(details.charged).toBe('no');
					expect(other.seen).toEqual([]);
				});
			});
		},
	);

	it.each([
		['to itself', '/api/v1/video'],
		['to plain http', 'http://ninja.example/api/v1/video'],
		['to a file', 'file:///etc/passwd'],
		['to nowhere', ''],
		['to what is no address', 'http://[::1/'],
		['with a user in it', `https://${KEY}:x@ninja.example/`],
		['with the key in it', `https://ninja.example/?key=${encodeURIComponent(KEY)}`],
		['to a script', 'javascript:alert(1)'],
	])('of an order %s ends it', async (_, location) => {
		const away = { status: 302, headers: { Location: location } };
		await withService({ order: away, models: away }, async ({ url, orders, seen }) => {
			const run = await runHostile({ baseUrl: url, ...errorOutput });
			expect(run.failed).toHaveLength(1);
			expect(run.visible).not.toContain('secret');
			expect(orders().length).toBeLessThanOrEqual(2);
			expect(seen.length).toBeLessThan(12);
		});
	});

	it('of a 303 may have been an order', async () => {
		const away = { status: 303, headers: { Location: '/thanks' } };
		await withService({ order: away }, async ({ url, orders }) => {
			const { details } = await runHostile({ baseUrl: url, ...errorOutput });
			expect(details.charged).toBe('unknown');
			expect(orders()).toHaveLength(1);
		});
	});
});
