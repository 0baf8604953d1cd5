/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a command of the repository, not part of the package */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../host/command';
import { signalGroup } from '../host/processGroup';
import { until } from '../host/until';

/** The processes of one start: its n8n, and itself. */
interface Pids {
	readonly n8n: number;
	readonly start: number;
}

/** n8n ends within seconds; one whose output nobody reads any more may hang at it. In milliseconds. */
const ENDS_WITHIN_MS = 20_000;
/** What the command line of a start has in it. */
const START = 'start.mjs';

const pidFile = (userFolder: string) => join(userFolder, 'n8n.pid');

/** Writes down which n8n is ours, so that the next start can end it if this one is killed. */
export async function rememberProcess(userFolder: string, n8n: number): Promise<void> {
	const pids: Pids = { n8n, start: process.pid };
	await writeFile(pidFile(userFolder), JSON.stringify(pids));
}

export async function forgetProcess(userFolder: string): Promise<void> {
	await rm(pidFile(userFolder), { force: true });
}

/**
 * Ends the n8n that an earlier start left behind, if that start was killed before it could. The n8n of a start
 * that is still running, and any other process, is not touched.
 * @returns whether there was one
 */
export async function endLeftover(userFolder: string, n8nPath: string): Promise<boolean> {
	const pids = await readFile(pidFile(userFolder), 'utf8').then(
		(text) => JSON.parse(text) as Pids,
		() => undefined,
	);
	if (pids === undefined || !(await runs(pids.n8n, n8nPath))) return false;
	if (await runs(pids.start, START)) return false;
	const ended = async (withinMs: number) =>
		await until(
			'the n8n of an earlier start to end',
			async () => !(await runs(pids.n8n, n8nPath)),
			withinMs,
		);
	signalGroup(pids.n8n, 'SIGTERM');
	await ended(ENDS_WITHIN_MS).catch(async () => {
		signalGroup(pids.n8n, 'SIGKILL');
		await ended(ENDS_WITHIN_MS);
	});
	await forgetProcess(userFolder);
	return true;
}

/** Whether a process is there and has a text in its command line. */
async function runs(pid: number, text: string): Promise<boolean> {
	const listed = await runCommand('ps', ['-p', String(pid), '-o', 'args=']).catch(() => undefined);
	return listed?.output.includes(text) ?? false;
}
