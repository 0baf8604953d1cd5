import { speedUpTime } from '../support/fastTime';
import { isOf, useService } from '../support/apiVersions';
import { model } from '../support/simulation';

speedUpTime();

const { posts, run, simulation, start, withApi } = useService();

/** The body of the only order. */
function ordered(): Record<string, unknown> {
	const sent = posts();
	expect(sent).toHaveLength(1);
	return JSON.parse(sent[0]?.body ?? '{}') as Record<string, unknown>;
}

describe('the aspect ratio', () => {
	it('a square video is ordered under v1/videos, and its item says so', async () => {
		await start({ contract: 'N' });
		const { error, items } = await run({ aspectRatio: '1:1' });
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({ status: 'completed', aspect_ratio: '1:1' });
		expect(ordered()).toMatchObject({ aspect_ratio: '1:1' });
		expect(posts().every(isOf('v2'))).toBe(true);
	});

	it('a square video is refused under v1/video before anything is sent', async () => {
		await start({ contract: 'N' });
		const { error } = await run({ aspectRatio: '1:1' }, withApi('v1/video'));
		expect(error?.message).toBe("Aspect Ratio '1:1' is not known to the API v1/video [item 0]");
		expect(error?.description).toMatch(/nothing was charged/);
		expect(simulation().app.calls).toEqual([]);
	});

	it('a square video that the service does not take costs nothing', async () => {
		await start({ contract: 'N', catalog: 'K' });
		const { error } = await run({ aspectRatio: '1:1' });
		expect(posts()).toHaveLength(1);
		expect(error?.description).toMatch(/nothing was charged/i);
		expect(simulation().world.charges()).toBe(0);
	});

	it.each(['page', 'K', 'N'] as const)(
		'none is sent where the model chooses, under the contract %s',
		async (contract) => {
			await start({ contract });
			const { error, items } = await run({ aspectRatio: 'model' });
			expect(error).toBeUndefined();
			expect(items[0]?.json).toMatchObject({ status: 'completed' });
			expect(items[0]?.json).not.toHaveProperty('aspect_ratio');
			expect(ordered()).not.toHaveProperty('aspect_ratio');
		},
	);
});

describe('the negative prompt', () => {
	const options = { negativePrompt: 'text, blurred faces' };

	it('is sent under v1/videos', async () => {
		await start({ contract: 'N' });
		const { error } = await run({ options });
		expect(error).toBeUndefined();
		expect(ordered()).toMatchObject({ negative_prompt: 'text, blurred faces' });
		expect(posts().every(isOf('v2'))).toBe(true);
	});

	it('is refused under v1/video before anything is sent', async () => {
		await start({ contract: 'N' });
		const { error } = await run({ options }, withApi('v1/video'));
		expect(error?.message).toMatch(/^Negative Prompt '.*' is not known to the API v1\/video/);
		expect(simulation().app.calls).toEqual([]);
	});

	it('is refused for free where the list does not name it', async () => {
		await start({ contract: 'K' });
		const { error } = await run({ options });
		expect(error?.message).toMatch(/^Negative Prompt '.*' is not an option of /);
		expect(posts()).toEqual([]);
	});

	it('is an option like any other where only v1/video is there: nothing is ordered', async () => {
		await start({ contract: 'page' });
		const { error } = await run({ options });
		expect(error?.message).toMatch(/has no API v1\/videos/);
		expect(simulation().world.charges()).toBe(0);
	});
});

describe('options that a model does not take', () => {
	it('are refused for free, all rows in one message, before a good row is ordered', async () => {
		await start({ contract: 'N' });
		const items = [
			{ m: 'google-veo-2', watermark: false },
			{ m: 'fast-wan-qad', watermark: true },
			{ m: 'fast-wan-qad', watermark: true },
		];
		const { error } = await run(
			{
				model: { __rl: true, mode: 'id', value: '={{ $json.m }}' },
				options: { watermark: '={{ $json.watermark }}' },
			},
			{ items },
		);
		const words = `${error?.message} ${error?.description}`;
		expect(words).toContain("Watermark 'true' is not an option of");
		expect(words).toMatch(/\b1\b.*\b2\b/s);
		expect(posts()).toEqual([]);
		expect(simulation().world.charges()).toBe(0);
	});
});

describe('three seconds', () => {
	const short = { model: model('kling-2.5-turbo'), duration: 3 };

	it('are ordered of a model of the list where the newest contract is played', async () => {
		await start({ contract: 'N' });
		const { error, items } = await run(short);
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({ status: 'completed', duration: 3 });
		expect(ordered()).toMatchObject({ duration: 3 });
	});

	it('are refused for free by the older contract, which begins at four', async () => {
		await start({ contract: 'K' });
		const { error } = await run(short);
		expect(error?.message).toMatch(/^Duration '3' is not a length that NinjaChat takes/);
		expect(error?.description).toMatch(/is not published/);
		expect(posts()).toEqual([]);
	});
});

describe('the balance in an item', () => {
	it.each([
		{ contract: 'page', apiVersion: 'automatic' },
		{ contract: 'N', apiVersion: 'v1/video' },
		{ contract: 'N', apiVersion: 'v1/videos' },
	] as const)(
		'is a number under $contract with the setting $apiVersion',
		async ({ contract, apiVersion }) => {
			await start({ contract });
			const { items } = await run({}, withApi(apiVersion));
			expect(items[0]?.json).toMatchObject({ balance_usd: 997, cost_usd: 3 });
		},
	);
});
