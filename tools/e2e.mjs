// Builds the package and tries it in real n8n: npm run test:e2e [-- --smoke | files]. The last line counts the tests.
import { createRequire } from 'node:module';
import { register } from 'tsx/cjs/api';
import { build } from './build.mjs';

if (build()) {
	register();
	createRequire(import.meta.url)('./e2e/main.ts');
} else {
	process.exitCode = 1;
}
