// Builds the package, then measures: policies in virtual time, and this machine's memory and speed.
import { spawnSync } from 'node:child_process';
import { build } from './build.mjs';

const args = ['--expose-gc', '--import', 'tsx', 'bench/main.ts'];
const bench = build() ? spawnSync(process.execPath, args, { stdio: 'inherit' }) : undefined;
process.exitCode = bench?.status ?? 1;
