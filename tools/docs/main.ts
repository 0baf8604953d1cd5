/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- a command of the repository, not part of the package */
/** Writes what is made from the code: `docs/errors.md`, and the table of models in the README. */
import { readFile, writeFile } from 'node:fs/promises';
import { renderErrors } from './errors';
import { ERRORS, README } from './files';
import { withModelTable } from './models';

async function main(): Promise<void> {
	await writeFile(ERRORS, renderErrors());
	await writeFile(README, withModelTable(await readFile(README, 'utf8')));
	console.log('Written: docs/errors.md, and the table of models in README.md');
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
