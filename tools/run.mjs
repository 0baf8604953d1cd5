// How the commands of this repository start other programs: by their JavaScript and this Node.js, so that neither a
// POSIX shell nor the shims in node_modules/.bin are needed.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The repository's folder. */
export const ROOT = join(import.meta.dirname, '..');

/** Where a command of an installed package lies: that of the package's own name unless another is named. */
export function entryOf(name, command = name) {
	const folder = join(ROOT, 'node_modules', name);
	const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	return join(folder, typeof bin === 'string' ? bin : bin[command]);
}

/** Where npm's own JavaScript lies: the npm that runs this, or the one beside Node.js. */
export function npmEntry() {
	const beside = ['node_modules', '../lib/node_modules'].map((folder) =>
		join(dirname(process.execPath), folder, 'npm', 'bin', 'npm-cli.js'),
	);
	const entry = [process.env.npm_execpath ?? '', ...beside].find(
		(path) => path.endsWith('npm-cli.js') && existsSync(path),
	);
	if (entry === undefined)
		throw new Error('npm is not installed beside Node.js; run this with npm');
	return entry;
}

/** Runs JavaScript in a process of its own to its end; prints what it prints unless `options` says otherwise. */
export function runNode(args, options = {}) {
	return spawnSync(process.execPath, args, {
		cwd: ROOT,
		stdio: 'inherit',
		encoding: 'utf8',
		...options,
	});
}

/** The files that `npm publish` would send, with their sizes in bytes; `dist` must be built. */
export function listPacked() {
	const { status, stdout, stderr } = runNode([npmEntry(), 'pack', '--dry-run', '--json'], {
		stdio: 'pipe',
	});
	if (status !== 0) throw new Error(`npm pack did not succeed: ${stderr}`);
	const [{ files, unpackedSize }] = JSON.parse(stdout);
	return { files: files.map(({ path }) => path), unpackedBytes: unpackedSize };
}
