import type { ICredentialsDecrypted, ICredentialTestFunctions } from 'n8n-workflow';
import { testCredential } from '../../../nodes/NinjaVideo/methods/testCredential';
import { createContractRecorder } from '../../../simulator/contracts/recorder';
import { startSimulator } from '../../../simulator/server';
import type { ContractName } from '../../../simulator/settings';

/** Assembled, so that no file holds anything that looks like a key. */
const KEY = ['nj', 'sk', 'test', 'button'].join('_');

/** Presses Test against a service that keeps a contract; the methods of all its requests are in `methods`. */
async function press(contract: ContractName, apiVersion: string, apiKey = KEY) {
	const { problems, onAnswer } = createContractRecorder();
	const accounts = [{ key: KEY, balanceCents: 3905 }];
	const simulator = await startSimulator({ accounts, contract, onAnswer });
	const helpers = {
		async request({ uri, headers }: { uri: string; headers: Record<string, string> }) {
			const answer = await fetch(uri, { headers, redirect: 'manual' });
			const body = await answer.text();
			return { statusCode: answer.status, headers: Object.fromEntries(answer.headers), body };
		},
	};
	const data = { apiKey, baseUrl: simulator.url, apiVersion };
	const credential = { id: '1', name: 'NinjaChat', type: 'ninjaChatApi', data };
	const result = await testCredential
		.call(
			{ helpers } as unknown as ICredentialTestFunctions,
			credential as unknown as ICredentialsDecrypted,
		)
		.finally(async () => simulator.close());
	expect(problems).toEqual([]);
	expect(simulator.app.calls.map(({ method }) => method)).not.toContain('POST');
	return result;
}

const ACCEPTED = 'The key was accepted by NinjaChat.';
const BALANCE = `${ACCEPTED} Balance: \\$39\\.05\\.`;

describe('the Test button', () => {
	it.each([
		{ contract: 'page', apiVersion: 'automatic', says: 'API: v1/video, which tells neither' },
		{ contract: 'page', apiVersion: 'v1/video', says: 'API: v1/video, which tells neither' },
		{ contract: 'K', apiVersion: 'automatic', says: 'API: v1/videos, \\d\\d video models' },
		{ contract: 'K', apiVersion: 'v1/videos', says: 'API: v1/videos, \\d\\d video models' },
		{ contract: 'N', apiVersion: 'automatic', says: 'API: v1/videos, \\d\\d video models' },
		{ contract: 'N', apiVersion: 'v1/videos', says: 'API: v1/videos, \\d\\d video models' },
		{
			contract: 'N',
			apiVersion: 'v1/video',
			says: 'API: v1/video, as chosen; v1/videos is there too, \\d\\d video models',
		},
	] as const)(
		'says what the service of the contract $contract tells, with the setting $apiVersion',
		async ({ contract, apiVersion, says }) => {
			const { status, message } = await press(contract, apiVersion);
			expect(status).toBe('OK');
			const begins = contract === 'page' ? ACCEPTED : BALANCE;
			expect(message).toMatch(new RegExp(`^${begins} ${says}`));
		},
	);

	it('says under v1/videos that a service of the page alone does not have it', async () => {
		expect(await press('page', 'v1/videos')).toMatchObject({
			status: 'Error',
			message: expect.stringMatching(/has no API v1\/videos\. Set 'API Version'/) as string,
		});
	});

	it.each(['page', 'K', 'N'] as const)(
		'says that a wrong key was rejected, and does not show it, under the contract %s',
		async (contract) => {
			const { status, message } = await press(contract, 'automatic', `${KEY}x`);
			expect(status).toBe('Error');
			expect(message).toMatch(/rejected/);
			expect(message).not.toContain(KEY);
		},
	);
});
