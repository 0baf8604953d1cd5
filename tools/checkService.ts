/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console -- a command of the repository, not part of the package */
/**
 * Asks the real service what it is, with free calls only, and says where it departs from what this package was
 * written against. npm run check-service [-- base URL], with the key in NINJACHAT_API_KEY or typed when asked for.
 */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { readPricing, readModels } from '../nodes/NinjaVideo/api/models';
import { parseJson } from '../nodes/NinjaVideo/api/json';
import { sameServiceTarget } from '../nodes/NinjaVideo/api/redirect';
import { createKeyRemover } from '../nodes/NinjaVideo/api/removeKey';
import { findAnswerProblems, operationOf } from '../simulator/contracts/judge';
import type { ContractName } from '../simulator/settings';

/** A request id that no job has. */
const NO_JOB = 'n8n-check-service';
/** Every call: all are GET, and none costs anything. */
const PATHS = [
	...['/models', '/pricing', '/health', '/balance', '/usage?period=1d'],
	...[`/video/status?request_id=${NO_JOB}`, `/videos/${NO_JOB}`],
] as const;
/** How long one call may take, in milliseconds, and how much of an answer is shown, in characters. */
const TIMEOUT_MS = 30_000;
const MOST_SHOWN = 300;

interface Answer {
	readonly path: string;
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

/**
 * What a service is, in lines for a person.
 * @throws Error where it cannot be reached
 */
export async function checkService(baseUrl: string, apiKey: string): Promise<string[]> {
	const origin = await originOf(baseUrl, apiKey);
	const answers: Answer[] = [];
	for (const path of PATHS) answers.push(await ask(`${origin}/api/v1`, path, apiKey));
	const bodyOf = (path: (typeof PATHS)[number]) => {
		const answer = answers.find((one) => one.path === path);
		return answer?.status === 200 ? parseJson(answer.body) : undefined;
	};
	const models = readModels(bodyOf('/models'));
	const prices = readPricing(bodyOf('/pricing'));
	const contract: ContractName = models === undefined ? 'page' : prices.size > 0 ? 'N' : 'K';
	const balance = bodyOf('/balance') as { balance?: unknown } | undefined;
	const removeKey = createKeyRemover(apiKey);
	return [
		`Service: ${baseUrl}${origin === baseUrl ? '' : `, redirects to ${origin}`}`,
		`It looks like: ${DESCRIPTIONS[contract]}`,
		`Video models: ${models === undefined ? 'no list' : models.filter(({ servable }) => servable).length}`,
		`Balance: ${JSON.stringify(balance?.balance ?? balance ?? 'not told')}`,
		'',
		...answers.flatMap((answer) => describe(contract, answer)),
		'',
		'Nothing was ordered. If a line differs, please report all of them: the key is not in them.',
	].map(removeKey);
}

const DESCRIPTIONS: Readonly<Record<ContractName, string>> = {
	page: 'the reference page of v1/video alone',
	K: 'v1/video and v1/videos, by the first OpenAPI document',
	N: 'v1/videos with v1/video as its alias, by the newest OpenAPI document',
};

/** Where the service is: the base URL, or where that redirects to, if the node would follow: its www host. */
async function originOf(baseUrl: string, apiKey: string): Promise<string> {
	const { status, headers } = await ask(`${baseUrl}/api/v1`, PATHS[0], apiKey);
	const from = `${baseUrl}/api/v1${PATHS[0]}`;
	const target = sameServiceTarget({ kind: 'answer', status, headers, body: '' }, from);
	return target === undefined ? baseUrl : new URL(target).origin;
}

async function ask(root: string, path: string, apiKey: string): Promise<Answer> {
	const answer = await fetch(root + path, {
		headers: { accept: 'application/json', authorization: `Bearer ${apiKey}` },
		redirect: 'manual',
		signal: AbortSignal.timeout(TIMEOUT_MS),
	});
	const headers = Object.fromEntries(answer.headers);
	return { path, status: answer.status, headers, body: await answer.text() };
}

function describe(contract: ContractName, { path, status, headers, body }: Answer): string[] {
	const request = { method: 'GET', path: `/api/v1${path}` } as const;
	const line = `GET ${request.path}: ${status}`;
	if (status >= 300 && status < 400) return [`${line}, redirects to ${headers['location'] ?? '?'}`];
	const isKnown = operationOf(contract, request) !== undefined;
	if (!isKnown) return [`${line}, not part of it`];
	const problems = findAnswerProblems(contract, request, { status, headers, body });
	if (problems.length === 0) return [`${line}, as documented`];
	return [
		`${line}, DIFFERS:`,
		...problems.map((problem) => `  ${problem}`),
		`  answer: ${body.slice(0, MOST_SHOWN)}`,
	];
}

/** Asks for the key without showing what is typed. */
async function askForKey(): Promise<string> {
	process.stderr.write('NinjaChat API key (only free calls are made with it): ');
	const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
	const reader = createInterface({
		input: process.stdin,
		output: nowhere,
		terminal: process.stdin.isTTY === true,
	});
	const key = await reader.question('').finally(() => reader.close());
	process.stderr.write('\n');
	return key;
}

async function main([baseUrl = 'https://ninjachat.ai']: readonly string[]): Promise<void> {
	const apiKey = (process.env.NINJACHAT_API_KEY ?? (await askForKey())).trim();
	if (apiKey === '') throw new Error('A key is needed. Only free calls are made with it.');
	console.log((await checkService(baseUrl.replace(/\/+$/, ''), apiKey)).join('\n'));
}

if (require.main === module) {
	main(process.argv.slice(2)).catch((error: unknown) => {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = 1;
	});
}
