/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions, no-console -- a command of the repository, not part of the package */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { releaseNotes } from './changelog';

/** What a release changes. */
export const CHANGED = ['package.json', 'package-lock.json', 'CHANGELOG.md'];

/**
 * Gives the last commit its version in an empty folder, and builds, scans and packs it there. Needs no network.
 * @returns the name of the tarball
 * @throws Error if a step fails
 */
export function rehearse(root: string, folder: string, version: string): string {
	const at = { cwd: folder, stdio: 'inherit' } as const;
	const archive = join(folder, 'commit.tar');
	execFileSync('git', ['archive', '--output', archive, 'HEAD'], { cwd: root });
	execFileSync('tar', ['-xf', archive], at);
	execFileSync('rm', [archive], at);
	symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));

	const changelog = join(folder, 'CHANGELOG.md');
	writeFileSync(changelog, releaseNotes(readFileSync(changelog, 'utf8'), version));
	execFileSync('npm', ['version', version, '--no-git-tag-version', '--offline'], {
		...at,
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	console.log(`\n> gulp build`);
	execFileSync(join('node_modules', '.bin', 'gulp'), ['build', '--silent'], at);
	console.log(`> node tools/scan.mjs`);
	execFileSync(process.execPath, ['tools/scan.mjs'], at);
	console.log(`> npm pack`);
	execFileSync('npm', ['pack', '--silent', '--offline'], at);
	const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
	if (tarball?.includes(version) !== true) throw new Error('No tarball of that version was made');
	return tarball;
}
