/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a command of the repository, not part of the package */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** How long the network may take, in milliseconds. */
const TIMEOUT_MS = 20_000;

/** What a program prints; undefined where it fails. */
async function ask(command: string, args: readonly string[], cwd: string) {
	const env = { ...process.env, GIT_TERMINAL_PROMPT: '0' };
	return await run(command, [...args], { cwd, env, timeout: TIMEOUT_MS }).then(
		({ stdout }) => stdout.trim(),
		() => undefined,
	);
}

const lines = (text: string | undefined): string[] => text?.split('\n').filter(Boolean) ?? [];

/** The state of a clone. */
export async function askGit(cwd: string) {
	const [branch, changes, tags] = await Promise.all([
		ask('git', ['rev-parse', '--abbrev-ref', 'HEAD'], cwd),
		ask('git', ['status', '--porcelain'], cwd),
		ask('git', ['tag', '--list'], cwd),
	]);
	return { branch: branch ?? 'unknown', isClean: changes === '', tags: lines(tags) };
}

/** The tags of the remote; undefined where it cannot be asked. */
export async function askRemote(cwd: string): Promise<string[] | undefined> {
	const answer = await ask('git', ['ls-remote', '--tags', '--refs', 'origin'], cwd);
	return answer === undefined
		? undefined
		: lines(answer).map((line) => line.replace(/^.*refs\/tags\//, ''));
}

/** The versions of a package on the registry, none for a new one; undefined where it cannot be asked. */
export async function askRegistry(name: string, cwd: string): Promise<string[] | undefined> {
	const quick = ['--fetch-retries=0', '--fetch-timeout=10000'];
	const answer = await run('npm', ['view', name, 'versions', '--json', ...quick], {
		cwd,
		timeout: TIMEOUT_MS,
	}).then(
		({ stdout }) => stdout,
		({ stdout }: { readonly stdout?: string }) => stdout ?? '',
	);
	return readVersions(answer);
}

/** Reads what `npm view NAME versions --json` prints. */
export function readVersions(answer: string): string[] | undefined {
	try {
		const json = JSON.parse(answer) as unknown;
		if (typeof json === 'string') return [json];
		if (Array.isArray(json)) return json.map(String);
		return (json as { error?: { code?: string } } | null)?.error?.code === 'E404' ? [] : undefined;
	} catch {
		return undefined;
	}
}
