/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- drives real programs; not part of the package */
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { HostName } from '../../../tools/host/installHost';
import { PACKAGE, packVersion } from '../../../tools/host/installPackage';
import type { N8nClient } from '../../../tools/host/n8nClient';
import { startRegistry } from '../../../tools/host/registry';
import { createClosers } from './closers';
import { STAGES } from './globalSetup';
import { openStage, type Stage } from './stage';

/** Older than every release. */
export const PREVIOUS = '0.0.9';

const RECORDER = resolve(__dirname, '../../../tools/host/recordResolutions.cjs');

/** A package in n8n's own list of community packages. */
export interface InstalledPackage {
	readonly packageName: string;
	readonly installedVersion: string;
	readonly installedNodes: ReadonlyArray<{ readonly type: string }>;
	/** The version that n8n offers instead. */
	readonly updateAvailable?: string;
}

/** Where a package lies that the installed code asked for. */
export interface Resolution {
	readonly request: string;
	readonly path: string;
}

/** What the Community Nodes page of n8n's settings does. */
export const communityPackages = ({ call }: N8nClient) => ({
	/** @param name may end in `@VERSION`; the newest otherwise */
	install: async (name: string) =>
		await call<InstalledPackage>('POST', '/community-packages', { name }),
	update: async () =>
		await call<InstalledPackage>('PATCH', '/community-packages', { name: PACKAGE }),
	uninstall: async () => await call('DELETE', `/community-packages?name=${PACKAGE}`),
	list: async () => await call<InstalledPackage[]>('GET', '/community-packages'),
});

/** An n8n that has installed the package by itself, from a registry that holds it and its predecessor. */
export interface InstallationStage extends Stage {
	/** `nodes` of n8n's folder: everything that n8n has installed. */
	readonly nodesFolder: string;
	/** What the installed code has asked for since n8n started, other than its own files. */
	readResolutions(): Promise<Resolution[]>;
}

/** Sets such a stage. Takes about half a minute. */
export async function openInstallationStage(host: HostName): Promise<InstallationStage> {
	const name = `install-${host}`;
	const previous = join(STAGES, `${name}-previous`);
	await rm(previous, { recursive: true, force: true });
	const nodesFolder = join(STAGES, name, '.n8n', 'nodes');
	const recorded = join(STAGES, name, 'resolutions.jsonl');
	const closers = createClosers();
	return await closers.opening(async () => {
		const registry = await startRegistry((line) => console.log(line));
		closers.add(registry.close);
		const tarball = process.env.NINJA_VIDEO_TARBALL ?? '';
		await registry.publish(await packVersion(tarball, PREVIOUS, previous));
		await registry.publish(tarball);
		const stage = await openStage(name, {
			host,
			simulator: { contract: 'K' },
			env: {
				...registry.env,
				NODE_OPTIONS: `--require "${RECORDER}"`,
				NINJA_VIDEO_RESOLUTIONS: recorded,
			},
			async install(client) {
				await writeFile(join(nodesFolder, '.npmrc'), registry.npmrc);
				await communityPackages(client).install(PACKAGE);
			},
		});
		closers.add(stage.close);
		return {
			...stage,
			close: closers.close,
			nodesFolder,
			async readResolutions() {
				const lines = (await readFile(recorded, 'utf8')).trim().split('\n');
				return lines.map((line) => JSON.parse(line) as Resolution);
			},
		};
	});
}

/** The files of a folder at any depth, hidden ones at its top left out, each with a hash of what it holds. */
export async function readTree(folder: string): Promise<Record<string, string>> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const files = entries.filter((entry) => entry.isFile());
	const hashed = await Promise.all(
		files.map(async ({ parentPath, name }) => {
			const path = join(parentPath, name);
			const hash = createHash('sha256').update(await readFile(path));
			return [path.slice(folder.length + 1), hash.digest('hex')] as const;
		}),
	);
	return Object.fromEntries(hashed.filter(([path]) => !path.startsWith('.')).sort());
}
