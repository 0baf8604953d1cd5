import { makeCertificate, type Certificate } from '../../simulator/certificate';
import { trust } from '../support/trust';
import type { Reply } from './support/reply';
import { runHostile } from './support/run';
import { startRawServer, type RawServerOptions } from './support/server';
import { completed, withService } from './support/service';

const errorOutput = { node: { onError: 'continueErrorOutput' } } as const;
const order: Reply = { body: { request_id: 'job-1', cost: { this_request: '$3.00' } } };
const working = { order, status: completed() };

let certificate: Certificate;
beforeAll(async () => {
	certificate = await makeCertificate(['localhost']);
});

describe('nothing was charged where TLS never came about:', () => {
	it('plain HTTP behind an https base URL', async () => {
		await withService(working, async ({ host }) => {
			const { details, words } = await runHostile({ baseUrl: `https://${host}`, ...errorOutput });
			expect(details.charged).toBe('no');
			expect(words).toMatch(/nothing was charged/);
		});
	});

	it('a server that speaks first, in another protocol', async () => {
		const onConnection: RawServerOptions['onConnection'] = (socket) => {
			socket.write('220 mail.example.com ESMTP\r\n');
		};
		await withService(
			working,
			async ({ host }) => {
				const { details } = await runHostile({ baseUrl: `https://${host}`, ...errorOutput });
				expect(details.charged).toBe('no');
			},
			{ onConnection },
		);
	});

	it('a handshake that is cut', async () => {
		const onConnection: RawServerOptions['onConnection'] = (socket) => {
			socket.once('data', () => socket.end());
		};
		await withService(
			working,
			async ({ host }) => {
				const { details } = await runHostile({ baseUrl: `https://${host}`, ...errorOutput });
				expect(details.charged).toBe('no');
			},
			{ onConnection },
		);
	});

	it('a connection that is closed before anything is said', async () => {
		const onConnection: RawServerOptions['onConnection'] = (socket) => socket.destroy();
		await withService(
			working,
			async ({ host }) => {
				const { details } = await runHostile({ baseUrl: `https://${host}`, ...errorOutput });
				expect(details.charged).toBe('no');
			},
			{ onConnection },
		);
	});

	it('a certificate that it signed itself', async () => {
		await withService(
			working,
			async ({ url, seen }) => {
				const { details, words } = await runHostile({ baseUrl: url, ...errorOutput });
				expect(details.charged).toBe('no');
				expect(words).toMatch(/certificate/i);
				expect(seen).toEqual([]);
			},
			{ certificate },
		);
	});

	it('a certificate for another name', async () => {
		const forAnother = await makeCertificate(['ninja.example']);
		const untrust = trust(forAnother.cert);
		await withService(
			working,
			async ({ host, seen }) => {
				const baseUrl = `https://localhost:${host.split(':')[1]}`;
				const { details } = await runHostile({ baseUrl, ...errorOutput });
				expect(details.charged).toBe('no');
				expect(seen).toEqual([]);
			},
			{ certificate: forAnother },
		).finally(untrust);
	});

	it('a port where nobody listens', async () => {
		const server = await startRawServer({ respond: async () => {} });
		await server.close();
		const { details } = await runHostile({ baseUrl: `http://${server.host}`, ...errorOutput });
		expect(details.charged).toBe('no');
	});
});
