import type { ICredentialTestFunctions } from 'n8n-workflow';
import type { HttpResult } from '../api/http';
import { toResult } from '../result';
import { toHttpResult } from './http';

/** One GET with a key that is not saved yet. The credential test has no other helper than this one. */
export async function testRequest(
	context: ICredentialTestFunctions,
	url: string,
	key: string,
	timeoutMs: number,
): Promise<HttpResult> {
	const { helpers } = context;
	const answer = await toResult<unknown>(
		helpers.request({
			method: 'GET',
			uri: url,
			headers: { Accept: 'application/json', Authorization: `Bearer ${key}` },
			timeout: timeoutMs,
			simple: false,
			resolveWithFullResponse: true,
			followRedirect: false,
			followAllRedirects: false,
		}),
	);
	return toHttpResult(answer, false);
}
