/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a command of the repository, not part of the package */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../../test/host/command';
import { until } from '../../test/host/until';

const pidFile = (userFolder: string) => join(userFolder, 'n8n.pid');

/** Writes down which process is ours, so that the next start can end it if this one is killed. */
export async function rememberProcess(userFolder: string, pid: number): Promise<void> {
	await writeFile(pidFile(userFolder), String(pid));
}

export async function forgetProcess(userFolder: string): Promise<void> {
	await rm(pidFile(userFolder), { force: true });
}

/**
 * Ends the n8n that an earlier start left behind, if that start was killed before it could.
 * Only a process that runs n8n's command from this project is touched.
 * @returns whether there was one
 */
export async function endLeftover(userFolder: string, n8nPath: string): Promise<boolean> {
	const pid = Number(await readFile(pidFile(userFolder), 'utf8').catch(() => ''));
	if (!(pid > 0) || !(await isOurs(pid, n8nPath))) return false;
	process.kill(-pid, 'SIGTERM');
	await until('the n8n of an earlier start to end', async () => !(await isOurs(pid, n8nPath)));
	await forgetProcess(userFolder);
	return true;
}

async function isOurs(pid: number, n8nPath: string): Promise<boolean> {
	const listed = await runCommand('ps', ['-p', String(pid), '-o', 'args=']).catch(() => undefined);
	return listed?.output.includes(n8nPath) ?? false;
}
