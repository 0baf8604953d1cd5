import type { ICredentialsDecrypted, ICredentialTestFunctions } from 'n8n-workflow';
import { testCredential } from '../../../nodes/NinjaVideo/methods/testCredential';
import { KEY } from './context';

/** What the Test button says: OK or Error, and its words. */
export interface TestAnswer {
	readonly when: string;
	readonly status: string;
	readonly message: string;
}

interface Case {
	readonly when: string;
	readonly status?: number;
	readonly body?: object | string;
	readonly location?: string;
	readonly data?: Readonly<Record<string, string>>;
}

const CASES: readonly Case[] = [
	{ when: 'The balance came', status: 200, body: { balance_cents: 3900 } },
	{ when: 'v1/videos is set and not there', status: 404, data: { apiVersion: 'v1/videos' } },
	{ when: '401', status: 401 },
	{ when: '403', status: 403, body: { error: 'forbidden' } },
	{ when: 'A redirect', status: 307, location: 'https://example.com/' },
	{ when: '... that names no address', status: 307 },
	{ when: '429 of the API', status: 429, body: { error: 'rate_limit_exceeded' } },
	{ when: '5xx', status: 503 },
	{ when: 'Any other answer of the API', status: 404, body: { error: 'request_not_found' } },
	{ when: 'Something else answered', status: 200, body: '<html>' },
	{ when: 'No connection' },
	{ when: 'The key is empty', data: { apiKey: '' } },
	{ when: 'The base URL is not https', data: { baseUrl: 'http://ninjachat.ai' } },
];

/** What the Test button can say. */
export async function listTestAnswers(): Promise<TestAnswer[]> {
	return await Promise.all(
		CASES.map(async ({ when, status, body = '', location, data }) => {
			const headers = { location };
			const request = async () => {
				if (status !== undefined)
					return await Promise.resolve({ statusCode: status, headers, body });
				throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
			};
			const context = { helpers: { request } } as unknown as ICredentialTestFunctions;
			const credential = { data: { apiKey: KEY, baseUrl: 'https://ninjachat.ai', ...data } };
			const said = await testCredential.call(
				context,
				credential as unknown as ICredentialsDecrypted,
			);
			return { when, status: said.status, message: said.message };
		}),
	);
}
