// Run by npm's "version" hook: the notes under Unreleased become those of the new version, with today's date.
import { readFileSync, writeFileSync } from 'node:fs';

const HEADING = '## [Unreleased]';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const changelog = readFileSync('CHANGELOG.md', 'utf8');
const [, notes = ''] = changelog.split(`${HEADING}\n`);
if (notes.split(/^## /m)[0].trim() === '') {
	console.error(`CHANGELOG.md has nothing under "${HEADING}"`);
	process.exit(1);
}
const today = new Date().toISOString().slice(0, 10);
writeFileSync(
	'CHANGELOG.md',
	changelog.replace(`${HEADING}\n`, `${HEADING}\n\n## [${version}] - ${today}\n`),
);
