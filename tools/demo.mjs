// Builds the package, then runs the demo (TypeScript) in a fresh process.
import { spawnSync } from 'node:child_process';
import { build } from './build.mjs';

const args = ['--import', 'tsx', 'tools/demo.ts'];
const demo = build() ? spawnSync(process.execPath, args, { stdio: 'inherit' }) : undefined;
process.exitCode = demo?.status ?? 1;
