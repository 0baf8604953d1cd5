/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions, no-console -- a command of the repository, not part of the package */
/**
 * Installs the system packages that the end-to-end tests need, on Debian or Ubuntu as root; says so first.
 * Elsewhere it says what is missing. npm run setup:system [-- chromium]
 */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { findMissing, findProgram, SYSTEM_PACKAGES, type SystemPackage } from './host/programs';

/** While this file forbids it, apt-get starts no service of what it installs. */
const POLICY = '/usr/sbin/policy-rc.d';

async function main(wanted: readonly string[]): Promise<boolean> {
	const all = Object.keys(SYSTEM_PACKAGES) as SystemPackage[];
	const packages = wanted.length === 0 ? all : all.filter((name) => wanted.includes(name));
	const missing = await findMissing(packages);
	if (missing.length === 0) {
		console.log(`Already installed: ${packages.join(', ')}.`);
		return true;
	}
	const aptGet = await findProgram('apt-get');
	const commands = [['update'], ['install', '-y', '--no-install-recommends', ...missing]];
	if (aptGet === undefined || process.getuid?.() !== 0) {
		const byHand = commands.map((args) => `sudo apt-get ${args.join(' ')}`).join(' && ');
		console.error(`Not installed: ${missing.join(', ')}. On Debian or Ubuntu: ${byHand}`);
		return false;
	}
	console.log(`Installing ${missing.join(', ')} with apt-get. Their services are not started.`);
	const forbids = !existsSync(POLICY);
	if (forbids) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
	try {
		const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
		return commands.every(
			(args) => spawnSync(aptGet, ['-q', ...args], { stdio: 'inherit', env }).status === 0,
		);
	} finally {
		if (forbids) rmSync(POLICY, { force: true });
	}
}

main(process.argv.slice(2)).then(
	(isReady) => process.exit(isReady ? 0 : 1),
	(error: unknown) => {
		console.error(error);
		process.exit(1);
	},
);
