// Builds the package, then runs the demo (TypeScript) in a fresh process.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const inherit = { stdio: 'inherit' };
const build = spawnSync(join('node_modules', '.bin', 'gulp'), ['build', '--silent'], inherit);
const demo =
	build.status === 0
		? spawnSync(process.execPath, ['--import', 'tsx', 'scripts/demo.ts'], inherit)
		: build;
process.exitCode = demo.status ?? 1;
