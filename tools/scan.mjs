// Packs the package as `npm publish` would and runs n8n's own verification scan over the tarball and the source.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

const MAX_UNPACKED_BYTES = 120_000;
/** What may be in the tarball besides `dist`. */
const ALLOWED = new Set(['package.json', 'index.js', 'README.md', 'LICENSE']);

const folder = mkdtempSync(join(tmpdir(), 'ninja-video-scan-'));
const problems = [];
try {
	execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { stdio: 'pipe' });
	const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
	execFileSync('tar', ['-xzf', join(folder, tarball), '-C', folder]);
	const unpacked = join(folder, 'package');

	const files = listFiles(unpacked);
	const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
	const strangers = files
		.map((file) => relative(unpacked, file))
		.filter((name) => !name.startsWith('dist/') && !ALLOWED.has(name));
	if (strangers.length > 0) problems.push(`The tarball holds ${strangers.join(', ')}`);
	if (bytes > MAX_UNPACKED_BYTES) problems.push(`The tarball unpacks to ${bytes} bytes`);

	await scan('tarball', unpacked, ['**/*.js', '**/*.ts', '**/*.json']);
	await scan('source', process.cwd(), SOURCE_FILE_PATTERNS);
	if (problems.length === 0) {
		console.log(
			`n8n's scan passes on source and tarball (${files.length} files, ${bytes} bytes unpacked)`,
		);
	}
} finally {
	rmSync(folder, { recursive: true, force: true });
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;

async function scan(what, path, patterns) {
	const { passed, message, details } = await analyzePackage(path, patterns);
	if (!passed) problems.push(`n8n's scan refuses the ${what}: ${message}\n${details ?? ''}`);
}

function listFiles(path) {
	return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
		const full = join(path, entry.name);
		return entry.isDirectory() ? listFiles(full) : [full];
	});
}
