/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- a command of the repository, not part of the package */
import { createInterface } from 'node:readline/promises';
import type { CredentialData } from '../../test/support/credentialsHelper';

/** The address of the real service. */
const REAL_SERVICE = 'https://ninjachat.ai';

/**
 * The real service for the credential, if NINJACHAT_API_KEY is set and the person at the terminal says yes;
 * otherwise undefined, which means the simulator. Without a terminal nobody can say yes.
 */
export async function chooseRealService(): Promise<CredentialData | undefined> {
	const apiKey = process.env.NINJACHAT_API_KEY?.trim() ?? '';
	if (apiKey === '') return undefined;
	if (!process.stdin.isTTY) {
		console.log('NINJACHAT_API_KEY is set, but nobody can confirm: the simulator is used.');
		return undefined;
	}
	const terminal = createInterface({ input: process.stdin, output: process.stdout });
	const answer = await terminal.question(
		'NINJACHAT_API_KEY is set. Let the credential use it, so that videos cost $3 to $5 each? (y/N) ',
	);
	terminal.close();
	return /^y(es)?$/i.test(answer.trim()) ? { apiKey, baseUrl: REAL_SERVICE } : undefined;
}
