/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- a command of the repository, not part of the package */
/** Writes what `npm test` finds stale: `docs/errors.md`, and the table of models in the README. */
import { readFile, writeFile } from 'node:fs/promises';
import { ERRORS, README } from './files';
import { withModelTable } from './models';
import { renderErrors } from './errors';

async function main(): Promise<void> {
	await writeFile(ERRORS, await renderErrors());
	await writeFile(README, withModelTable(await readFile(README, 'utf8')));
	console.log('docs/errors.md and the models in README.md are as the code has them');
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
