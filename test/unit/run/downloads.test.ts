import { storage } from '../../../nodes/NinjaVideo/n8n/accounts';
import { anError } from '../../support/builders';
import { AGAIN, COMPLETED, downloading, REFRESH, setUp, stored, URL_OF_VIDEO } from './finishing';

jest.mock('../../../nodes/NinjaVideo/n8n/binary');

beforeEach(() => {
	delete storage.isStreamed;
	downloading.mockReset();
});

describe('an address that has expired', () => {
	const NEW_URL = 'https://videos.example/2.mp4';

	it('is asked for anew once', async () => {
		const status = { ok: true, value: { kind: 'completed', videoUrl: NEW_URL } };
		const { answers, end, urls } = setUp({ status });
		answers(REFRESH, stored());
		expect(await end()).toMatchObject({
			failed: false,
			item: { json: { video_url: NEW_URL } },
			outcome: { videoUrl: NEW_URL },
		});
		expect(urls).toEqual([URL_OF_VIDEO, NEW_URL]);
	});

	it('is not asked for a second time', async () => {
		const status = { ok: true, value: { kind: 'completed', videoUrl: NEW_URL } };
		const { answers, end, urls } = setUp({ status });
		answers(REFRESH);
		expect(await end()).toMatchObject({
			failed: true,
			failure: { headline: expect.stringContaining('403') as string },
		});
		expect(urls).toEqual([URL_OF_VIDEO, NEW_URL]);
	});

	it.each([
		['cannot tell', { ok: false, error: anError('service-fault') }],
		['says that it is still being made', { ok: true, value: { kind: 'processing' } }],
	])('stays as it is where the service %s', async (_, status) => {
		const { answers, end, urls } = setUp({ status });
		answers(REFRESH, stored());
		expect(await end()).toMatchObject({ failed: false, outcome: { videoUrl: URL_OF_VIDEO } });
		expect(urls).toEqual([URL_OF_VIDEO, URL_OF_VIDEO]);
	});
});

describe('a download ends', () => {
	it.each([
		['with Stop', 5000, {}],
		["with the run's time", undefined, { timeoutMs: 5000 }],
	])('%s, and the item says where the video is', async (_, stopMs, setting) => {
		const { end, world } = setUp(setting);
		if (stopMs !== undefined) world.clock.after(stopMs, () => world.stop());
		downloading.mockImplementation(
			async (_context, { signal }) =>
				await new Promise((resolve) => {
					signal.addEventListener('abort', () => resolve(AGAIN));
				}),
		);
		expect(await end()).toMatchObject({
			failed: true,
			failure: {
				headline: expect.stringContaining('the run ended before it was there') as string,
				details: { video_url: URL_OF_VIDEO },
			},
		});
		expect(world.clock.elapsedMs()).toBe(5000);
	});

	it('and leaves no timer behind', async () => {
		const { answers, end, world } = setUp();
		answers(stored());
		await end();
		await world.clock.run(Promise.resolve());
		expect(world.clock.sleeping()).toBe(0);
	});
});

describe('downloads go', () => {
	async function mostAtOnce(count: number, id: string): Promise<number> {
		const { finish, world } = setUp();
		let now = 0;
		let most = 0;
		downloading.mockImplementation(async () => {
			now += 1;
			most = Math.max(most, now);
			await world.clock.sleep(1000);
			now -= 1;
			return stored(id);
		});
		const all = Array.from({ length: count }, async (_, i) => await finish(COMPLETED, i));
		await world.clock.run(Promise.all(all));
		return most;
	}

	it('fifty at a time where n8n streams files to its disk, once the first has told', async () => {
		expect(await mostAtOnce(120, 'filesystem-v2:1')).toBe(50);
		expect(storage.isStreamed).toBe(true);
	});

	it('one at a time where n8n holds files whole', async () => {
		expect(await mostAtOnce(5, 's3:1')).toBe(1);
		expect(storage.isStreamed).toBe(false);
		expect(await mostAtOnce(5, '')).toBe(1);
	});

	it('fifty at a time from the start in a later run', async () => {
		storage.isStreamed = true;
		expect(await mostAtOnce(3, 'filesystem-v2:1')).toBe(3);
	});
});
