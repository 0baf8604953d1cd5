/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- drives real programs; not part of the package */
import { spawn, type ChildProcessByStdio, type SpawnOptions } from 'node:child_process';
import type { Readable } from 'node:stream';

/** Groups that are running, so that none outlives this process, however it ends. */
const groups = new Set<number>();
process.on('exit', () => groups.forEach((pid) => signalGroup(pid, 'SIGKILL')));

/** Sends a signal to a process and all its children; nothing happens if they have ended. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
	try {
		process.kill(-pid, signal);
	} catch {
		// It has ended already.
	}
}

/**
 * Starts a program in a process group of its own: Ctrl-C reaches it through us alone, and its children end
 * with it. Its output is piped.
 */
export function spawnGroup(
	command: string,
	args: readonly string[],
	options: SpawnOptions = {},
): ChildProcessByStdio<null, Readable, Readable> {
	const child = spawn(command, [...args], {
		...options,
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const { pid } = child;
	if (pid !== undefined) {
		groups.add(pid);
		child.once('close', () => groups.delete(pid));
	}
	return child;
}
