import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { BALANCE_PATH, readBalance } from '../api/balance';
import { readErrorBody } from '../api/schemas';
import { checkBaseUrl, ENTER_KEY, findKeyProblem, readApiSetting } from '../api/credential';
import { statusPath } from '../api/endpoints';
import type { HttpResult } from '../api/http';
import { formatDollars } from '../money';
import { sameServiceTarget } from '../api/redirect';
import { parseJson } from '../api/transport';
import { testRequest } from '../n8n/testRequest';

const bad = (message: string): INodeCredentialTestResult => ({ status: 'Error', message });
const good = (message: string): INodeCredentialTestResult => ({ status: 'OK', message });

/** A request id that no job has: asking for it is free, and only an accepted key gets as far as "not found". */
const NO_JOB = 'n8n-credential-test';

/**
 * The credential's Test button: the shape of the key first, then the balance, where there is a call for it, or
 * else a status call. Costs nothing.
 */
export async function testCredential(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const key = String(credential.data?.apiKey ?? '');
	const keyProblem = findKeyProblem(key);
	if (keyProblem !== undefined) return bad(`${keyProblem}. ${ENTER_KEY}`);
	const address = checkBaseUrl(String(credential.data?.baseUrl ?? ''));
	if (!address.ok) return bad(`${address.reason}. ${address.advice}`);
	const api = readApiSetting(credential.data?.apiVersion);
	const { host } = new URL(address.baseUrl);
	const ask = async (path: string): Promise<HttpResult> => {
		const url = new URL(path, address.baseUrl).href;
		const first = await testRequest(this, url, key);
		const target = sameServiceTarget(first, url);
		return target === undefined ? first : await testRequest(this, target, key);
	};

	if (api !== 'v1/video') {
		const sent = await ask(BALANCE_PATH);
		const balance = sent.kind === 'answer' ? readBalance(parseJson(sent.body)) : undefined;
		if (balance !== undefined) {
			return good(`The key was accepted by NinjaChat. Balance: ${formatDollars(balance)}.`);
		}
		const isThere = sent.kind !== 'answer' || ![404, 405, 410].includes(sent.status);
		if (api === 'v1/videos' && !isThere) {
			return bad(`${host} has no API v1/videos. Set 'API Version' to 'Automatic'.`);
		}
		if (api === 'v1/videos' || sent.kind !== 'answer' || sent.status === 401) {
			return judge(sent, host);
		}
	}
	return judge(await ask(statusPath(NO_JOB)), host);
}

function judge(sent: HttpResult, host: string): INodeCredentialTestResult {
	if (sent.kind !== 'answer') {
		return bad(`NinjaChat could not be reached at ${host} (${sent.detail}). Check the base URL.`);
	}
	if (sent.status === 401)
		return bad('The API key was rejected by NinjaChat. Check it in your account.');
	if (sent.status === 403)
		return bad('NinjaChat does not let this API key look at videos. Use another one.');
	if (sent.status >= 300 && sent.status < 400) {
		const target = sent.headers.location ?? 'another address';
		return bad(
			`${host} redirects to ${target}. Enter that address as the base URL if it is right.`,
		);
	}
	const isService = isServiceAnswer(sent.body);
	if (sent.status === 429 && isService)
		return good('The key was accepted; NinjaChat is busy right now.');
	if (sent.status >= 500)
		return bad(`NinjaChat answered with status ${sent.status}. Try again later.`);
	return isService
		? good('The key was accepted by NinjaChat.')
		: bad(`What answers at ${host} is not the NinjaChat API. Check the base URL.`);
}

function isServiceAnswer(body: string): boolean {
	const json = parseJson(body);
	const isStatus = typeof json === 'object' && json !== null && 'status' in json;
	return isStatus || readErrorBody(json) !== undefined;
}
