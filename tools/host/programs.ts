/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- looks for real programs; not part of the package */
import { access, readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** The system packages of Debian and Ubuntu that end-to-end tests use, each with a program of it. */
export const SYSTEM_PACKAGES = {
	chromium: 'chromium',
	'redis-server': 'redis-server',
	postgresql: 'postgres',
} as const;

export type SystemPackage = keyof typeof SYSTEM_PACKAGES;

/** Debian keeps the programs of PostgreSQL's server off the PATH, one folder for each version. */
const POSTGRESQL = '/usr/lib/postgresql';

/** The path of a program, on the PATH or among the newest PostgreSQL's; undefined where there is none. */
export async function findProgram(program: string): Promise<string | undefined> {
	const versions = await readdir(POSTGRESQL).catch((): string[] => []);
	const folders = [
		...(process.env.PATH ?? '').split(delimiter),
		...['/usr/bin', '/usr/sbin'],
		...versions.sort((a, b) => Number(b) - Number(a)).map((name) => join(POSTGRESQL, name, 'bin')),
	];
	for (const folder of folders) {
		const path = join(folder, program);
		const isThere = await access(path).then(
			() => true,
			() => false,
		);
		if (isThere) return path;
	}
	return undefined;
}

/** Those of some system packages that are not installed. */
export async function findMissing(packages: readonly SystemPackage[]): Promise<SystemPackage[]> {
	const paths = await Promise.all(
		packages.map(async (name) => await findProgram(SYSTEM_PACKAGES[name])),
	);
	return packages.filter((_, index) => paths[index] === undefined);
}
