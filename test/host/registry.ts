/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error -- drives real programs; not part of the package */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { makeCertificate } from '../simulator/certificate';
import { lastLines, runCommand } from './command';
import { LOCAL } from './installHost';
import { npmInstall, type Say } from './npm';
import { freePort, isPortFree } from './ports';
import { startGroup } from './processGroup';
import { until } from './until';

const FOLDER = join(LOCAL, 'registry');
const VERDACCIO = '6.8.0';
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
 * Starts a registry with its data in a folder, and a proxy that leads to it and nowhere else.
 * @throws Error with the end of its log, if it does not start
 */
export async function startRegistry(folder: string, say: Say): Promise<Registry> {
	const program = await installVerdaccio(say);
	await mkdir(folder, { recursive: true });
	const { key, cert } = await makeCertificate([PUBLIC]);
	const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
	const [configFile, npmrcFile] = [join(folder, 'config.json'), join(folder, 'publisher.npmrc')];
	const logFile = join(folder, 'registry.log');
	const config = {
		storage: join(folder, 'storage'),
		uplinks: {},
		packages: { '**': { access: '$all', publish: '$all' } },
		auth: { htpasswd: { file: join(folder, 'htpasswd'), max_users: -1 } },
		web: { enable: false },
		https: { key: keyFile, cert: certFile },
		log: { type: 'stdout', format: 'pretty', level: 'http' },
	};
	const port = await freePort();
	const origin = `127.0.0.1:${port}`;
	await writeFile(keyFile, key, { mode: 0o600 });
	await writeFile(certFile, cert);
	await writeFile(configFile, JSON.stringify(config));
	// npm publishes with a token only; this registry takes any.
	await writeFile(npmrcFile, `//${origin}/:_authToken=any\n`);

	const args = ['--config', configFile, '--listen', `https://${origin}`];
	const group = await startGroup(process.execPath, [program, ...args], logFile, { cwd: folder });
	try {
		await until('the registry to start', async () => {
			return !group.isRunning() || !(await isPortFree(port));
		});
		if (!group.isRunning()) throw new Error('The registry ended at once');
	} catch (error) {
		await group.end('SIGKILL');
		const reason = error instanceof Error ? error.message : String(error);
		throw new Error(
			`${reason}. The end of its log:\n${lastLines(await readFile(logFile, 'utf8'))}`,
		);
	}
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
					`--userconfig=${npmrcFile}`,
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
			await group.end('SIGTERM');
		},
	};
}

/**
 * Installs the registry's program into the project's local folder, once. It is no development dependency:
 * it needs an override, which n8n's rules forbid in the manifest of a community package.
 */
async function installVerdaccio(say: Say): Promise<string> {
	const modules = join(FOLDER, 'node_modules');
	const program = join(modules, 'verdaccio', 'bin', 'verdaccio');
	const installed = await readFile(join(modules, '.package-lock.json'), 'utf8').catch(() => '');
	if (installed.includes(`verdaccio-${VERDACCIO}.tgz`)) return program;
	await rm(FOLDER, { recursive: true, force: true });
	await mkdir(FOLDER, { recursive: true });
	// It is asked for by a tag that some mirrors of the npm registry do not have.
	const overrides = { 'node-fetch': '2.7.0' };
	await writeFile(join(FOLDER, 'package.json'), JSON.stringify({ private: true, overrides }));
	say('Installing an npm registry for the tests, this once.');
	await npmInstall(FOLDER, [`verdaccio@${VERDACCIO}`], say);
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
