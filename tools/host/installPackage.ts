/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- drives real programs; not part of the package */
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = resolve(__dirname, '../..');

/** The name of the package, as n8n lists it. */
export const PACKAGE = 'n8n-nodes-ninja-video';

/**
 * Packs the built package as `npm publish` would.
 * @returns the path of the tarball in `folder`
 */
export async function packPackage(folder: string): Promise<string> {
	await mkdir(folder, { recursive: true });
	await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: ROOT });
	const tarballs = (await readdir(folder)).filter((name) => name.startsWith(`${PACKAGE}-`));
	const [tarball] = tarballs;
	if (tarball === undefined || tarballs.length > 1) throw new Error(`${folder} was not empty`);
	return join(folder, tarball);
}

/**
 * Packs a packed package anew under another version.
 * @returns the path of the tarball in `folder`, which must be empty
 */
export async function packVersion(
	tarball: string,
	version: string,
	folder: string,
): Promise<string> {
	await mkdir(folder, { recursive: true });
	await run('tar', ['-xzf', tarball, '-C', folder]);
	const manifestPath = join(folder, 'package', 'package.json');
	const manifest = JSON.parse(await readFile(manifestPath, 'utf8')) as Record<string, unknown>;
	await writeFile(manifestPath, JSON.stringify({ ...manifest, version }, null, '\t'));
	const packed = join(folder, `${PACKAGE}-${version}.tgz`);
	await run('tar', ['-czf', packed, '-C', folder, 'package']);
	return packed;
}

/**
 * Puts a packed package where n8n's Community Nodes page puts it, in the same steps: unpack, strip the
 * dependencies that are not for running, install the rest shallow and without scripts, write it down.
 * @param userFolder what n8n is given as N8N_USER_FOLDER
 */
export async function installPackage(tarball: string, userFolder: string): Promise<void> {
	const nodes = join(userFolder, '.n8n', 'nodes');
	const folder = join(nodes, 'node_modules', PACKAGE);
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	await run('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);

	const manifestPath = join(folder, 'package.json');
	const manifest = JSON.parse(await readFile(manifestPath, 'utf8')) as Record<string, unknown>;
	delete manifest.devDependencies;
	delete manifest.peerDependencies;
	delete manifest.optionalDependencies;
	await writeFile(manifestPath, JSON.stringify(manifest, null, 2));
	const flags = [
		'--audit=false',
		'--fund=false',
		'--bin-links=false',
		'--install-strategy=shallow',
	];
	await run('npm', ['install', ...flags, '--ignore-scripts=true', '--package-lock=false'], {
		cwd: folder,
	});

	const installed = {
		name: 'installed-nodes',
		private: true,
		dependencies: { [PACKAGE]: manifest.version },
	};
	await writeFile(join(nodes, 'package.json'), JSON.stringify(installed, null, 2));
}
