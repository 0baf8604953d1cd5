// Runs n8n's own verification scan over the source and over the files that `npm publish` would send.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';
import { listPacked, ROOT } from './run.mjs';

/** What may be published besides `dist`. */
const ALLOWED = new Set(['package.json', 'index.js', 'README.md', 'LICENSE']);

const problems = [];
const { files } = listPacked();
const others = files.filter((file) => !file.startsWith('dist/') && !ALLOWED.has(file));
if (others.length > 0) problems.push(`The package would hold ${others.join(', ')}`);

const folder = mkdtempSync(join(tmpdir(), 'ninja-video-scan-'));
try {
	for (const file of files) {
		mkdirSync(dirname(join(folder, file)), { recursive: true });
		copyFileSync(join(ROOT, file), join(folder, file));
	}
	await scan('package', folder, ['**/*.js', '**/*.ts', '**/*.json']);
	await scan('source', ROOT, SOURCE_FILE_PATTERNS);
} finally {
	rmSync(folder, { recursive: true, force: true });
}
if (problems.length === 0) {
	console.log(`n8n's scan passes on the source and on the ${files.length} files of the package`);
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;

async function scan(what, path, patterns) {
	const { passed, message, details } = await analyzePackage(path, patterns);
	if (!passed) problems.push(`n8n's scan refuses the ${what}: ${message}\n${details ?? ''}`);
}
