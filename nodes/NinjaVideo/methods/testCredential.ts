import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { fetchBalance } from '../api/balance';
import { readCredential, type ApiSetting } from '../api/credential';
import { listModels } from '../api/discovery';
import { statusPath } from '../api/endpoints';
import { isRouteMissing } from '../api/errors';
import { request, type ApiConnection } from '../api/transport';
import { formatDollars } from '../money';
import { systemClock } from '../n8n/clock';
import { testRequest } from '../n8n/testRequest';
import type { Result } from '../result';
import type { ServiceError } from '../videoService';

const bad = (message: string): INodeCredentialTestResult => ({ status: 'Error', message });
const good = (message: string): INodeCredentialTestResult => ({ status: 'OK', message });

/** A request id that no job has: asking for it is free, and only an accepted key gets as far as "not found". */
const NO_JOB = 'n8n-credential-test';
/** How long one call of the Test button may take, in milliseconds. */
const TIMEOUT_MS = 15_000;

/**
 * The credential's Test button: the shape of the key first, then the balance, where there is a call for it, or
 * else a status call. Costs nothing.
 */
export async function testCredential(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const read = readCredential(credential.data ?? {});
	if (!read.ok) return bad(`${read.error.headline}. ${read.error.advice}`);
	const { apiKey, apiSetting, baseUrl } = read.value;
	const connection: ApiConnection = {
		baseUrl,
		now: systemClock.now,
		send: async ({ url }) => await testRequest(this, url, apiKey, TIMEOUT_MS),
	};

	const balance = await fetchBalance(connection);
	if (balance.ok) {
		const words = `The key was accepted by NinjaChat. Balance: ${formatDollars(balance.value)}.`;
		return good(`${words} ${await describeApi(connection, apiSetting)}`.trim());
	}
	const isMissing = isRouteMissing(balance.error);
	if (apiSetting === 'v1/videos') {
		const { host } = new URL(baseUrl);
		return isMissing
			? bad(`${host} has no API v1/videos. Set 'API Version' to 'Automatic'.`)
			: judge(balance, baseUrl);
	}
	if (ENDS_TEST.has(balance.error.kind)) return judge(balance, baseUrl);
	const call = { method: 'GET', path: statusPath(NO_JOB), timeoutMs: TIMEOUT_MS } as const;
	const judged = judge(await request(connection, call), baseUrl);
	return judged === ACCEPTED && isMissing ? ACCEPTED_BY_PAGE : judged;
}

/** What is there: the API version and how many video models it lists; nothing where it lists none. */
async function describeApi(connection: ApiConnection, apiSetting: ApiSetting): Promise<string> {
	const models = await listModels(connection);
	if (models === undefined) return '';
	const count = models.filter(({ servable }) => servable).length;
	const version =
		apiSetting === 'v1/video' ? 'v1/video, as chosen; v1/videos is there too' : 'v1/videos';
	return `API: ${version}, ${count} video ${count === 1 ? 'model' : 'models'}.`;
}

/** Failures of the balance call after which another call would say the same. */
const ENDS_TEST = new Set(['key-rejected', 'never-connected', 'no-answer']);

function judge(answer: Result<unknown, ServiceError>, baseUrl: string): INodeCredentialTestResult {
	const { host } = new URL(baseUrl);
	if (answer.ok) return isStatus(answer.value) ? ACCEPTED : notTheApi(host);
	const { error } = answer;
	const words = `${error.message}. ${error.facts.advice}`;
	switch (error.kind) {
		case 'key-rejected':
			return bad('The API key was rejected by NinjaChat. Check it in your account.');
		case 'forbidden':
			return bad('NinjaChat does not let this API key look at videos. Use another one.');
		case 'never-connected':
		case 'no-answer':
		case 'redirected':
		case 'service-fault':
		case 'generation-failed':
			return bad(words);
		case 'rate-limited':
			return isFromService(error)
				? good('The key was accepted; NinjaChat is busy right now.')
				: notTheApi(host);
		default:
			return isFromService(error) ? ACCEPTED : notTheApi(host);
	}
}

const ACCEPTED = good('The key was accepted by NinjaChat.');
/** Where only v1/video is there. */
const ACCEPTED_BY_PAGE = good(
	'The key was accepted by NinjaChat. API: v1/video, which tells neither the balance nor its models.',
);

const notTheApi = (host: string) =>
	bad(`What answers at ${host} is not the NinjaChat API. Check the base URL.`);

/** Whether an error came with a code of the service's own; ours stand for answers that had none. */
const isFromService = ({ facts }: ServiceError): boolean =>
	!/^(http_\d+|unreadable_answer)$/.test(facts.code);

const isStatus = (json: unknown): boolean =>
	typeof json === 'object' && json !== null && 'status' in json;
