/* eslint-disable @n8n/community-nodes/no-restricted-imports -- writes files; not part of the package */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LOCAL } from '../../../tools/host/installHost';

/** Leaves what a test measured, as names and values, for the table of results. */
export async function writeFigures(
	name: string,
	figures: Readonly<Record<string, string | number>>,
): Promise<void> {
	const folder = join(LOCAL, 'e2e', 'figures');
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, `${name}.json`), JSON.stringify(figures, null, '\t'));
}
