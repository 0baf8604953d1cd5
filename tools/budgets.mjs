// What the package costs who installs it: its size, and how long n8n needs to load it. Fails over the budgets.
// Loading is compared with what n8n has loaded anyway, in fresh processes that take turns, so that a slow moment of
// the machine meets both.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { listPacked, ROOT, runNode } from './run.mjs';

const MAX_UNPACKED_BYTES = 350_000;
/** Loading the package, which loads n8n-workflow and zod, over loading these two alone. */
const MAX_RATIO = 2.5;
const ROUNDS = 15;

const BASE = ['n8n-workflow', 'zod'];

if (process.argv[2] === '--load') {
	const require = createRequire(join(ROOT, 'package.json'));
	const startedAt = performance.now();
	for (const name of process.argv.slice(3)) require(name);
	process.stdout.write(String(performance.now() - startedAt));
} else {
	const { n8n } = createRequire(import.meta.url)('../package.json');
	const ours = [...n8n.nodes, ...n8n.credentials].map((file) => join(ROOT, file));
	const rounds = Array.from({ length: ROUNDS }, () => ({ base: load(BASE), ours: load(ours) }));
	const baseMs = median(rounds.map((round) => round.base));
	const oursMs = median(rounds.map((round) => round.ours));
	const ratio = oursMs / baseMs;
	const { unpackedBytes } = listPacked();
	console.log(`Unpacked: ${unpackedBytes} bytes, limit ${MAX_UNPACKED_BYTES}`);
	console.log(
		`Loading: ${oursMs.toFixed(1)} ms, of n8n-workflow and zod alone ${baseMs.toFixed(1)} ms, ratio ${ratio.toFixed(2)}, limit ${MAX_RATIO}; medians of ${ROUNDS} processes each`,
	);
	process.exitCode = unpackedBytes <= MAX_UNPACKED_BYTES && ratio <= MAX_RATIO ? 0 : 1;
	if (process.exitCode === 1) console.error('The package is over its budget');
}

/** Loads modules in a fresh process; returns how long that took, in milliseconds. */
function load(names) {
	const args = [import.meta.filename, '--load', ...names];
	const { status, stdout, stderr } = runNode(args, { stdio: 'pipe' });
	if (status !== 0) throw new Error(`Loading ${names.join(', ')} did not succeed: ${stderr}`);
	return Number(stdout);
}

function median(values) {
	return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
