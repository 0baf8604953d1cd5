/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions, no-console -- a command of the repository, not part of the package */
/**
 * The end-to-end tests: sees to it that everything they drive is there, runs them, and, after a whole run, writes
 * the table of results into the documentation.
 */
import { spawnSync } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ensureDebianPackages } from '../host/debian';
import { installHost, LOCAL, type Host } from '../host/installHost';
import { writeResults, type JestReport } from './results';

const ROOT = resolve(__dirname, '../..');
const REPORT = join(LOCAL, 'e2e', 'report.json');

async function main(args: readonly string[]): Promise<boolean> {
	const isSmoke = args.includes('--smoke');
	const files = args.filter((arg) => arg !== '--smoke');
	const isWhole = !isSmoke && files.length === 0;

	await ensureDebianPackages(
		isSmoke ? ['chromium'] : ['chromium', 'redis-server', 'postgresql'],
		console.log,
	);
	const hosts: Host[] = [await installHost('current', console.log)];
	if (!isSmoke) hosts.push(await installHost('older', console.log));

	await mkdir(join(LOCAL, 'e2e'), { recursive: true });
	await rm(REPORT, { force: true });
	const startedAt = Date.now();
	const { status } = spawnSync(
		process.execPath,
		[
			join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js'),
			...['-c', join(ROOT, 'jest.e2e.config.js'), '--ci', '--json', '--outputFile', REPORT],
			...(isSmoke ? ['test/e2e/smoke'] : files),
		],
		{ stdio: 'inherit', cwd: ROOT },
	);
	const report = await readReport();
	if (isWhole && report !== undefined) {
		await writeResults({ report, hosts, seconds: (Date.now() - startedAt) / 1000 });
	}
	console.log(`${report?.numPassedTests ?? 0} passed, ${report?.numFailedTests ?? 0} failed`);
	return status === 0 && report !== undefined && report.numPassedTests > 0;
}

async function readReport(): Promise<JestReport | undefined> {
	return await readFile(REPORT, 'utf8').then(
		(text) => JSON.parse(text) as JestReport,
		() => undefined,
	);
}

main(process.argv.slice(2)).then(
	(passed) => process.exit(passed ? 0 : 1),
	(error: unknown) => {
		console.error(error instanceof Error ? error.message : error);
		process.exit(1);
	},
);
