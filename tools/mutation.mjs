// Mutation testing of one room or more, all four without an argument: npm run mutation -- jobs api
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const ROOMS = ['api', 'catalog', 'jobs', 'pacing'];
const STRYKER = join(ROOT, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');

const asked = process.argv.slice(2);
const unknown = asked.filter((room) => !ROOMS.includes(room));
if (unknown.length > 0) {
	console.error(`There is no room ${unknown.join(', ')}. Rooms: ${ROOMS.join(', ')}.`);
	process.exit(1);
}

const reportOf = (room) => join(ROOT, 'reports', 'mutation', `${room}.json`);

/** How many mutants of a room ended how. */
function countEnds(room) {
	const report = JSON.parse(readFileSync(reportOf(room), 'utf8'));
	const ends = Object.values(report.files).flatMap((file) =>
		file.mutants.map(({ status }) => status),
	);
	return (...statuses) => ends.filter((end) => statuses.includes(end)).length;
}

let passed = true;
const rows = [];
for (const room of asked.length > 0 ? asked : ROOMS) {
	// A run that breaks off must not be told by the figures of the run before.
	rmSync(reportOf(room), { force: true });
	const env = { ...process.env, MUTATED_ROOM: room };
	const { status } = spawnSync(process.execPath, [STRYKER, 'run'], {
		cwd: ROOT,
		env,
		stdio: 'inherit',
	});
	passed &&= status === 0;
	const count = countEnds(room);
	const [found, missed] = [count('Killed', 'Timeout'), count('Survived', 'NoCoverage')];
	const score = ((100 * found) / (found + missed)).toFixed(2);
	rows.push(`${room.padEnd(8)} ${score} %, ${found + missed} mutants, ${missed} survived`);
}
console.log(rows.join('\n'));
process.exit(passed ? 0 : 1);
