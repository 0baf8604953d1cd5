import { retryExecution, runWorkflow } from '../support/engine';
import { speedUpTime } from '../support/fastTime';
import { detailsOf, isOf, useService } from '../support/apiVersions';
import { flowFor, KEY, model } from '../support/simulation';

speedUpTime();

const { posts, run, simulation, start, withApi } = useService();

describe('options of v1/videos', () => {
	const options = {
		endImageUrl: 'https://example.com/end.jpg',
		generateAudio: true,
		referenceAudioUrl: 'https://example.com/a.mp3',
		referenceImages: '={{ ["https://example.com/1.jpg", "https://example.com/2.jpg"] }}',
		referenceVideoUrl: 'https://example.com/v.mp4',
		watermark: false,
	};

	it.each([{ contract: 'K', video: 'missing' }, { contract: 'K' }] as const)(
		'options of v1/videos are sent where the service has it: %j',
		async (service) => {
			await start(service);
			const { error } = await run({ options });
			expect(error).toBeUndefined();
			const [job] = [...simulation().world.jobs.values()];
			expect(job).toMatchObject({
				version: 'v2',
				body: {
					end_image_url: options.endImageUrl,
					generate_audio: true,
					reference_audio: options.referenceAudioUrl,
					reference_images: ['https://example.com/1.jpg', 'https://example.com/2.jpg'],
					reference_video: options.referenceVideoUrl,
					watermark: false,
				},
			});
			expect(posts()).toHaveLength(1);
		},
	);

	it('options of v1/videos never go to v1/video', async () => {
		await start({ contract: 'page', notFound: 'json' });
		const failed = await run({ options: { watermark: true } });
		expect(failed.error?.message).toMatch(/has no API v1\/videos/);
		expect(failed.error?.description).toMatch(/nothing was charged.*these options: watermark/);
		expect(posts().filter(isOf('v1'))).toEqual([]);
		expect(simulation().world.charges()).toBe(0);
	});

	it('options of v1/videos are refused under v1/video before anything is sent', async () => {
		await start({ contract: 'K' });
		const { error } = await run({ options: { generateAudio: true } }, withApi('v1/video'));
		expect(error?.message).toBe("Generate Audio 'true' is not known to the API v1/video [item 0]");
		expect(error?.description).toMatch(
			/'Automatic' or 'v1\/videos', or remove.*nothing was charged/,
		);
		expect(simulation().app.calls).toEqual([]);
	});
});

describe('models of v1/videos', () => {
	it('a model that only v1/videos has is ordered there, at the price of its list', async () => {
		await start({ contract: 'K' });
		const priced = { model: model('kling-2.5-turbo'), duration: 10 };
		const { error } = await run({ ...priced, maxSpendUsd: 1.04 });
		expect(error?.message).toBe('This run would cost $1.05, over the maximum of $1.04');
		expect(posts()).toEqual([]);
		const { items } = await run({ ...priced, maxSpendUsd: 1.05 });
		expect(items[0]?.json).toMatchObject({ status: 'completed', cost_usd: 1.05, duration: 10 });
		expect(posts().every(isOf('v2'))).toBe(true);
	});
});

describe('Get Balance', () => {
	it.each([{ contract: 'K', video: 'missing' }, { contract: 'K' }] as const)(
		'Get Balance returns an item for each input and asks once: %j',
		async (service) => {
			await start(service);
			const { error, items } = await run({ operation: 'getBalance' }, { items: [{}, {}] });
			expect(error).toBeUndefined();
			const json = { balance_usd: 1000, balance_cents: 100_000, currency: 'usd' };
			expect(items.map((item) => [item.json, item.pairedItem])).toEqual([
				[json, { item: 0 }],
				[json, { item: 1 }],
			]);
			expect(simulation().app.calls).toHaveLength(1);
		},
	);

	it.each(['automatic', 'v1/video'])(
		'Get Balance says that nothing tells the balance where only v1/video is there: %s',
		async (apiVersion) => {
			await start({ contract: 'page', notFound: 'json' });
			const { error } = await run({ operation: 'getBalance' }, withApi(apiVersion));
			expect(error?.message).toBe('NinjaChat does not tell the balance at this base URL');
			expect(error?.description).toMatch(/as balance_usd.*Nothing was charged/);
			expect(simulation().app.calls).toHaveLength(1);
		},
	);

	it.each([
		{ contract: 'K', apiVersion: 'v1/video' },
		{ contract: 'N', apiVersion: 'v1/video' },
		{ contract: 'N', apiVersion: 'v1/videos' },
	] as const)(
		'Get Balance works under the setting $apiVersion where $contract is played',
		async ({ contract, apiVersion }) => {
			await start({ contract });
			const { error, items } = await run({ operation: 'getBalance' }, withApi(apiVersion));
			expect(error).toBeUndefined();
			expect(items[0]?.json).toMatchObject({ balance_usd: 1000, currency: 'usd' });
		},
	);

	it.each([
		[0, 'The balance is $0.00: NinjaChat refuses every order, at no cost. Buy credits'],
		[299, 'The balance of $2.99 is not enough for a video at the usual price, from $3.00. Buy'],
		[
			499,
			'is enough for at most 1 video at the usual prices of $3.00 to $5.00, which NinjaChat calls low',
		],
		[500, 'The balance of $5.00 is enough for 1 video at the usual prices of $3.00 to $5.00.'],
		[
			3900,
			'The balance of $39.00 is enough for 7 to 13 videos at the usual prices of $3.00 to $5.00.',
		],
	])('Get Balance says what %d cents are enough for: %s', async (balanceCents, words) => {
		await start({ contract: 'N', accounts: [{ key: KEY, balanceCents }] });
		const { hints, items } = await run({ operation: 'getBalance' });
		expect(hints).toEqual([expect.stringContaining(words)]);
		expect(items[0]?.json).not.toHaveProperty('note');
	});

	it('Get Balance tells an agent in the item what the balance is enough for', async () => {
		await start({ contract: 'N', accounts: [{ key: KEY, balanceCents: 299 }] });
		const { items } = await run(
			{ operation: 'getBalance' },
			{ nodeType: 'n8n-nodes-ninja-video.ninjaVideoTool' },
		);
		expect(items[0]?.json.note).toMatch(/not enough for a video/);
	});

	it('Get Balance says what went wrong, with the id for the support', async () => {
		await start({ contract: 'K', video: 'missing' });
		simulation().faults.add({ name: 'internal-error', on: 'balance' });
		const failed = await run({ operation: 'getBalance' });
		expect(failed.error?.message).toMatch(/status 500/);
		expect(detailsOf(failed)).toMatchObject({
			charged: 'no',
			http_request_id: expect.stringMatching(/^req_/) as string,
		});
	});
});

describe('money under v1/videos', () => {
	it.each([
		['a 504 although it was accepted', 'gateway-timeout-accepted', 2],
		['a reset although it was accepted', 'reset-after', 2],
		['a reset before it was accepted', 'reset-before', 2],
		['a cut-off answer with an id', 'truncated-json', 1],
		['a web page in place of the answer', 'html-page-accepted', 2],
		['an answer without an id', 'missing-request-id', 2],
		['a 500', 'internal-error', 2],
	] as const)(
		'%s under v1/videos: the video is delivered for one charge',
		async (_, name, sent) => {
			await start({ contract: 'K', video: 'missing' });
			simulation().faults.add({ name, on: 'create' });
			const { error, items } = await run({}, withApi('v1/videos'));
			expect(error).toBeUndefined();
			expect(items[0]?.json).toMatchObject({ status: 'completed' });
			expect(posts()).toHaveLength(sent);
			expect(new Set(posts().map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
			expect(simulation().world.charges()).toBe(1);
		},
	);

	it('a retry of the execution resolves an order whose result was unknown, for one charge', async () => {
		await start({ contract: 'K', video: 'missing' });
		simulation().faults.add({ name: 'gateway-timeout-accepted', on: 'create' });
		simulation().faults.add({ name: 'unavailable', on: 'create', times: 3 });
		const flow = flowFor(simulation(), {}, withApi('v1/videos'));
		const failed = await runWorkflow(flow);
		expect(detailsOf(failed)).toMatchObject({
			charged: 'unknown',
			code: 'service_unavailable',
			idempotency_key: expect.any(String) as string,
		});
		expect(failed.error?.description).toMatch(/may have been charged.*Retry this execution/);
		const retried = await retryExecution(flow, failed);
		expect(retried.error).toBeUndefined();
		expect(retried.items[0]?.json.status).toBe('completed');
		expect(new Set(posts().map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
		expect(simulation().world.charges()).toBe(1);
	});

	it('an order whose result is unknown under v1/video is never ordered from v1/videos', async () => {
		await start({ contract: 'K' });
		simulation().faults.add({ name: 'gateway-timeout-accepted', on: 'create' });
		const flow = flowFor(simulation(), {});
		const failed = await runWorkflow({ ...flow, ...withApi('v1/video') });
		expect(detailsOf(failed)).toMatchObject({ charged: 'unknown' });
		const retried = await retryExecution({ ...flow, ...withApi('v1/videos') }, failed);
		expect(detailsOf(retried)).toMatchObject({ charged: 'unknown' });
		expect(posts()).toHaveLength(1);
		expect(simulation().world.charges()).toBe(1);
	});

	it('a video that failed is ordered again under a new key', async () => {
		await start({ contract: 'K', video: 'missing' });
		simulation().faults.add({ name: 'generation-fails', on: 'create' });
		const node = { retryOnFail: true, maxTries: 2, waitBetweenTries: 10 };
		const { error } = await run({}, { ...withApi('v1/videos'), node });
		expect(error).toBeUndefined();
		expect(new Set(posts().map(({ headers }) => headers['idempotency-key'])).size).toBe(2);
		expect(simulation().world.charges()).toBe(1);
	});

	it('the key is in nothing that n8n saves and shows', async () => {
		await start({ contract: 'K', video: 'missing' });
		simulation().faults.add({ name: 'unavailable', on: 'create', times: 9 });
		const { saved, hints, uiMessages } = await run({}, withApi('v1/videos'));
		expect(saved).toContain('ninjaVideoLedger');
		expect([saved, ...hints, ...uiMessages].join('\n')).not.toContain(KEY);
	});
});
