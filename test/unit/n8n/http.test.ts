import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import type { HttpRequest } from '../../../nodes/NinjaVideo/api/http';
import { createHttp } from '../../../nodes/NinjaVideo/n8n/http';

const ORDER: HttpRequest = {
	method: 'POST',
	url: 'https://ninjachat.ai/api/v1/video',
	headers: { 'Idempotency-Key': 'key 1' },
	body: '{}',
	timeoutMs: 120_000,
};

function setUp(answer: () => Promise<unknown>) {
	const seen: Array<{ readonly credential: string; readonly options: IHttpRequestOptions }> = [];
	const helpers = {
		async httpRequestWithAuthentication(credential: string, options: IHttpRequestOptions) {
			seen.push({ credential, options });
			return await answer();
		},
	};
	return { send: createHttp({ helpers } as unknown as IExecuteFunctions, 'a key'), seen };
}

const full = (body: unknown) => async () =>
	await Promise.resolve({ statusCode: 402, headers: { 'Retry-After': '7' }, body });

describe('the connection to the network', () => {
	it('asks n8n for full answers, without redirects and without errors for a status', async () => {
		const { send, seen } = setUp(full('{}'));
		await send(ORDER);
		expect(seen).toHaveLength(1);
		expect(seen[0]?.credential).toBe('ninjaChatApi');
		expect(seen[0]?.options).toMatchObject({
			method: 'POST',
			url: ORDER.url,
			headers: ORDER.headers,
			body: '{}',
			timeout: 120_000,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			sendCredentialsOnCrossOriginRedirect: false,
		});
	});

	it.each([
		{ label: 'a text', body: '{"a":1}', expected: '{"a":1}' },
		{ label: 'an object', body: { a: 1 }, expected: '{"a":1}' },
		{ label: 'nothing', body: undefined, expected: '""' },
	])('hands back status, headers and $label', async ({ body, expected }) => {
		await expect(setUp(full(body)).send(ORDER)).resolves.toEqual({
			kind: 'answer',
			status: 402,
			headers: { 'retry-after': '7' },
			body: expected,
		});
	});

	it.each([
		{ code: 'ECONNREFUSED', kind: 'never-connected' },
		{ code: 'ECONNRESET', kind: 'no-answer' },
	])('does not reject after $code but says $kind', async ({ code, kind }) => {
		const broken = Object.assign(new Error('it failed'), { code });
		const { send } = setUp(async () => await Promise.reject(broken));
		await expect(send(ORDER)).resolves.toEqual({ kind, detail: code, cause: broken });
	});
});
