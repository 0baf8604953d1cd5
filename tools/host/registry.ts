/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- drives real programs; not part of the package */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { makeCertificate } from '../../simulator/certificate';
import { lastLines, runCommand } from './command';
import { LOCAL } from './installHost';
import { npmInstall, type Log } from './npm';
import { freePort, isPortFree } from './ports';
import { startGroup } from './processGroup';
import { startService } from './service';

const FOLDER = join(LOCAL, 'registry');
const VERDACCIO = '6.8.0';
const [KEY_FILE, CERT_FILE, NPMRC_FILE] = ['key.pem', 'cert.pem', 'publisher.npmrc'] as const;
/** Where n8n installs from. It takes another registry only with an enterprise licence. */
const PUBLIC = 'registry.npmjs.org';

/** A registry on this machine that n8n and its npm take for the public one. It knows what is published here, no more. */
export interface Registry {
	/** Publishes a tarball as `npm publish` does, under the tag `latest`. */
	publish(tarball: string): Promise<void>;
	/** n8n's settings for it: those of a machine that reaches the Internet through a proxy only. */
	readonly env: Readonly<Record<string, string>>;
	/** The `.npmrc` for the same. */
	readonly npmrc: string;
	close(): Promise<void>;
}

/**
 * Starts a registry with its data in a temporary folder, and a proxy that leads to it and nowhere else.
 * @throws Error with the end of its log, if it does not start
 */
export async function startRegistry(log: Log): Promise<Registry> {
	const program = await installVerdaccio(log);
	const { key, cert } = await makeCertificate([PUBLIC]);
	const port = await freePort();
	const origin = `127.0.0.1:${port}`;
	const { folder, stop } = await startService('The registry', port, async (data) => {
		const config = {
			storage: join(data, 'storage'),
			uplinks: {},
			packages: { '**': { access: '$all', publish: '$all' } },
			auth: { htpasswd: { file: join(data, 'htpasswd'), max_users: -1 } },
			web: { enable: false },
			https: { key: join(data, KEY_FILE), cert: join(data, CERT_FILE) },
			log: { type: 'stdout', format: 'pretty', level: 'http' },
		};
		const configFile = join(data, 'config.json');
		await writeFile(join(data, KEY_FILE), key, { mode: 0o600 });
		await writeFile(join(data, CERT_FILE), cert);
		await writeFile(configFile, JSON.stringify(config));
		// npm publishes with a token only; this registry takes any.
		await writeFile(join(data, NPMRC_FILE), `//${origin}/:_authToken=any\n`);
		const args = [program, '--config', configFile, '--listen', `https://${origin}`];
		return {
			group: await startGroup(process.execPath, args, join(data, 'log'), { cwd: data }),
			isReady: async () => !(await isPortFree(port)),
		};
	});
	const certFile = join(folder, CERT_FILE);
	const proxy = await startProxy(port);

	return {
		async publish(tarball) {
			// Provenance is made by the release's workflow alone.
			const flags = ['--provenance=false', '--fetch-retries=0', `--cafile=${certFile}`];
			const { code, output } = await runCommand(
				'npm',
				[
					'publish',
					tarball,
					...flags,
					`--registry=https://${origin}/`,
					`--userconfig=${join(folder, NPMRC_FILE)}`,
				],
				{ cwd: folder, env: { ...process.env, NO_PROXY: '127.0.0.1' } },
			);
			if (code !== 0) throw new Error(`npm publish did not succeed:\n${lastLines(output)}`);
		},
		env: {
			HTTPS_PROXY: proxy.url,
			NO_PROXY: '127.0.0.1,localhost',
			NODE_EXTRA_CA_CERTS: certFile,
		},
		npmrc: `registry=https://${PUBLIC}/\nhttps-proxy=${proxy.url}\ncafile=${certFile}\n`,
		async close() {
			proxy.close();
			await stop();
		},
	};
}

/**
 * Installs the registry's program into the project's local folder, once. It is no development dependency:
 * it needs an override, which n8n's rules forbid in the manifest of a community package.
 */
async function installVerdaccio(log: Log): Promise<string> {
	const modules = join(FOLDER, 'node_modules');
	const program = join(modules, 'verdaccio', 'bin', 'verdaccio');
	// npm writes this list last, so that what it names is there. Its addresses depend on npm's settings.
	const listed = await readFile(join(modules, '.package-lock.json'), 'utf8').catch(() => '{}');
	const { packages } = JSON.parse(listed) as { packages?: Record<string, { version?: string }> };
	if (packages?.['node_modules/verdaccio']?.version === VERDACCIO) return program;
	await rm(FOLDER, { recursive: true, force: true });
	await mkdir(FOLDER, { recursive: true });
	// It is asked for by a tag that some mirrors of the npm registry do not have.
	const overrides = { 'node-fetch': '2.7.0' };
	await writeFile(join(FOLDER, 'package.json'), JSON.stringify({ private: true, overrides }));
	log('Installing an npm registry for the tests, this once.');
	await npmInstall(FOLDER, [`verdaccio@${VERDACCIO}`], log);
	return program;
}

/** An HTTP proxy that leads those who want the public registry to a port of this machine, and refuses everybody else. */
async function startProxy(port: number) {
	const server = createServer((_, response) => response.writeHead(502).end());
	server.on('connect', (request, socket, head) => {
		socket.on('error', () => socket.destroy());
		if (request.url !== `${PUBLIC}:443`) {
			socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
			return;
		}
		const upstream = connect(port, '127.0.0.1', () => {
			socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			upstream.write(head);
			upstream.pipe(socket).pipe(upstream);
		});
		upstream.on('error', () => socket.destroy());
		socket.on('close', () => upstream.destroy());
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		close(): void {
			server.close();
			server.closeAllConnections();
		},
	};
}
