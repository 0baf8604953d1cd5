/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- drives real programs; not part of the package */
import { readdir } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { lastLines, runCommand } from './command';

/** Told how an installation goes on, line by line. */
export type Say = (line: string) => void;

const TELL_EVERY_MS = 10_000;
const NO_NETWORK = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/;
// Scripts stay off: some want a file from outside the npm registry and fail without it.
const INSTALL_FLAGS = ['--ignore-scripts', '--no-audit', '--no-fund', '--legacy-peer-deps'];

/**
 * Installs packages into a folder, without their scripts, and tells how far it is every ten seconds.
 * @param tools folder that comes first in PATH, such as that of another Node.js
 * @throws Error that says what is missing: the network, or disk space
 */
export async function npmInstall(
	folder: string,
	packages: readonly string[],
	say: Say,
	tools?: string,
): Promise<void> {
	await npm(folder, ['install', ...packages, ...INSTALL_FLAGS, '--loglevel=error'], say, tools);
}

/** Runs an npm command in a folder; the rest as `npmInstall`. */
export async function npm(
	folder: string,
	args: readonly string[],
	say: Say,
	tools: string = dirname(process.execPath),
): Promise<void> {
	const startedAt = Date.now();
	const timer = setInterval(() => void tellProgress(folder, startedAt, say), TELL_EVERY_MS);
	const { code, output } = await runCommand('npm', args, {
		cwd: folder,
		shell: process.platform === 'win32',
		env: {
			...process.env,
			PATH: [tools, dirname(process.execPath), process.env.PATH].join(delimiter),
		},
	}).finally(() => clearInterval(timer));
	if (code === 0) return;
	if (/ENOSPC/.test(output)) throw new Error('The disk is full.');
	if (NO_NETWORK.test(output)) {
		throw new Error(
			`The npm registry could not be reached. Check the network, then run the command again.\n${lastLines(output, 5)}`,
		);
	}
	throw new Error(`npm ${args[0]} did not succeed:\n${lastLines(output)}`);
}

async function tellProgress(folder: string, startedAt: number, say: Say): Promise<void> {
	const packages = await readdir(join(folder, 'node_modules')).catch((): string[] => []);
	const seconds = Math.round((Date.now() - startedAt) / 1000);
	const count = packages.length === 0 ? 'resolving packages' : `${packages.length} folders so far`;
	say(`  ${seconds} s, ${count}`);
}
