/* eslint-disable @n8n/community-nodes/no-restricted-imports -- drives real programs; not part of the package */
import type { SpawnOptions } from 'node:child_process';
import { spawnGroup } from './processGroup';

/** How a command ended, with everything it printed. */
export interface CommandResult {
	readonly code: number | null;
	readonly output: string;
}

/** Runs a command to its end; never rejects for an exit code. Rejects if the command is not there. */
export async function runCommand(
	command: string,
	args: readonly string[],
	options: SpawnOptions = {},
): Promise<CommandResult> {
	return await new Promise((resolve, reject) => {
		const child = spawnGroup(command, args, options);
		let output = '';
		const collect = (chunk: unknown) => {
			output += String(chunk);
		};
		child.stdout.on('data', collect);
		child.stderr.on('data', collect);
		child.once('error', reject);
		child.once('close', (code) => resolve({ code, output }));
	});
}

/** The last lines of a text, for an error message. */
export const lastLines = (text: string, count = 15): string =>
	text.trimEnd().split('\n').slice(-count).join('\n');
