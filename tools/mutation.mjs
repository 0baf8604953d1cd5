// Mutation testing of the folders given, of all five without an argument: npm run mutation -- jobs api
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { entryOf, ROOT, runNode } from './run.mjs';

const FOLDERS = ['api', 'catalog', 'jobs', 'pacing', 'run'];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((folder) => !FOLDERS.includes(folder));
if (unknown.length > 0) {
	console.error(
		`Not a folder to mutate: ${unknown.join(', ')}. Choose from ${FOLDERS.join(', ')}.`,
	);
	process.exit(1);
}

const reportOf = (folder) => join(ROOT, 'reports', 'mutation', `${folder}.json`);

/** Counts the mutants of a folder by how they ended. */
function counterOf(folder) {
	const report = JSON.parse(readFileSync(reportOf(folder), 'utf8'));
	const ends = Object.values(report.files).flatMap((file) =>
		file.mutants.map(({ status }) => status),
	);
	return (...statuses) => ends.filter((end) => statuses.includes(end)).length;
}

let passed = true;
const rows = [];
for (const folder of wanted.length > 0 ? wanted : FOLDERS) {
	// A run that breaks off must not show the figures of the run before.
	rmSync(reportOf(folder), { force: true });
	const env = { ...process.env, MUTATED_FOLDER: folder };
	const { status } = runNode([entryOf('@stryker-mutator/core', 'stryker'), 'run'], { env });
	passed &&= status === 0;
	if (!existsSync(reportOf(folder))) {
		rows.push(`${folder.padEnd(8)} broke off`);
		continue;
	}
	const count = counterOf(folder);
	const [found, missed] = [count('Killed', 'Timeout'), count('Survived', 'NoCoverage')];
	const score = ((100 * found) / (found + missed)).toFixed(2);
	rows.push(`${folder.padEnd(8)} ${score} %, ${found + missed} mutants, ${missed} survived`);
}
console.log(rows.join('\n'));
process.exit(passed ? 0 : 1);
