// Everything that must hold before a commit: build, lint, types, format, tests, n8n's verification scan.
// The last line counts the jest tests.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { entryOf, runNode } from './run.mjs';

const folder = mkdtempSync(join(tmpdir(), 'ninja-video-test-'));
const report = join(folder, 'jest.json');
const extra = process.argv.slice(2);
const steps = [
	['build', entryOf('gulp'), 'build', '--silent'],
	['lint', entryOf('@n8n/node-cli', 'n8n-node'), 'lint'],
	['types', entryOf('typescript', 'tsc'), '--noEmit', '-p', 'tsconfig.json'],
	['format', entryOf('prettier'), '--check', '--log-level', 'warn', '.'],
	['tests', entryOf('jest'), '--json', '--outputFile', report, ...extra],
	['scan', join('tools', 'scan.mjs')],
];

let failedStep;
for (const [name, ...args] of steps) {
	console.log(`\n> ${name}`);
	const { status } = runNode(args, { env: { ...process.env, CI: 'true' } });
	if (status === 0) continue;
	failedStep = name;
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
