import { answer, call, GET, POST } from './scriptedCall';

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
					'Accept-Encoding': 'identity',
					'Idempotency-Key': 'key 1',
				},
				body: '{"prompt":"a dog"}',
			},
		]);
	});

	it('works with a 201 as with a 200: something was made', async () => {
		const { result } = await call(POST, answer(201, { id: 'x' }));
		expect(result).toEqual({ ok: true, value: { id: 'x' } });
	});

	it('has neither body nor content type where there is nothing to send', async () => {
		const { seen } = await call(GET, answer(200, {}));
		expect(seen[0]).not.toHaveProperty('body');
		expect(seen[0]?.headers).toEqual({ Accept: 'application/json' });
	});
});

describe('an error answer to an order', () => {
	it.each([
		{ status: 400, code: 'validation_error', kind: 'bad-input', charged: 'no', advice: /Correct/ },
		{ status: 400, code: 'invalid_json', kind: 'bad-input', charged: 'no', advice: /Correct/ },
		{
			status: 401,
			code: 'missing_api_key',
			kind: 'key-rejected',
			charged: 'no',
			advice: /nj_sk_/,
		},
		{
			status: 401,
			code: 'invalid_api_key',
			kind: 'key-rejected',
			charged: 'no',
			advice: /nj_sk_/,
		},
		{
			status: 402,
			code: 'insufficient_credits',
			kind: 'no-credits',
			charged: 'no',
			advice: /credits/,
		},
		{ status: 404, code: 'not_found', kind: 'not-found', charged: 'no', advice: /field it names/ },
		{ status: 413, code: 'too_large', kind: 'bad-input', charged: 'no', advice: /again/ },
		{
			status: 429,
			code: 'rate_limit_exceeded',
			kind: 'rate-limited',
			charged: 'no',
			advice: /Wait/,
		},
		{
			status: 502,
			code: 'generation_failed',
			kind: 'generation-failed',
			charged: 'no',
			advice: /again/,
		},
		{
			status: 502,
			code: 'bad_gateway',
			kind: 'service-fault',
			charged: 'unknown',
			advice: /^$/,
		},
		{
			status: 500,
			code: 'internal_error',
			kind: 'service-fault',
			charged: 'unknown',
			advice: /^$/,
		},
		{
			status: 503,
			code: 'unavailable',
			kind: 'service-fault',
			charged: 'unknown',
			advice: /^$/,
		},
		{ status: 504, code: 'timeout', kind: 'service-fault', charged: 'unknown', advice: /^$/ },
	])(
		'$status $code means $kind, charged: $charged',
		async ({ status, code, kind, charged, advice }) => {
			const { error } = await call(POST, answer(status, { error: code, message: 'its words' }));
			expect(error?.facts).toMatchObject({ kind, charged, code, status });
			expect(error?.facts.advice).toMatch(advice);
			expect(error?.message).toContain('its words');
		},
	);

	it('adds no words where the service gives none', async () => {
		const { error } = await call(POST, answer(402, { error: 'insufficient_credits', message: '' }));
		expect(error?.message).toBe(
			'The NinjaChat balance is too low, or a spend limit of the project is reached',
		);
	});

	it('names the fields that were refused', async () => {
		const details = [{ field: 'duration', message: 'too long' }, { message: 'and more' }];
		const body = { error: 'validation_error', message: 'Invalid', details };
		const { error } = await call(POST, answer(400, body));
		expect(error?.message).toBe(
			'NinjaChat did not accept the request: Invalid; duration: too long; and more',
		);
	});

	it('may be no JSON at all', async () => {
		const refused = await call(POST, answer(400, '<html>refused</html>'));
		expect(refused.error?.facts).toMatchObject({ kind: 'bad-input', code: 'http_400' });
		expect(refused.error?.message).toBe('NinjaChat did not accept the request');
		const { error } = await call(POST, answer(503, '<html>down</html>'));
		expect(error?.facts).toMatchObject({ kind: 'service-fault', code: 'http_503' });
		expect(error?.message).toBe('NinjaChat answered with status 503');
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
	it.each([400, 401, 402, 404, 429, 500, 502, 503, 504])('%i costs nothing', async (status) => {
		const { error } = await call(GET, answer(status, ''));
		expect(error?.facts.charged).toBe('no');
	});
});

describe('a 200 that cannot be read', () => {
	it.each([
		{ label: 'a web page', body: '<!doctype html><p>Hi', message: /web page/ },
		{ label: 'a page after blank lines', body: '\n\n <html>', message: /web page/ },
		{ label: 'empty', body: '', message: /empty page/ },
		{ label: 'only spaces', body: ' \n', message: /empty page/ },
		{ label: 'cut off', body: '{"request_id": "x', message: /cut off or is not JSON/ },
		{ label: 'plain text', body: 'OK', message: /cut off or is not JSON/ },
	])('may be $label: whether an order was charged is unknown then', async ({ body, message }) => {
		const paid = await call(POST, answer(200, body));
		expect(paid.error?.facts).toMatchObject({
			kind: 'unreadable-answer',
			charged: 'unknown',
			code: 'unreadable_answer',
		});
		expect(paid.error?.message).toMatch(message);
		const free = await call(GET, answer(200, body));
		expect(free.error?.facts).toMatchObject({ kind: 'unreadable-answer', charged: 'no' });
	});
});

describe('a call without an answer', () => {
	it('costs nothing where the connection was never made, and names the host', async () => {
		const { error } = await call(POST, { kind: 'never-connected', detail: 'ENOTFOUND' });
		expect(error?.facts).toMatchObject({ kind: 'never-connected', charged: 'no' });
		expect(error?.message).toContain('ninjachat.ai');
		expect(error?.message).not.toContain('ENOTFOUND');
		expect(error?.facts.advice).toContain('ENOTFOUND');
	});

	it('may have been charged where it broke off', async () => {
		const { error } = await call(POST, { kind: 'no-answer', detail: 'ECONNRESET' });
		expect(error?.facts).toMatchObject({ kind: 'no-answer', charged: 'unknown' });
		expect(error?.facts.advice).toBe('');
	});

	it('costs nothing where it was a look', async () => {
		const { error } = await call(GET, { kind: 'no-answer', detail: 'ECONNRESET' });
		expect(error?.facts).toMatchObject({ kind: 'no-answer', charged: 'no' });
	});
});
