/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- drives real programs; not part of the package */
import { spawn, type ChildProcessByStdio, type SpawnOptions } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';

/** A running program with its children. */
export interface ProcessGroup {
	readonly pid: number;
	isRunning(): boolean;
	/** Fulfilled when the program has ended, for whatever reason. */
	readonly ended: Promise<void>;
	/** Sends a signal to all of them and waits until the program has ended; in a minute at most. */
	end(signal: NodeJS.Signals): Promise<void>;
}

const ENDS_WITHIN_MS = 60_000;

/** Groups that are running, so that none outlives this process; with the signal that ends each at once. */
const groups = new Map<number, NodeJS.Signals>();
process.on('exit', () => groups.forEach((signal, pid) => signalGroup(pid, signal)));

/** Sends a signal to a process and all its children; nothing happens if they have ended. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
	try {
		process.kill(-pid, signal);
	} catch {
		// It has ended already.
	}
}

/**
 * Starts a program in a group of its own: what it starts ends with it, and Ctrl-C reaches it through us alone.
 * Its output is piped.
 * @param endsAtOnce the signal that ends it without delay when this process ends
 */
export function spawnGroup(
	command: string,
	args: readonly string[],
	options: SpawnOptions = {},
	endsAtOnce: NodeJS.Signals = 'SIGKILL',
): ChildProcessByStdio<null, Readable, Readable> {
	const child = spawn(command, [...args], {
		stdio: ['ignore', 'pipe', 'pipe'],
		...options,
		detached: true,
	}) as ChildProcessByStdio<null, Readable, Readable>;
	// Of a child with a channel only the end matters here.
	child.channel?.unref();
	const { pid } = child;
	if (pid !== undefined) {
		groups.set(pid, endsAtOnce);
		child.once('close', () => groups.delete(pid));
	}
	return child;
}

/**
 * Starts a program that goes on, such as a server.
 * @param logPath where everything it prints is appended
 */
export async function startGroup(
	command: string,
	args: readonly string[],
	logPath: string,
	options: SpawnOptions = {},
	endsAtOnce: NodeJS.Signals = 'SIGKILL',
): Promise<ProcessGroup> {
	const log = createWriteStream(logPath, { flags: 'a' });
	const child = spawnGroup(command, args, options, endsAtOnce);
	child.stdout.pipe(log, { end: false });
	child.stderr.pipe(log, { end: false });
	const pid = await new Promise<number>((resolve, reject) => {
		child.once('error', reject);
		child.once('spawn', () => resolve(child.pid ?? 0));
	});
	let running = true;
	const ended = new Promise<void>((resolve) =>
		child.once('close', () => {
			running = false;
			log.end(resolve);
		}),
	);
	return {
		pid,
		ended,
		isRunning: () => running,
		async end(signal) {
			if (running) signalGroup(pid, signal);
			const late = setTimeout(() => signalGroup(pid, 'SIGKILL'), ENDS_WITHIN_MS);
			await ended;
			clearTimeout(late);
			signalGroup(pid, 'SIGKILL');
		},
	};
}
