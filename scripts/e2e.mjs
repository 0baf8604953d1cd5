// Builds the package and tries it in real n8n: npm run test:e2e [-- --smoke | files]. The last line counts the tests.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { register } from 'tsx/cjs/api';

const build = spawnSync(join('node_modules', '.bin', 'gulp'), ['build', '--silent'], {
	stdio: 'inherit',
});
if (build.status === 0) {
	register();
	createRequire(import.meta.url)('./e2e/main.ts');
} else {
	process.exitCode = 1;
}
