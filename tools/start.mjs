// Builds the package, then opens it in a real n8n: npm start [-- --port 5678]. Ctrl-C stops everything.
import { createRequire } from 'node:module';
import { register } from 'tsx/cjs/api';
import { build } from './build.mjs';

if (build()) {
	register();
	createRequire(import.meta.url)('./start/main.ts');
} else {
	process.exitCode = 1;
}
