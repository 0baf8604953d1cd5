import type { HttpRequest, Sent } from '../../../nodes/NinjaVideo/api/http';
import { request, type ApiCall } from '../../../nodes/NinjaVideo/api/transport';
import { settle } from '../../../nodes/NinjaVideo/pacing/settle';
import { ServiceError } from '../../../nodes/NinjaVideo/service';

const BASE_URL = 'https://ninjachat.ai';
const POST: ApiCall = {
	method: 'POST',
	path: '/api/v1/video',
	headers: { 'Idempotency-Key': 'key 1' },
	body: { prompt: 'a dog' },
	timeoutMs: 1000,
};
const GET: ApiCall = { method: 'GET', path: '/api/v1/video/status?request_id=x', timeoutMs: 1000 };

const answer = (status: number, body: unknown, headers: Record<string, string> = {}): Sent => ({
	kind: 'answer',
	status,
	headers,
	body: typeof body === 'string' ? body : JSON.stringify(body),
});

async function call(which: ApiCall, ...answers: readonly Sent[]) {
	const seen: HttpRequest[] = [];
	const send = async (http: HttpRequest) => {
		seen.push(http);
		const next = answers[seen.length - 1];
		return await (next === undefined
			? Promise.reject(new Error('unscripted'))
			: Promise.resolve(next));
	};
	const result = await settle(request({ baseUrl: BASE_URL, send, now: () => 0 }, which));
	const error = !result.ok && result.error instanceof ServiceError ? result.error : undefined;
	return { seen, result, error };
}

describe('a call', () => {
	it('sends method, address, headers and body, and hands back the JSON', async () => {
		const { seen, result } = await call(POST, answer(200, { request_id: 'x' }));
		expect(result).toEqual({ ok: true, value: { request_id: 'x' } });
		expect(seen).toEqual([
			{
				method: 'POST',
				url: 'https://ninjachat.ai/api/v1/video',
				timeoutMs: 1000,
				headers: {
					Accept: 'application/json',
					'Content-Type': 'application/json',
					'Idempotency-Key': 'key 1',
				},
				body: '{"prompt":"a dog"}',
			},
		]);
	});

	it('has neither body nor content type where there is nothing to send', async () => {
		const { seen } = await call(GET, answer(200, {}));
		expect(seen[0]).not.toHaveProperty('body');
		expect(seen[0]?.headers).toEqual({ Accept: 'application/json' });
	});
});

describe('an error answer to an order', () => {
	it.each([
		{ status: 400, code: 'validation_error', cause: 'bad-input', charged: 'no', advice: /Correct/ },
		{ status: 400, code: 'invalid_json', cause: 'bad-input', charged: 'no', advice: /Correct/ },
		{
			status: 401,
			code: 'missing_api_key',
			cause: 'key-rejected',
			charged: 'no',
			advice: /nj_sk_/,
		},
		{
			status: 401,
			code: 'invalid_api_key',
			cause: 'key-rejected',
			charged: 'no',
			advice: /nj_sk_/,
		},
		{
			status: 402,
			code: 'insufficient_credits',
			cause: 'no-credits',
			charged: 'no',
			advice: /credits/,
		},
		{ status: 404, code: 'not_found', cause: 'not-found', charged: 'no', advice: /base URL/ },
		{ status: 413, code: 'too_large', cause: 'bad-input', charged: 'no', advice: /again/ },
		{
			status: 429,
			code: 'rate_limit_exceeded',
			cause: 'rate-limited',
			charged: 'no',
			advice: /Wait/,
		},
		{
			status: 502,
			code: 'generation_failed',
			cause: 'generation-failed',
			charged: 'no',
			advice: /again/,
		},
		{
			status: 502,
			code: 'bad_gateway',
			cause: 'service-fault',
			charged: 'unknown',
			advice: /balance/,
		},
		{
			status: 500,
			code: 'internal_error',
			cause: 'service-fault',
			charged: 'unknown',
			advice: /balance/,
		},
		{
			status: 503,
			code: 'unavailable',
			cause: 'service-fault',
			charged: 'unknown',
			advice: /balance/,
		},
		{ status: 504, code: 'timeout', cause: 'service-fault', charged: 'unknown', advice: /balance/ },
		{
			status: 202,
			code: 'accepted',
			cause: 'unreadable-answer',
			charged: 'unknown',
			advice: /balance/,
		},
	])(
		'$status $code means $cause, charged: $charged',
		async ({ status, code, cause, charged, advice }) => {
			const { error } = await call(POST, answer(status, { error: code, message: 'its words' }));
			expect(error?.facts).toMatchObject({ cause, charged, code, status });
			expect(error?.facts.advice).toMatch(advice);
			expect(error?.message).toContain('its words');
		},
	);

	it('names the fields that were refused', async () => {
		const details = [{ field: 'duration', message: 'too long' }, { message: 'and more' }];
		const body = { error: 'validation_error', message: 'Invalid', details };
		const { error } = await call(POST, answer(400, body));
		expect(error?.message).toBe(
			'NinjaChat did not accept the request: Invalid; duration: too long; and more',
		);
	});

	it('may be no JSON at all', async () => {
		const { error } = await call(POST, answer(503, '<html>down</html>'));
		expect(error?.facts).toMatchObject({ cause: 'service-fault', code: 'http_503' });
		expect(error?.message).toBe('NinjaChat answered with the fault 503');
	});

	it.each([
		{ label: 'seconds', header: '42', expected: 42 },
		{ label: 'an HTTP date', header: 'Thu, 01 Jan 1970 00:01:30 GMT', expected: 90 },
		{ label: 'nothing readable', header: 'soon', expected: undefined },
	])('may ask us to stay away in $label', async ({ header, expected }) => {
		const { error } = await call(POST, answer(429, {}, { 'retry-after': header }));
		expect(error?.facts.retryAfterSeconds).toBe(expected);
	});
});

describe('an error answer to a look', () => {
	it.each([400, 401, 402, 404, 429, 500, 502, 503, 504, 202])(
		'%i costs nothing',
		async (status) => {
			const { error } = await call(GET, answer(status, ''));
			expect(error?.facts.charged).toBe('no');
		},
	);
});

describe('a 200 that cannot be read', () => {
	it.each([
		{ label: 'a web page', body: '<!doctype html><p>Hi', message: /web page/ },
		{ label: 'a page after blank lines', body: '\n\n <html>', message: /web page/ },
		{ label: 'empty', body: '', message: /empty page/ },
		{ label: 'only blanks', body: ' \n', message: /empty page/ },
		{ label: 'cut off', body: '{"request_id": "x', message: /cut off or is not JSON/ },
		{ label: 'plain text', body: 'OK', message: /cut off or is not JSON/ },
	])('may be $label: whether an order was charged is unknown then', async ({ body, message }) => {
		const paid = await call(POST, answer(200, body));
		expect(paid.error?.facts).toMatchObject({
			cause: 'unreadable-answer',
			charged: 'unknown',
			code: 'unreadable_answer',
		});
		expect(paid.error?.message).toMatch(message);
		const free = await call(GET, answer(200, body));
		expect(free.error?.facts).toMatchObject({ cause: 'unreadable-answer', charged: 'no' });
	});
});

describe('a call without an answer', () => {
	it('costs nothing where the connection was never made, and names the host', async () => {
		const { error } = await call(POST, { kind: 'never-connected', detail: 'ENOTFOUND' });
		expect(error?.facts).toMatchObject({ cause: 'never-connected', charged: 'no' });
		expect(error?.message).toContain('ninjachat.ai');
		expect(error?.message).not.toContain('ENOTFOUND');
		expect(error?.facts.advice).toContain('ENOTFOUND');
	});

	it('may have been charged where it broke off', async () => {
		const { error } = await call(POST, { kind: 'no-answer', detail: 'ECONNRESET' });
		expect(error?.facts).toMatchObject({ cause: 'no-answer', charged: 'unknown' });
		expect(error?.facts.advice).toContain('balance');
	});

	it('costs nothing where it was a look', async () => {
		const { error } = await call(GET, { kind: 'no-answer', detail: 'ECONNRESET' });
		expect(error?.facts).toMatchObject({ cause: 'no-answer', charged: 'no' });
	});
});

describe('a redirect', () => {
	it.each([301, 302, 307, 308])(
		'%i to the same host with www is followed once with method, headers and body',
		async (status) => {
			const location = 'https://www.ninjachat.ai/api/v1/video';
			const { seen, result } = await call(POST, answer(status, '', { location }), answer(200, {}));
			expect(result.ok).toBe(true);
			expect(seen).toHaveLength(2);
			expect(seen[1]).toEqual({ ...seen[0], url: location });
		},
	);

	it('may be given from the root of the host', async () => {
		const first = answer(308, '', { location: '/api/v2/video' });
		const { seen } = await call(POST, first, answer(200, {}));
		expect(seen[1]?.url).toBe('https://ninjachat.ai/api/v2/video');
	});

	it.each([
		{
			label: 'another host',
			location: 'https://evil.example/api/v1/video',
			names: 'https://evil.example',
		},
		{
			label: 'a host that only ends alike',
			location: 'https://evilninjachat.ai/',
			names: 'https://evilninjachat.ai',
		},
		{
			label: 'a subdomain',
			location: 'https://api.ninjachat.ai/',
			names: 'https://api.ninjachat.ai',
		},
		{
			label: 'another port',
			location: 'https://ninjachat.ai:8443/',
			names: 'https://ninjachat.ai:8443',
		},
		{ label: 'plain http', location: 'http://www.ninjachat.ai/', names: 'http://www.ninjachat.ai' },
		{
			label: 'a user name',
			location: 'https://ninjachat.ai@evil.example/',
			names: 'https://evil.example',
		},
		{ label: 'nowhere', location: undefined, names: 'does not name' },
	])('to $label is refused, and nothing is sent there', async ({ location, names }) => {
		const headers: Record<string, string> = location === undefined ? {} : { location };
		const { seen, error } = await call(POST, answer(307, '', headers));
		expect(seen).toHaveLength(1);
		expect(error?.facts).toMatchObject({ cause: 'redirected', charged: 'no', status: 307 });
		expect(error?.message).toContain(names);
	});

	it('is followed once only', async () => {
		const location = 'https://www.ninjachat.ai/api/v1/video';
		const { seen, error } = await call(
			POST,
			answer(308, '', { location }),
			answer(308, '', { location: 'https://ninjachat.ai/api/v1/video' }),
		);
		expect(seen).toHaveLength(2);
		expect(error?.facts).toMatchObject({ cause: 'redirected', charged: 'no' });
	});

	it('303 to the same host is not followed: the order may have been carried out', async () => {
		const location = 'https://www.ninjachat.ai/api/v1/video';
		const { seen, error } = await call(POST, answer(303, '', { location }));
		expect(seen).toHaveLength(1);
		expect(error?.facts).toMatchObject({ cause: 'redirected', charged: 'unknown' });
	});

	it('that ends without an answer may have been charged', async () => {
		const location = 'https://www.ninjachat.ai/api/v1/video';
		const lost: Sent = { kind: 'no-answer', detail: 'ECONNRESET' };
		const { error } = await call(POST, answer(308, '', { location }), lost);
		expect(error?.facts.charged).toBe('unknown');
	});
});
