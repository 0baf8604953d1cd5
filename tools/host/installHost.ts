/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- drives real programs; not part of the package */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { runCommand } from './command';
import { npm, npmInstall, type Log } from './npm';

/** Everything that is installed or made on this machine lies in this folder; git ignores it. */
export const LOCAL = resolve(__dirname, '../../.local');

/** The n8n versions the package is tried on, with the Node.js each of them asks for. */
export const N8N_VERSIONS = {
	current: { n8n: '2.41.1', node: 24, overrides: {}, env: {} },
	/** The last line that runs on Node.js 20. */
	older: {
		n8n: '1.123.81',
		node: 20,
		overrides: {
			// n8n takes it from a host beside the npm registry, which is out of reach on some machines.
			xlsx: '0.18.5',
			// Later ones need a newer LangChain than this n8n brings, and then n8n does not start.
			'@langchain/langgraph-checkpoint': '1.0.0',
		},
		// The default engine needs isolated-vm 6, which needs Node.js 22.
		env: { N8N_EXPRESSION_ENGINE: 'legacy' },
	},
} as const;

export type HostName = keyof typeof N8N_VERSIONS;

/** An n8n that is installed on this machine. */
export interface Host {
	readonly version: string;
	/** The Node.js that runs it. */
	readonly nodePath: string;
	/** Its version, such as `v24.9.0`. */
	readonly nodeVersion: string;
	/** n8n's own command. */
	readonly n8nPath: string;
	/** Where its packages lie. */
	readonly modules: string;
	/** Settings without which this version does not start on that Node.js. */
	readonly env: Readonly<Record<string, string>>;
}

/** Written last, so that an installation that was broken off is seen as none. */
const READY = 'ready.json';
/** Peers that n8n's own nodes load (Extract From File does); an installation without peers lacks them. */
const PEERS = { 'date-fns': '2.30.0' } as const;

/**
 * Installs an n8n into the project's local folder, once; an installation that was broken off is begun anew.
 * Takes 3 to 5 minutes and 2.4 GB the first time.
 * @throws Error that says what is missing: the network, disk space, or a tool to build SQLite with
 */
export async function installHost(name: HostName, log: Log): Promise<Host> {
	const { n8n, node, overrides, env } = N8N_VERSIONS[name];
	const folder = join(LOCAL, 'hosts', `n8n-${n8n}`);
	const modules = join(folder, 'node_modules');
	const ready = await readReady(folder);
	if (ready === undefined) {
		await rm(folder, { recursive: true, force: true });
		await mkdir(folder, { recursive: true });
		await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, overrides }));
		await installInto(folder, n8n, ownNodeFits(node) ? undefined : node, log);
	}
	const nodePath = ownNodeFits(node)
		? process.execPath
		: join(modules, nodePackage(), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
	const { output } = await runCommand(nodePath, ['--version']);
	if (ready === undefined) await writeFile(join(folder, READY), JSON.stringify({ n8n }));
	return {
		version: n8n,
		nodePath,
		nodeVersion: output.trim(),
		n8nPath: join(modules, 'n8n', 'bin', 'n8n'),
		modules,
		env,
	};
}

async function readReady(folder: string): Promise<unknown> {
	return await readFile(join(folder, READY), 'utf8').then(JSON.parse, () => undefined);
}

const ownNodeFits = (major: number) => process.versions.node.startsWith(`${major}.`);

/** Node.js comes from npm too, as a package for each platform. */
function nodePackage(): string {
	const platform = process.platform === 'win32' ? 'win' : process.platform;
	return `node-${platform}-${process.arch}`;
}

/** Where the Node.js of an installation lies, if it has one of its own. */
const toolsOf = (folder: string) => join(folder, 'node_modules', nodePackage(), 'bin');

async function installInto(
	folder: string,
	n8n: string,
	node: number | undefined,
	log: Log,
): Promise<void> {
	log(`Installing n8n ${n8n}: 2.4 GB, 3 to 5 minutes, more on a busy machine, this once.`);
	const packages = [`n8n@${n8n}`, ...(node === undefined ? [] : [`${nodePackage()}@${node}`])];
	await npmInstall(folder, [...packages, ...peers()], log, toolsOf(folder));
	log('Building SQLite for n8n: a minute, more on a busy machine.');
	await npm(folder, ['rebuild', 'sqlite3', '--ignore-scripts=false'], log, toolsOf(folder));
	if (!(await hasSqlite(folder))) {
		throw new Error(
			'SQLite could not be built. It needs Python 3, make and a C++ compiler (on Debian: apt-get install python3 make g++).',
		);
	}
	log(`n8n ${n8n} is installed.`);
}

const peers = () => Object.entries(PEERS).map(([name, version]) => `${name}@${version}`);

async function hasSqlite(folder: string): Promise<boolean> {
	const build = join(folder, 'node_modules', 'sqlite3', 'build', 'Release');
	const files = await readdir(build).catch((): string[] => []);
	return files.includes('node_sqlite3.node');
}
