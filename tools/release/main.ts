/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions, no-console -- a command of the repository, not part of the package */
/** Makes a release, or says whether a tag may be published. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { askGit, askRegistry, askRemote } from './ask';
import { readCommandLine, USAGE } from './commandLine';
import { findObstacles, findTagObstacles } from './obstacles';
import { CHANGED, rehearse } from './rehearse';
import { nextVersion, tagOf } from './version';

const ROOT = resolve(__dirname, '../..');
const read = (name: string) => readFileSync(join(ROOT, name), 'utf8');

async function main(): Promise<readonly string[]> {
	const command = readCommandLine(process.argv.slice(2));
	const { name, version } = JSON.parse(read('package.json')) as { name: string; version: string };
	switch (command.kind) {
		case 'help':
			console.log(USAGE);
			return [];
		case 'wrong':
			return [command.message];
		case 'check-tag':
			return findTagObstacles(command.tag, {
				version,
				changelog: read('CHANGELOG.md'),
				published: await askRegistry(name, ROOT),
			});
		case 'release':
			return await release(name, nextVersion(version, command.step), command.isDryRun);
	}
}

async function release(name: string, version: string, isDryRun: boolean) {
	console.log(`${isDryRun ? 'Dry run of a' : 'A'} release of ${name} ${version}`);
	const [git, remote, published] = await Promise.all([
		askGit(ROOT),
		askRemote(ROOT),
		askRegistry(name, ROOT),
	]);
	if (remote === undefined) console.log('The remote could not be asked for its tags');
	if (published === undefined) console.log('The registry could not be asked for its versions');
	const facts = { ...git, version, published, tags: { here: git.tags, remote } };
	const obstacles = findObstacles(facts, isDryRun);
	if (obstacles.length > 0) return obstacles;

	const folder = mkdtempSync(join(tmpdir(), 'ninja-video-release-'));
	try {
		const tarball = rehearse(ROOT, folder, version);
		console.log(`${tarball}, ${statSync(join(folder, tarball)).size} bytes`);
		if (!isDryRun) for (const file of CHANGED) copyFileSync(join(folder, file), join(ROOT, file));
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
	if (isDryRun) {
		console.log('All is well. Nothing was changed here.');
		return [];
	}
	const tag = tagOf(version);
	const inRoot = { cwd: ROOT, stdio: 'inherit' } as const;
	execFileSync('git', ['commit', '--message', `Release ${version}`, '--', ...CHANGED], inRoot);
	execFileSync('git', ['tag', '--annotate', tag, '--message', `Release ${version}`], inRoot);
	console.log(`Committed and tagged ${tag}. To publish it: git push --atomic origin main ${tag}`);
	return [];
}

main().then(
	(obstacles) => {
		for (const obstacle of obstacles) console.error(obstacle);
		process.exitCode = obstacles.length === 0 ? 0 : 1;
	},
	(error: unknown) => {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = 1;
	},
);
