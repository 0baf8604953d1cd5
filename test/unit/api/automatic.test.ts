import { discover } from '../../../nodes/NinjaVideo/api/discovery';
import { createClient } from '../../../nodes/NinjaVideo/api/client';
import type { ApiSetting } from '../../../nodes/NinjaVideo/api/credential';
import type { HttpRequest, HttpResult } from '../../../nodes/NinjaVideo/api/http';
import type { OriginCache } from '../../../nodes/NinjaVideo/api/transport';
import type { VideoRequest } from '../../../nodes/NinjaVideo/videoService';
import { aRequest } from '../../support/builders';
import { answer, order } from './scriptedCall';

const FIRST = '/api/v1/video';
const SECOND = '/api/v1/videos';
const JOB = answer(200, { id: 'job:1' });

/** A host that answers by path; `cache` outlive the client, as they outlive a run. */
function setUp(
	answers: Record<string, HttpResult>,
	setting: ApiSetting = 'automatic',
	cache: OriginCache = {},
) {
	const paths: string[] = [];
	const send = async ({ url }: HttpRequest) => {
		const { pathname } = new URL(url);
		paths.push(pathname);
		return await Promise.resolve(answers[pathname] ?? answer(404, 'Not Found'));
	};
	const connection = { baseUrl: 'https://ninjachat.ai', now: () => 0, send, cache };
	const client = createClient(connection, setting, 'account');
	return {
		client,
		connection,
		cache,
		paths,
		/** Orders as `jobs/submit.ts` does: by the route of the moment, once. */
		async order(video: VideoRequest = aRequest()) {
			const result = await order(client, video);
			return result.ok ? { job: result.value } : { error: result.error };
		},
	};
}

describe('Automatic', () => {
	it('orders of v1/video, where it is there', async () => {
		const { order, paths, cache } = setUp({ [FIRST]: JOB, [SECOND]: JOB });
		expect((await order()).job).toMatchObject({ requestId: 'job:1', api: 'v1/video' });
		expect(paths).toEqual([FIRST]);
		expect(cache).toEqual({});
	});

	it.each([
		{ label: 'a page', missing: answer(404, '<html>Not found') },
		{ label: 'an error about the address', missing: answer(404, { error: 'not_found' }) },
		{ label: 'a nested one', missing: answer(404, { error: { code: 'route_not_found' } }) },
		{ label: 'a wrong method', missing: answer(405, { error: 'method_not_allowed' }) },
		{ label: 'an address that is gone', missing: answer(410, '') },
		{ label: 'a move to the other', missing: answer(308, '', { location: SECOND }) },
	])('orders of the second from then on, where $label answers the first', async ({ missing }) => {
		const cache: OriginCache = {};
		const { order, paths } = setUp({ [FIRST]: missing, [SECOND]: JOB }, 'automatic', cache);
		expect((await order()).error?.facts).toMatchObject({ kind: 'not-found', charged: 'no' });
		expect((await order()).job).toMatchObject({ requestId: 'job:1', api: 'v1/videos' });
		const nextRun = setUp({ [FIRST]: missing, [SECOND]: JOB }, 'automatic', cache);
		expect((await nextRun.order()).job).toBeDefined();
		expect([...paths, ...nextRun.paths]).toEqual([FIRST, SECOND, SECOND]);
	});

	it.each([
		{ label: 'a 404 about the model', sent: answer(404, { error: 'model_not_found' }) },
		{ label: 'a 404 about an image', sent: answer(404, { error: 'image_not_found' }) },
		{ label: 'a refusal', sent: answer(400, { error: 'validation_error' }) },
		{ label: 'a rejected key', sent: answer(401, { error: 'invalid_api_key' }) },
		{ label: 'a fault', sent: answer(500, '') },
		{ label: 'a page in place of an answer', sent: answer(200, '<html>') },
		{ label: 'silence', sent: { kind: 'no-answer', detail: 'ECONNRESET' } as HttpResult },
		{
			label: 'no connection',
			sent: { kind: 'never-connected', detail: 'ENOTFOUND' } as HttpResult,
		},
	])('stays with v1/video after $label', async ({ sent }) => {
		const { order, client, cache } = setUp({ [FIRST]: sent, [SECOND]: JOB });
		expect((await order()).error).toBeDefined();
		expect(client.routeOf(aRequest())).toEqual({ api: 'v1/video' });
		expect(cache).toEqual({});
	});

	it('says so, and remembers nothing, where neither is there', async () => {
		const { order, cache } = setUp({});
		await order();
		const { error } = await order();
		expect(error?.message).toBe('ninjachat.ai has neither the API v1/video nor v1/videos');
		expect(error?.facts).toMatchObject({ charged: 'no', code: 'api_not_found', status: 404 });
		expect(cache).toEqual({});
	});

	it('goes back to v1/video when v1/videos is not there any more', async () => {
		const { order, paths } = setUp({ [FIRST]: JOB }, 'automatic', { api: 'v1/videos' });
		await order();
		expect((await order()).job).toMatchObject({ api: 'v1/video' });
		expect(paths).toEqual([SECOND, FIRST]);
	});
});

describe('an order that only v1/videos takes', () => {
	const video = aRequest({
		v2Options: { end_image_url: 'https://example.com/a.jpg', watermark: true },
		requiredVersion: 'v1/videos',
	});

	it('goes there at once, although the first is there', async () => {
		const { order, paths, cache } = setUp({ [FIRST]: JOB, [SECOND]: JOB });
		expect((await order(video)).job).toMatchObject({ api: 'v1/videos' });
		expect(paths).toEqual([SECOND]);
		expect(cache).toEqual({});
	});

	it('goes nowhere else, and is refused in plain words', async () => {
		const { order, paths } = setUp({ [FIRST]: JOB });
		const { error } = await order(video);
		expect((await order(video)).error).toEqual(error);
		expect(paths).toEqual([SECOND, SECOND]);
		expect(error?.message).toBe('ninjachat.ai has no API v1/videos');
		expect(error?.facts.advice).toMatch(/these options: end_image_url, watermark\. Remove them/);
		expect(error?.facts.charged).toBe('no');
	});
});

describe('a credential that names the API version', () => {
	it.each(['v1/video', 'v1/videos'] as const)('orders of %s and of no other', async (setting) => {
		const { order, paths, client, cache } = setUp({}, setting, { api: 'v1/videos' });
		const { error } = await order();
		await order();
		expect(new Set(paths)).toEqual(new Set([`/api/${setting}`]));
		expect(error?.message).toBe(`ninjachat.ai has no API ${setting}`);
		expect(error?.facts.advice).toMatch(/'API Version' of the credential/);
		expect(cache).toEqual({ api: 'v1/videos' });
		const replayed = setting === 'v1/videos' ? ['v1/videos'] : [];
		expect(client.replayRoutes().map(({ api }) => api)).toEqual(replayed);
	});
});

it('an address that has moved is said so to whoever chose it', async () => {
	const { order } = setUp({ [FIRST]: answer(308, '', { location: SECOND }) }, 'v1/video');
	const { error } = await order();
	expect(error?.message).toBe('NinjaChat has moved /api/v1/video to /api/v1/videos');
	expect(error?.facts.advice).toMatch(/'API Version' of the credential to 'Automatic'/);
});

describe('Automatic with the list of the service', () => {
	const LIST = answer(200, {
		data: ['seedance-2', 'veo-3.1-fast'].map((id) => ({ id, modality: 'video' })),
	});
	const start = async (answers: Record<string, HttpResult>, setting: ApiSetting = 'automatic') => {
		const world = setUp({ '/api/v1/models': LIST, ...answers }, setting);
		await discover(world.connection);
		world.paths.length = 0;
		return world;
	};

	it('orders under v1/videos what is on the list, and under v1/video what is not', async () => {
		const { order, paths } = await start({ [FIRST]: JOB, [SECOND]: JOB });
		await order();
		await order(aRequest({ model: 'runway-gen4-turbo' }));
		expect(paths).toEqual([SECOND, FIRST]);
	});

	it.each([404, 405, 410])('goes to v1/video where v1/videos answers %d', async (status) => {
		const { order, paths } = await start({ [FIRST]: JOB, [SECOND]: answer(status, '') });
		expect((await order()).error?.facts.charged).toBe('no');
		expect((await order()).job).toMatchObject({ api: 'v1/video' });
		await order();
		expect(paths).toEqual([SECOND, FIRST, FIRST]);
	});

	it('stays where it is when a 404 names a job', async () => {
		const { order, paths } = await start({ [SECOND]: answer(404, { request_id: 'r' }) });
		expect((await order()).error?.facts.possibleRequestIds).toEqual(['r']);
		await order();
		expect(paths).toEqual([SECOND, SECOND]);
	});

	it('counts on a replay by v1/video once an answer showed that it is the alias', async () => {
		const { client, order } = await start(
			{
				[FIRST]: answer(200, { id: 'v', object: 'video', request_id: 'v' }),
			},
			'v1/video',
		);
		expect(client.routeOf(aRequest())).toEqual({ api: 'v1/video' });
		await order();
		expect(client.routeOf(aRequest())).toEqual({ api: 'v1/video', replay: 'account v1/video' });
		expect(client.replayRoutes()).toContainEqual(client.routeOf(aRequest()));
	});

	it('orders what is on the list under v1/videos also where v1/video is its alias', async () => {
		const { client, order } = await start({ [FIRST]: answer(200, { id: 'v', object: 'video' }) });
		await order(aRequest({ model: 'runway-gen4-turbo' }));
		expect(client.routeOf(aRequest())).toEqual({ api: 'v1/videos', replay: 'account' });
	});

	it('sends nothing again by the alias where the credential says v1/videos', async () => {
		const { client } = await start({}, 'v1/videos');
		expect(client.replayRoutes()).toEqual([{ api: 'v1/videos', replay: 'account' }]);
	});

	it('does not count on it where there is no list', async () => {
		const { client, order } = setUp({ [FIRST]: answer(200, { id: 'v', object: 'video' }) });
		await order();
		expect(client.routeOf(aRequest())).toEqual({ api: 'v1/video' });
		expect(client.replayRoutes().map(({ api }) => api)).toEqual(['v1/videos']);
	});
});
