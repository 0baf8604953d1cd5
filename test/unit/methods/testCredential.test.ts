import type { ICredentialsDecrypted, ICredentialTestFunctions } from 'n8n-workflow';
import { testCredential } from '../../../nodes/NinjaVideo/methods/testCredential';

const GOOD_SHAPE = ['nj', 'sk', 'abc123'].join('_');

interface Asked {
	readonly uri: string;
	readonly headers: Record<string, string>;
	readonly followRedirect: boolean;
	readonly method: string;
}

async function press(
	answer: () => Promise<unknown>,
	data: Record<string, unknown> = { apiKey: GOOD_SHAPE, baseUrl: 'https://ninjachat.ai' },
) {
	const asked: Asked[] = [];
	const context = {
		helpers: {
			async request(options: Asked) {
				asked.push(options);
				return await answer();
			},
		},
	} as unknown as ICredentialTestFunctions;
	const credential = { id: '1', name: 'NinjaChat', type: 'ninjaChatApi', data };
	const result = await testCredential.call(context, credential as unknown as ICredentialsDecrypted);
	return { asked, ...result };
}

const answers =
	(statusCode: number, body: unknown, headers: Record<string, unknown> = {}) =>
	async () =>
		await Promise.resolve({ statusCode, headers, body });
const breaks = (facts: object) => async () =>
	await Promise.reject(Object.assign(new Error('it failed'), facts));

describe('the Test button', () => {
	const baseUrl = 'https://ninjachat.ai';
	const BALANCE = 'https://ninjachat.ai/api/v1/balance';
	const MODELS = 'https://ninjachat.ai/api/v1/models';
	const STATUS = 'https://ninjachat.ai/api/v1/video/status?request_id=n8n-credential-test';
	const ofApi = (apiVersion: string) => ({ apiKey: GOOD_SHAPE, baseUrl, apiVersion });

	it('asks with the key, following no redirect', async () => {
		const { asked } = await press(answers(404, { error: 'not_found' }));
		for (const request of asked) {
			expect(request).toMatchObject({
				method: 'GET',
				headers: { Authorization: `Bearer ${GOOD_SHAPE}` },
				followRedirect: false,
			});
		}
	});

	it.each([
		{ apiVersion: undefined, uris: [BALANCE, STATUS] },
		{ apiVersion: 'automatic', uris: [BALANCE, STATUS] },
		{ apiVersion: 'v1/video', uris: [BALANCE, STATUS] },
	])('asks for $uris under $apiVersion where there is no balance', async ({ apiVersion, uris }) => {
		const data = { apiKey: GOOD_SHAPE, baseUrl, apiVersion };
		const { asked, status } = await press(answers(404, { error: 'not_found' }), data);
		expect(asked.map(({ uri }) => uri)).toEqual(uris);
		expect(status).toBe('OK');
	});

	it.each(['automatic', 'v1/video', 'v1/videos'])(
		'shows the balance under %s',
		async (apiVersion) => {
			const answer = answers(200, { object: 'balance', balance_cents: 3905, currency: 'usd' });
			const { asked, message, status } = await press(answer, ofApi(apiVersion));
			expect(asked.map(({ uri }) => uri)).toEqual([BALANCE, MODELS]);
			expect([status, message]).toEqual([
				'OK',
				'The key was accepted by NinjaChat. Balance: $39.05.',
			]);
		},
	);

	it.each([404, 405, 410])('says after a %i that there is no v1/videos', async (code) => {
		const { asked, message } = await press(answers(code, ''), ofApi('v1/videos'));
		expect(asked).toHaveLength(1);
		expect(message).toBe("ninjachat.ai has no API v1/videos. Set 'API Version' to 'Automatic'.");
	});

	it.each([
		{ label: 'does not know the job', answer: answers(404, { error: 'not_found', message: 'x' }) },
		{ label: 'finds the job id odd', answer: answers(400, '{"error":"validation_error"}') },
		{ label: 'gives a status', answer: answers(200, '{"status":"failed"}') },
		{ label: 'is busy', answer: answers(429, { error: 'rate_limit_exceeded' }) },
	])('takes the key when the service $label', async ({ answer }) => {
		const { status, message } = await press(answer);
		expect(status).toBe('OK');
		expect(message).toContain('accepted');
	});

	it.each([
		{
			label: 'the key was rejected',
			answer: answers(401, { error: 'invalid_api_key' }),
			message: /rejected/,
		},
		{
			label: 'a web page answered',
			answer: answers(200, '<!doctype html>'),
			message: /not the NinjaChat API/,
		},
		{
			label: 'a page of another host answered',
			answer: answers(404, 'Not Found'),
			message: /not the NinjaChat API/,
		},
		{
			label: 'another JSON answered',
			answer: answers(200, { hello: 'world' }),
			message: /not the NinjaChat API/,
		},
		{
			label: 'nothing at all answered',
			answer: answers(200, ''),
			message: /not the NinjaChat API/,
		},
		{
			label: 'a busy page of another host answered',
			answer: answers(429, '<html>'),
			message: /not the NinjaChat API/,
		},
		{
			label: 'the key may not look at videos',
			answer: answers(403, { error: 'forbidden' }),
			message: /does not let this API key/,
		},
		{ label: 'the service had a fault', answer: answers(503, '<html>'), message: /status 503/ },
		{
			label: 'the host redirects',
			answer: answers(308, '', { Location: 'https://www.ninjachat.ai/x' }),
			message: /redirects to https:\/\/www\.ninjachat\.ai/,
		},
		{
			label: 'the host redirects to nowhere',
			answer: answers(302, ''),
			message: /redirects to an address it does not name/,
		},
		{
			label: 'the name is not known',
			answer: breaks({ code: 'ENOTFOUND' }),
			message: /could not be reached at ninjachat\.ai\. .* \(ENOTFOUND\)/,
		},
		{
			label: 'no answer came',
			answer: breaks({ cause: { code: 'ECONNRESET' } }),
			message: /ended before an answer came/,
		},
	])('says so when $label, and never shows the key', async ({ answer, message }) => {
		const result = await press(answer);
		expect(result.status).toBe('Error');
		expect(result.message).toMatch(message);
		expect(result.message).not.toContain(GOOD_SHAPE);
	});

	it.each([
		{ label: 'an empty key', data: { apiKey: '', baseUrl } },
		{ label: 'no key', data: { baseUrl } },
		{ label: 'the key of another service', data: { apiKey: 'sk-abc', baseUrl } },
		{ label: 'a key with a line break in it', data: { apiKey: `${GOOD_SHAPE}\nx`, baseUrl } },
		{
			label: 'a base URL without https',
			data: { apiKey: GOOD_SHAPE, baseUrl: 'http://ninjachat.ai' },
		},
		{ label: 'a base URL that is none', data: { apiKey: GOOD_SHAPE, baseUrl: 'ninjachat' } },
		{ label: 'no base URL', data: { apiKey: GOOD_SHAPE } },
	])('sends nothing with $label', async ({ data }) => {
		const { asked, status } = await press(answers(200, '{"status":"x"}'), data);
		expect(status).toBe('Error');
		expect(asked).toEqual([]);
	});
});

it('says which API version is there and how many video models it has', async () => {
	const bodies = [
		{ balance_cents: 3905 },
		{
			data: [
				{ id: 'a', modality: 'video' },
				{ id: 'b', modality: 'text' },
			],
		},
		{},
	];
	const { message } = await press(async () => await answers(200, bodies.shift() ?? {})());
	expect(message).toBe(
		'The key was accepted by NinjaChat. Balance: $39.05. API: v1/videos, 1 video model.',
	);
});

it('follows the service to its www host with the key, and nowhere else', async () => {
	const www = 'https://www.ninjachat.ai/api/v1/balance';
	const redirected = [answers(308, '', { Location: www }), answers(200, { balance: '$1.00' })];
	const { asked, status } = await press(async () => await (redirected.shift() ?? breaks({}))());
	expect(status).toBe('OK');
	expect(asked.map(({ uri }) => uri)[1]).toBe(www);

	const elsewhere = await press(answers(308, '', { Location: 'https://example.com/' }));
	expect(elsewhere.asked).toHaveLength(2);
	expect(elsewhere.message).toMatch(/redirects to https:\/\/example\.com/);
});
