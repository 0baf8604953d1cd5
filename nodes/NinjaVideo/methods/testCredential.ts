import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { statusPath } from '../api/client';
import { readErrorBody } from '../api/contract';
import { checkBaseUrl, findKeyProblem } from '../api/credential';
import { sameServiceTarget } from '../api/redirect';
import { testRequest } from '../n8n/testRequest';

const bad = (message: string): INodeCredentialTestResult => ({ status: 'Error', message });
const good = (message: string): INodeCredentialTestResult => ({ status: 'OK', message });

/** A request id that no job has: asking for it is free, and only an accepted key gets as far as "not found". */
const NO_JOB = 'n8n-credential-test';

/** The credential's Test button: the shape of the key first, then a free status call. Costs nothing. */
export async function testCredential(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const key = String(credential.data?.apiKey ?? '');
	const keyProblem = findKeyProblem(key);
	if (keyProblem !== undefined) return bad(keyProblem);
	const address = checkBaseUrl(String(credential.data?.baseUrl ?? ''));
	if (!address.ok) return bad(address.complaint);

	const url = new URL(statusPath(NO_JOB), address.baseUrl);
	const first = await testRequest(this, url.href, key);
	const target = sameServiceTarget(first, url.href);
	const sent = target === undefined ? first : await testRequest(this, target, key);
	if (sent.kind !== 'answer') {
		return bad(`NinjaChat could not be reached at ${url.host} (${sent.detail}).`);
	}
	if (sent.status === 401) return bad('The API key was rejected by NinjaChat.');
	if (sent.status === 403) return bad('NinjaChat does not allow this API key to look at videos.');
	if (sent.status >= 300 && sent.status < 400) {
		const target = sent.headers.location ?? 'another address';
		return bad(
			`${url.host} redirects to ${target}. Enter that address as the base URL if it is right.`,
		);
	}
	const isService = isServiceAnswer(sent.body);
	if (sent.status === 429 && isService)
		return good('The key was accepted; NinjaChat is busy right now.');
	if (sent.status >= 500)
		return bad(`NinjaChat answered with the fault ${sent.status}. Try again later.`);
	return isService
		? good('The key was accepted by NinjaChat.')
		: bad(`What answers at ${url.host} is not the NinjaChat API.`);
}

function isServiceAnswer(body: string): boolean {
	try {
		const json = JSON.parse(body) as unknown;
		const isStatus = typeof json === 'object' && json !== null && 'status' in json;
		return isStatus || readErrorBody(json) !== undefined;
	} catch {
		return false;
	}
}
