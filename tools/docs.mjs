// Writes the parts of the documents that are made from the code: npm run docs.
import { createRequire } from 'node:module';
import { register } from 'tsx/cjs/api';

register();
createRequire(import.meta.url)('./docs/main.ts');
