/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads the source files themselves */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Source } from './imports';

const ROOT = join(__dirname, '../..');

/** The files under a folder of the repository whose name ends so. */
export function readSources(folder: string, ending: RegExp = /\.ts$/): Source[] {
	return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => ending.test(name))
		.map((name) => join(ROOT, folder, name))
		.map((path) => ({
			path: relative(ROOT, path).replaceAll('\\', '/'),
			text: readFileSync(path, 'utf8'),
		}));
}
