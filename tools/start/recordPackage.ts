/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a command of the repository, not part of the package */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../host/command';
import type { Host } from '../host/installHost';
import { PACKAGE } from '../host/installPackage';

/** Runs in n8n's own Node.js, which has SQLite built in. */
const SCRIPT = `
const { DatabaseSync } = require('node:sqlite');
const [path, name, version, author, email, ...nodes] = process.argv.slice(1);
const database = new DatabaseSync(path);
database.exec('PRAGMA busy_timeout = 10000; PRAGMA foreign_keys = ON');
database.prepare('DELETE FROM installed_packages WHERE packageName = ?').run(name);
database.prepare('INSERT INTO installed_packages (packageName, installedVersion, authorName, authorEmail) VALUES (?, ?, ?, ?)').run(name, version, author, email);
for (const node of nodes) {
	const [type, label] = node.split('=');
	database.prepare('INSERT INTO installed_nodes (name, type, latestVersion, package) VALUES (?, ?, 1, ?)').run(label, name + '.' + type, name);
}`;

interface Manifest {
	readonly version: string;
	readonly author: { readonly name: string; readonly email: string };
	readonly n8n: { readonly nodes: readonly string[] };
}

/** Lists the package on n8n's Community Nodes page, as installing it from there does. */
export async function recordPackage(host: Host, userFolder: string): Promise<void> {
	const n8nFolder = join(userFolder, '.n8n');
	const manifestPath = join(n8nFolder, 'nodes', 'node_modules', PACKAGE, 'package.json');
	const { version, author, n8n } = JSON.parse(await readFile(manifestPath, 'utf8')) as Manifest;
	const nodes = n8n.nodes.map((path) => {
		const name = /(\w+)\.node\.js$/.exec(path)?.[1] ?? '';
		const label = name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ');
		return `${name.charAt(0).toLowerCase()}${name.slice(1)}=${label}`;
	});
	const database = join(n8nFolder, 'database.sqlite');
	const args = ['-e', SCRIPT, database, PACKAGE, version, author.name, author.email, ...nodes];
	const { code, output } = await runCommand(host.nodePath, args);
	if (code !== 0) throw new Error(`n8n's list of packages could not be written: ${output}`);
}
