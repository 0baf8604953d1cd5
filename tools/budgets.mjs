// Builds the package, then measures what it costs a host to load it: npm run budgets. Fails over the limit.
import { createRequire } from 'node:module';
import { register } from 'tsx/cjs/api';
import { build } from './build.mjs';

if (build()) {
	register();
	createRequire(import.meta.url)('./budgets/main.ts');
} else {
	process.exitCode = 1;
}
