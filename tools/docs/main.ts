/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- a command of the repository, not part of the package */
/** Writes what `npm test` finds stale: the table of models in the README. */
import { readFile, writeFile } from 'node:fs/promises';
import { README } from './files';
import { withModelTable } from './models';

async function main(): Promise<void> {
	await writeFile(README, withModelTable(await readFile(README, 'utf8')));
	console.log('the models in README.md are as the code has them');
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
