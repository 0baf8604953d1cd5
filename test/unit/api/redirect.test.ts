import type { HttpResult } from '../../../nodes/NinjaVideo/api/http';
import type { OriginCache } from '../../../nodes/NinjaVideo/api/transport';
import { answer, call, callWith, GET, POST } from './scriptedCall';

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

	it('may be given from the root of the host, and leads a free call to another path', async () => {
		const first = answer(308, '', { location: '/api/v2/video' });
		const { seen } = await call(GET, first, answer(200, {}));
		expect(seen[1]?.url).toBe('https://ninjachat.ai/api/v2/video');
	});

	it.each(['/api/v1/videos', '/api/v2/video', 'https://www.ninjachat.ai/'])(
		'does not lead an order to another path, where other promises hold: %s',
		async (location) => {
			const { seen, error } = await call(POST, answer(308, '', { location }));
			expect(seen).toHaveLength(1);
			expect(error?.message).toMatch(/^NinjaChat has moved \/api\/v1\/video to \//);
			expect(error?.facts).toMatchObject({
				kind: 'not-found',
				charged: 'no',
				code: 'route_moved',
			});
		},
	);

	it('does not lead an order on when nothing may leave any more', async () => {
		const location = 'https://www.ninjachat.ai/api/v1/video';
		const late = { ...POST, signal: AbortSignal.abort() };
		const { seen, error } = await call(late, answer(308, '', { location }));
		expect(seen).toHaveLength(1);
		expect(error?.facts).toMatchObject({ kind: 'aborted', charged: 'no' });
	});

	it('leads an order to the same path with a slash', async () => {
		const location = 'https://www.ninjachat.ai/api/v1/video/';
		const { seen } = await call(POST, answer(308, '', { location }), answer(200, {}));
		expect(seen[1]?.url).toBe(location);
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
			label: 'a host with www. inside its name',
			location: 'https://ninjawww.chat.ai/',
			names: 'https://ninjawww.chat.ai',
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
		{
			label: 'the same host under a user name',
			location: 'https://user@www.ninjachat.ai/',
			names: 'https://www.ninjachat.ai',
		},
		{ label: 'nowhere', location: undefined, names: 'does not name' },
	])('to $label is refused, and nothing is sent there', async ({ location, names }) => {
		const headers: Record<string, string> = location === undefined ? {} : { location };
		const { seen, error } = await call(POST, answer(307, '', headers));
		expect(seen).toHaveLength(1);
		expect(error?.facts).toMatchObject({ kind: 'redirected', charged: 'no', status: 307 });
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
		expect(error?.facts).toMatchObject({ kind: 'redirected', charged: 'no' });
	});

	it('303 to the same host is not followed: the order may have been carried out', async () => {
		const location = 'https://www.ninjachat.ai/api/v1/video';
		const { seen, error } = await call(POST, answer(303, '', { location }));
		expect(seen).toHaveLength(1);
		expect(error?.facts).toMatchObject({ kind: 'redirected', charged: 'unknown' });
	});

	it('that ends without an answer may have been charged', async () => {
		const location = 'https://www.ninjachat.ai/api/v1/video';
		const lost: HttpResult = { kind: 'no-answer', detail: 'ECONNRESET' };
		const { error } = await call(POST, answer(308, '', { location }), lost);
		expect(error?.facts.charged).toBe('unknown');
	});
});

describe('where an origin redirects to', () => {
	const WWW = 'https://www.ninjachat.ai';
	const location = `${WWW}/api/v1/video`;

	it('is remembered, so that later calls go there at once', async () => {
		const cache: OriginCache = {};
		await callWith(cache, POST, answer(308, '', { location }), answer(200, {}));
		const { seen } = await callWith(cache, GET, answer(200, {}));
		expect(cache).toEqual({ redirect: { origin: WWW, untilMs: 3_600_000 } });
		expect(seen.map(({ url }) => url)).toEqual([`${WWW}/api/v1/video/status?request_id=x`]);
	});

	it.each([
		{ label: 'leads to another path', to: '/api/v2/video' },
		{ label: 'is not followed', to: 'https://evil.example/api/v1/video' },
	])('is not remembered when it $label', async ({ to }) => {
		const cache: OriginCache = {};
		await callWith(cache, GET, answer(308, '', { location: to }), answer(200, {}));
		expect(cache).toEqual({});
	});

	it('follows the service when it moves again', async () => {
		const cache: OriginCache = { redirect: { origin: WWW, untilMs: 1 } };
		const back = answer(308, '', { location: 'https://ninjachat.ai/api/v1/video' });
		const { seen } = await callWith(cache, POST, back, answer(200, {}));
		expect(seen.map(({ url }) => new URL(url).origin)).toEqual([WWW, 'https://ninjachat.ai']);
		expect(cache.redirect?.origin).toBe('https://ninjachat.ai');
	});

	it('is forgotten when it cannot be reached', async () => {
		const cache: OriginCache = { redirect: { origin: WWW, untilMs: 1 } };
		const { error } = await callWith(cache, POST, { kind: 'never-connected', detail: 'ENOTFOUND' });
		expect(error?.facts).toMatchObject({ kind: 'never-connected', charged: 'no' });
		expect(cache).toEqual({});
	});
});
