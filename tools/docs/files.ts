/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a command of the repository, not part of the package */
import { join, resolve } from 'node:path';

/** The repository's folder. */
export const ROOT = resolve(__dirname, '../..');
export const README = join(ROOT, 'README.md');
export const ERRORS = join(ROOT, 'docs', 'errors.md');
