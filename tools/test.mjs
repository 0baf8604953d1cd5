// Everything that must hold before a commit: build, lint, types, format, tests, n8n's verification scan.
// The last line counts the jest tests.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'ninja-video-test-'));
const report = join(folder, 'jest.json');
const steps = [
	['gulp', 'build'],
	['n8n-node', 'lint'],
	['tsc', '--noEmit', '-p', 'tsconfig.json'],
	['prettier', '--check', '--log-level', 'warn', '.'],
	['jest', '--json', '--outputFile', report, ...process.argv.slice(2)],
	['node', 'tools/scan.mjs'],
];

let failedStep;
for (const [command, ...args] of steps) {
	console.log(`\n> ${command} ${args.filter((arg) => arg !== report).join(' ')}`);
	const path = join('node_modules', '.bin', command);
	const { status } = spawnSync(command === 'node' ? process.execPath : path, args, {
		stdio: 'inherit',
		env: { ...process.env, CI: 'true' },
	});
	if (status === 0) continue;
	failedStep = command;
	break;
}

const { numPassedTests = 0, numFailedTests = 0 } = readReport();
rmSync(folder, { recursive: true, force: true });
if (failedStep !== undefined) console.log(`\nThe step "${failedStep}" failed.`);
console.log(`${numPassedTests} passed, ${numFailedTests} failed`);
process.exitCode = failedStep === undefined ? 0 : 1;

function readReport() {
	try {
		return JSON.parse(readFileSync(report, 'utf8'));
	} catch {
		return {};
	}
}
