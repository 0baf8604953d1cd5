import type { ICredentialTestFunctions } from 'n8n-workflow';
import type { HttpResult } from '../api/http';
import { systemClock } from './clock';
import { sendWithin } from './http';

/** One GET with a key that is not saved yet. The credential test has no other helper than this one. */
export async function testRequest(
	context: ICredentialTestFunctions,
	url: string,
	apiKey: string,
	timeoutMs: number,
): Promise<HttpResult> {
	const { helpers } = context;
	return await sendWithin(
		{ timeoutMs },
		{ apiKey, clock: systemClock },
		async () =>
			await (helpers.request({
				method: 'GET',
				uri: url,
				headers: { Accept: 'application/json', Authorization: `Bearer ${apiKey}` },
				timeout: timeoutMs,
				useStream: true,
				simple: false,
				resolveWithFullResponse: true,
				followRedirect: false,
				followAllRedirects: false,
			}) as Promise<unknown>),
	);
}
