// Runs the simulator from its TypeScript source, with the arguments it is given.
import { register } from 'tsx/cjs/api';
import { createRequire } from 'node:module';

register();
createRequire(import.meta.url)('../simulator/main.ts');
