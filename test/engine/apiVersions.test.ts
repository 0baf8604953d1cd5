import type { Settings } from '../../simulator/app';
import { speedUpTime } from '../support/fastTime';
import { detailsOf, isOf, useService } from '../support/apiVersions';
import { model } from '../support/simulation';

speedUpTime(30);

const { accepted, calls, posts, run, simulation, start, withApi } = useService();

const SERVICES: Readonly<Record<string, Partial<Settings>>> = {
	'v1/video alone': { contract: 'page', notFound: 'json' },
	'v1/videos alone': { contract: 'K', video: 'missing' },
	both: { contract: 'K' },
};
const WORLDS: ReadonlyArray<{ readonly label: string; readonly settings: Partial<Settings> }> =
	Object.entries(SERVICES).flatMap(([label, settings]) => [
		{ label, settings },
		{ label: `${label}, behind a redirect`, settings: { ...settings, redirectHost: true } },
		{
			label: `${label}, behind a redirect that is a 302 and with pages for what is not there`,
			settings: { ...settings, redirectHost: true, redirectStatus: 302, notFound: 'html' },
		},
	]);

describe('the same workflow, unchanged', () => {
	it.each(WORLDS)('the same workflow makes its videos: $label', async ({ settings }) => {
		await start(settings);
		const items = [{ p: 'one' }, { p: 'two' }];
		const { error, items: out } = await run({ prompt: '={{ $json.p }}' }, { items });
		expect(error).toBeUndefined();
		expect(out.map(({ json }) => json.status)).toEqual(['completed', 'completed']);
		for (const { json } of out) {
			expect(json).toMatchObject({
				request_id: expect.any(String) as string,
				model: 'google-veo-2',
				video_url: expect.stringMatching(/^http/) as string,
				duration: 8,
				aspect_ratio: '16:9',
				cost_usd: 3,
				elapsed_seconds: expect.any(Number) as number,
			});
		}
		expect(simulation().world.charges()).toBe(2);
		expect(simulation().world.chargedCents()).toBe(600);
	});

	it.each(WORLDS)(
		'the same workflow creates, asks and waits by request id: $label',
		async ({ settings }) => {
			await start(settings);
			// Long enough to be looked at while it is being made, on a busy machine too.
			simulation().faults.add({ name: 'progress-stuck', on: 'create', generationMs: 60_000 });
			const created = await run({ operation: 'create' });
			const [item] = created.items;
			expect(item?.json).toMatchObject({ status: 'processing', cost_usd: 3 });
			const byId = { requestId: item?.json.request_id as string };
			const looked = await run({ operation: 'getStatus', ...byId });
			expect(looked.items[0]?.json).toEqual({
				...{ request_id: byId.requestId, status: 'processing' },
				progress: expect.any(Number) as number,
			});
			const waited = await run({ operation: 'wait', ...byId });
			expect(waited.items[0]?.json).toMatchObject({ status: 'completed' });
			expect(simulation().world.charges()).toBe(1);
		},
	);

	it.each(WORLDS)(
		'the node sends nothing that the vendor’s document does not have: $label',
		async ({ settings }) => {
			await start(settings);
			const options = { referenceImages: 'https://example.com/1.jpg', watermark: true };
			const rows = [
				{ operation: 'createAndWait', imageUrl: 'https://example.com/a.jpg' },
				{ operation: 'create', duration: '5', aspectRatio: '9:16' },
				{ operation: 'create', options },
				{ operation: 'create', model: model('kling-3-pro') },
				{ operation: 'getStatus', requestId: 'nobody:1/2' },
				{ operation: 'getBalance' },
			];
			for (const parameters of rows) await run(parameters);
			const ofV2 = calls().filter(isOf('v2'));
			expect(ofV2.length).toBeGreaterThan(0);
			expect(calls().filter(({ status }) => status === 400)).toEqual([]);
		},
	);
});

describe('what is remembered of a base URL', () => {
	it('a redirect of the base URL is remembered: later calls go there at once', async () => {
		await start({ contract: 'K', redirectHost: true });
		for (let round = 0; round < 3; round += 1) await run();
		const redirected = simulation().app.calls.filter(
			({ status = 0 }) => status >= 300 && status < 400,
		);
		expect(redirected).toHaveLength(1);
		expect(accepted()).toHaveLength(3);
	});

	it('what the list has is ordered under v1/videos, so that a missing v1/video is not noticed', async () => {
		await start({ contract: 'K', video: 'missing' });
		for (let round = 0; round < 3; round += 1) expect((await run()).error).toBeUndefined();
		expect(posts().filter(isOf('v1'))).toEqual([]);
		expect(accepted()).toHaveLength(3);
	});

	it('v1/videos is used for what the list has while both versions are there', async () => {
		await start({ contract: 'K' });
		await run();
		expect(calls().every(isOf('v2'))).toBe(true);
	});
});

describe('API Version', () => {
	it.each([
		{ apiVersion: 'v1/video', used: 'v1' },
		{ apiVersion: 'v1/videos', used: 'v2' },
	] as const)('the API version $apiVersion is used and no other', async ({ apiVersion, used }) => {
		await start({ contract: 'K' });
		const { error, items } = await run({}, withApi(apiVersion));
		expect(error).toBeUndefined();
		expect(items[0]?.json.status).toBe('completed');
		expect(posts().every(isOf(used))).toBe(true);
	});

	it.each([
		{ service: 'v1/video alone', apiVersion: 'v1/videos' },
		{ service: 'v1/videos alone', apiVersion: 'v1/video' },
	] as const)(
		'an API version that is not there is named: $apiVersion',
		async ({ service, apiVersion }) => {
			await start(SERVICES[service]);
			const failed = await run({}, withApi(apiVersion));
			expect(failed.error?.message).toMatch(new RegExp(`has no API ${apiVersion} \\[item 0\\]$`));
			expect(failed.error?.description).toMatch(
				/nothing was charged.*'API Version' of the credential/,
			);
			expect(detailsOf(failed)).toMatchObject({ charged: 'no', code: 'api_not_found' });
			expect(simulation().world.charges()).toBe(0);
		},
	);
});
