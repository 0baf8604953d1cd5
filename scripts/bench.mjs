// Builds the package, then measures: policies in virtual time, and this machine's memory and speed.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const inherit = { stdio: 'inherit' };
const build = spawnSync(join('node_modules', '.bin', 'gulp'), ['build', '--silent'], inherit);
const bench =
	build.status === 0
		? spawnSync(process.execPath, ['--expose-gc', '--import', 'tsx', 'bench/main.ts'], inherit)
		: build;
process.exitCode = bench.status ?? 1;
