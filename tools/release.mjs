// Makes a release: npm run release [-- patch|minor|major|1.2.3] [--dry-run]; `-- --help` explains it.
import { createRequire } from 'node:module';
import { register } from 'tsx/cjs/api';

register();
createRequire(import.meta.url)('./release/main.ts');
