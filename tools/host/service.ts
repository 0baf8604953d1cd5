/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- drives real programs; not part of the package */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastLines } from './command';
import type { ProcessGroup } from './processGroup';
import { until } from './until';

/** A program that runs for a test alone, on a port of 127.0.0.1, with its data in a temporary folder. */
export interface Service {
	readonly port: number;
	/** Where its data lies. */
	readonly folder: string;
	/** Ends it and removes its folder. */
	stop(): Promise<void>;
}

/**
 * Starts a service in a temporary folder and waits until it is ready. Its log is the file `log` of that folder.
 * @throws Error with the end of the log, if it does not start
 */
export async function startService(
	name: string,
	port: number,
	start: (folder: string) => Promise<{ group: ProcessGroup; isReady(): Promise<boolean> }>,
): Promise<Service> {
	const folder = await mkdtemp(join(tmpdir(), 'ninja-video-'));
	let running: ProcessGroup | undefined;
	const stop = async () => {
		await running?.end('SIGINT');
		await rm(folder, { recursive: true, force: true });
	};
	try {
		const { group, isReady } = await start(folder);
		running = group;
		await until(`${name} to start`, async () => !group.isRunning() || (await isReady()));
		if (!group.isRunning()) throw new Error(`${name} ended at once`);
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		const log = await readFile(join(folder, 'log'), 'utf8').catch(() => '');
		await stop();
		throw new Error(`${reason}\n${lastLines(log)}`);
	}
	return { port, folder, stop };
}
