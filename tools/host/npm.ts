/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- drives real programs; not part of the package */
import { delimiter, dirname } from 'node:path';
import { lastLines, runCommand } from './command';

/** Receives the progress of an installation, line by line. */
export type Log = (line: string) => void;

const LOG_EVERY_MS = 10_000;
const NO_NETWORK = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/;
// Scripts stay off: some want a file from outside the npm registry and fail without it.
const INSTALL_FLAGS = ['--ignore-scripts', '--no-audit', '--no-fund', '--legacy-peer-deps'];

/**
 * Installs packages into a folder, without their scripts, and logs its progress every ten seconds.
 * @param tools folder that comes first in PATH, such as that of another Node.js
 * @throws Error that says what is missing: the network, or disk space
 */
export async function npmInstall(
	folder: string,
	packages: readonly string[],
	log: Log,
	tools?: string,
): Promise<void> {
	await npm(folder, ['install', ...packages, ...INSTALL_FLAGS, '--loglevel=error'], log, tools);
}

/** Runs an npm command in a folder; the rest as `npmInstall`. */
export async function npm(
	folder: string,
	args: readonly string[],
	log: Log,
	tools: string = dirname(process.execPath),
): Promise<void> {
	const startedAt = Date.now();
	let logging = false;
	const timer = setInterval(() => {
		if (logging) return;
		logging = true;
		void logProgress(folder, startedAt, log)
			.catch(() => undefined)
			.finally(() => (logging = false));
	}, LOG_EVERY_MS);
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

/** Says how much lies in the folder so far. */
async function logProgress(folder: string, startedAt: number, log: Log): Promise<void> {
	const { output } = await runCommand('du', ['-sk', folder]);
	const megabytes = Math.round((Number.parseInt(output, 10) || 0) / 1024);
	const seconds = Math.round((Date.now() - startedAt) / 1000);
	log(`  ${seconds} s, ${megabytes < 1 ? 'resolving packages' : `${megabytes} MB so far`}`);
}
