/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions, no-console -- a command of the repository, not part of the package */
/**
 * Measures how long a host needs to load the package. Each figure is a median of fresh processes; ours and those of
 * an empty node take turns, so that a slow moment of the machine meets both.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const LOAD = join(__dirname, 'load.cjs');
const EMPTY = join(__dirname, 'empty.cjs');

/** Over what n8n has loaded anyway, in milliseconds. */
const MOST_MS = 20;
const PROCESSES = 15;

const { n8n } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
	n8n: { nodes: string[]; credentials: string[] };
};
const files = [...n8n.nodes, ...n8n.credentials].map((file) => join(ROOT, file));

const load = (paths: readonly string[]): number =>
	Number(execFileSync(process.execPath, [LOAD, ...paths], { encoding: 'utf8' }));
const median = (values: readonly number[]): number =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const rounds = Array.from({ length: PROCESSES }, () => ({
	ours: load(files),
	empty: load([EMPTY]),
}));
const ours = median(rounds.map((round) => round.ours));
const empty = median(rounds.map((round) => round.empty));
const least = Math.min(...rounds.map((round) => round.ours));

console.log(
	`Loading the package: ${ours.toFixed(1)} ms (least ${least.toFixed(1)}), an empty node: ${empty.toFixed(2)} ms, ratio ${(ours / empty).toFixed(0)}; median of ${PROCESSES} processes, limit ${MOST_MS} ms`,
);
if (!(ours <= MOST_MS)) {
	console.error(`The package takes more than ${MOST_MS} ms to load`);
	process.exitCode = 1;
}
