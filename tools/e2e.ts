/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions, no-console -- a command of the repository, not part of the package */
/** Runs the end-to-end tests in real n8n, which it installs into .local first; the last line counts the tests. */
import { spawnSync } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { installHost, LOCAL } from './host/installHost';
import { findMissing } from './host/programs';

const ROOT = resolve(__dirname, '..');
const REPORT = join(LOCAL, 'e2e', 'report.json');

interface JestReport {
	readonly numPassedTests: number;
	readonly numFailedTests: number;
}

async function main(args: readonly string[]): Promise<boolean> {
	const isSmoke = args.includes('--smoke');
	const files = isSmoke ? ['test/e2e/smoke'] : args;
	const missing = await findMissing(
		isSmoke ? ['chromium'] : ['chromium', 'redis-server', 'postgresql'],
	);
	if (missing.length > 0) {
		console.log(`Not found: ${missing.join(', ')}. To install: npm run setup:system`);
	}
	await installHost('current', console.log);
	if (!isSmoke) await installHost('older', console.log);

	await mkdir(join(LOCAL, 'e2e'), { recursive: true });
	await rm(REPORT, { force: true });
	const jest = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
	// Each file starts servers of its own: one at a time leaves them the whole machine. A test that failed half-way
	// may leave a server open; the process must end all the same.
	const options = ['--ci', '--maxWorkers=1', '--forceExit', '--json', '--outputFile', REPORT];
	const { status } = spawnSync(process.execPath, [jest, ...options, ...files], {
		stdio: 'inherit',
		cwd: ROOT,
		env: { ...process.env, E2E: 'true' },
	});
	const report = await readFile(REPORT, 'utf8').then(
		(text) => JSON.parse(text) as JestReport,
		() => ({ numPassedTests: 0, numFailedTests: 0 }),
	);
	console.log(`${report.numPassedTests} passed, ${report.numFailedTests} failed`);
	return status === 0 && report.numPassedTests > 0;
}

main(process.argv.slice(2)).then(
	(passed) => process.exit(passed ? 0 : 1),
	(error: unknown) => {
		console.error(error instanceof Error ? error.message : error);
		process.exit(1);
	},
);
