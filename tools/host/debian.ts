/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- drives real programs; not part of the package */
import { access, readdir, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { lastLines, runCommand, type CommandResult } from './command';
import type { Say } from './npm';

/** The Debian packages that tests use, and a program of each that shows whether it is there. */
const PROGRAMS = {
	chromium: 'chromium',
	'redis-server': 'redis-server',
	postgresql: 'postgres',
} as const;

export type DebianPackage = keyof typeof PROGRAMS;

/** What the installation touches; tests put their own in place. */
export interface DebianSystem {
	readonly isRoot: boolean;
	find(program: string): Promise<string | undefined>;
	run(command: string, args: readonly string[]): Promise<CommandResult>;
	/** While a package is installed, no service of it may start by itself; hands back how to undo that. */
	forbidServices(): Promise<() => Promise<void>>;
}

/** Debian keeps the programs of PostgreSQL's server off the PATH, one folder for each version. */
const POSTGRESQL = '/usr/lib/postgresql';
const POLICY = '/usr/sbin/policy-rc.d';

const machine: DebianSystem = {
	isRoot: process.getuid?.() === 0,
	find: findProgram,
	run: async (command, args) =>
		await runCommand(command, args, {
			env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
		}),
	forbidServices,
};

/**
 * The path of a program, on the PATH or among the newest PostgreSQL's.
 * @returns `undefined` where there is none
 */
export async function findProgram(program: string): Promise<string | undefined> {
	const versions = await readdir(POSTGRESQL).catch((): string[] => []);
	const folders = [
		...(process.env.PATH ?? '').split(delimiter),
		...['/usr/bin', '/usr/sbin'],
		...versions.sort((a, b) => Number(b) - Number(a)).map((name) => join(POSTGRESQL, name, 'bin')),
	];
	for (const folder of folders) {
		const path = join(folder, program);
		if (await exists(path)) return path;
	}
	return undefined;
}

const exists = async (path: string): Promise<boolean> =>
	await access(path).then(
		() => true,
		() => false,
	);

/**
 * Sees to it that programs from Debian packages are there. What is missing is installed where that can be
 * done: on Debian or Ubuntu, as root. Their services are not started.
 * @throws Error that says which packages are missing, and the command that installs them
 */
export async function ensureDebianPackages(
	packages: readonly DebianPackage[],
	say: Say,
	system: DebianSystem = machine,
): Promise<void> {
	const missing: DebianPackage[] = [];
	for (const name of packages) {
		if ((await system.find(PROGRAMS[name])) === undefined) missing.push(name);
	}
	if (missing.length === 0) return;
	const names = missing.join(', ');
	const byHand = `sudo apt-get update && sudo apt-get install --no-install-recommends ${missing.join(' ')}`;
	const aptGet = await system.find('apt-get');
	if (aptGet === undefined || !system.isRoot) {
		const where = aptGet === undefined ? 'On Debian or Ubuntu' : 'As root';
		throw new Error(`Not installed here: ${names}. ${where}, this installs it: ${byHand}`);
	}
	say(`Installing from Debian, this once: ${names}.`);
	const allowServices = await system.forbidServices();
	try {
		await apt(system, aptGet, ['update', '-q']);
		await apt(system, aptGet, ['install', '-y', '-q', '--no-install-recommends', ...missing]);
	} finally {
		await allowServices();
	}
	for (const name of missing) {
		if ((await system.find(PROGRAMS[name])) === undefined) {
			throw new Error(`${name} was installed, but its program ${PROGRAMS[name]} is nowhere.`);
		}
	}
	say(`Installed: ${names}.`);
}

async function apt(system: DebianSystem, aptGet: string, args: readonly string[]): Promise<void> {
	const { code, output } = await system.run(aptGet, args);
	if (code === 0) return;
	if (/Could not get lock|Unable to acquire the dpkg/.test(output)) {
		throw new Error('Another installation is running on this machine; try again after it.');
	}
	throw new Error(`apt-get ${args[0]} did not succeed:\n${lastLines(output)}`);
}

/** Debian's own way: a policy that answers "not allowed" when a package wants to start its service. */
async function forbidServices(): Promise<() => Promise<void>> {
	if (await exists(POLICY)) return async () => {};
	await writeFile(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
	return async () => await rm(POLICY, { force: true });
}
