import { createClient } from '../../../nodes/NinjaVideo/api/client';
import type { ApiSetting } from '../../../nodes/NinjaVideo/api/credential';
import type { HttpRequest, HttpResult } from '../../../nodes/NinjaVideo/api/http';
import type { OriginCache } from '../../../nodes/NinjaVideo/api/transport';
import type { VideoRequest } from '../../../nodes/NinjaVideo/videoService';
import { aRequest } from '../../support/builders';
import { answer, order } from './scriptedCall';

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

describe('the addresses that are asked for a job', () => {
	const asks = (
		setting: ApiSetting,
		api: 'v1/video' | 'v1/videos' | undefined,
		cache: OriginCache = {},
	) =>
		setUp({}, setting, cache)
			.client.addressesOf({ requestId: 'x', ...(api === undefined ? {} : { api }) })
			.map((address) => address.api);

	it.each([
		{ setting: 'automatic', api: undefined, cache: {}, expected: ['v1/video', 'v1/videos'] },
		{
			setting: 'automatic',
			api: undefined,
			cache: { api: 'v1/videos' },
			expected: ['v1/videos', 'v1/video'],
		},
		{ setting: 'automatic', api: 'v1/videos', cache: {}, expected: ['v1/videos', 'v1/video'] },
		{ setting: 'v1/video', api: undefined, cache: {}, expected: ['v1/video', 'v1/videos'] },
		{ setting: 'v1/videos', api: undefined, cache: {}, expected: ['v1/videos', 'v1/video'] },
		{ setting: 'v1/videos', api: 'v1/video', cache: {}, expected: ['v1/video', 'v1/videos'] },
		{ setting: 'v1/video', api: 'v1/video', cache: {}, expected: ['v1/video', 'v1/videos'] },
	] as const)(
		'are $expected under $setting for a job of $api ($cache)',
		({ setting, api, cache, expected }) => {
			expect(asks(setting, api, cache)).toEqual(expected);
		},
	);

	it('stay the same after a look that failed', async () => {
		const { client } = setUp({});
		const [first] = client.addressesOf({ requestId: 'x' });
		expect((await client.getStatus(first!, 1000)).ok).toBe(false);
		expect(client.addressesOf({ requestId: 'x' })).toHaveLength(2);
	});

	it('are the one that knew it, from then on', async () => {
		const { client } = setUp({ '/api/v1/videos/x': answer(200, { status: 'queued' }) });
		await client.getStatus({ requestId: 'x', api: 'v1/videos' });
		expect(client.addressesOf({ requestId: 'x' })).toEqual([{ requestId: 'x', api: 'v1/videos' }]);
		expect(client.addressesOf({ requestId: 'y' })).toHaveLength(2);
	});

	it('are asked by every id of the job, and the one that answers is the job from then on', async () => {
		const { client } = setUp({ '/api/v1/videos/b': answer(200, { status: 'queued' }) });
		const job = { requestId: 'a', otherIds: ['b'], startedAtMs: 0 };
		expect(client.addressesOf(job)).toEqual([
			{ requestId: 'a', api: 'v1/video' },
			{ requestId: 'a', api: 'v1/videos' },
			{ requestId: 'b', api: 'v1/video' },
			{ requestId: 'b', api: 'v1/videos' },
		]);
		expect(client.identify(job)).toBe(job);
		await client.getStatus({ requestId: 'b', api: 'v1/videos' });
		expect(client.addressesOf(job)).toEqual([{ requestId: 'b', api: 'v1/videos' }]);
		expect(client.identify(job)).toEqual({
			requestId: 'b',
			otherIds: ['a'],
			api: 'v1/videos',
			startedAtMs: 0,
		});
	});
});
