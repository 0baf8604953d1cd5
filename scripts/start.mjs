// Builds the package, then opens it in a real n8n: npm start [-- --port 5678]. Ctrl-C stops everything.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { register } from 'tsx/cjs/api';

const build = spawnSync(join('node_modules', '.bin', 'gulp'), ['build', '--silent'], {
	stdio: 'inherit',
});
if (build.status === 0) {
	register();
	createRequire(import.meta.url)('./start/main.ts');
} else {
	process.exitCode = 1;
}
