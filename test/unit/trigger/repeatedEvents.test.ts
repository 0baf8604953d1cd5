import type { IDataObject } from 'n8n-workflow';
import { aNode, done, eventsIn, stored } from '../../support/aReceiver';

const DAY_SECONDS = 24 * 3600;
let nowSeconds: number;
beforeEach(() => {
	nowSeconds = 1_800_000_000;
	jest.spyOn(Date, 'now').mockImplementation(() => nowSeconds * 1000);
});
afterEach(() => jest.restoreAllMocks());

describe('a repeated event', () => {
	it('is answered with 200 and starts nothing', async () => {
		const { deliver } = aNode();
		await deliver(done('v1'));
		await expect(deliver(done('v1'))).resolves.toEqual({
			status: 200,
			text: 'Known already',
			started: undefined,
		});
	});

	it('starts nothing when both deliveries come at once, with the same static data', async () => {
		const node = aNode();
		const first = node.deliver(done('v1'));
		node.setBack(stored('whk_1'));
		const both = await Promise.all([first, node.deliver(done('v1'))]);
		expect(both.filter(({ started }) => started !== undefined)).toHaveLength(1);
	});

	it('starts nothing after a restart, by static data alone', async () => {
		const { deliver, restart } = aNode();
		await deliver(done('v1'));
		restart();
		expect((await deliver(done('v1'))).started).toBeUndefined();
		expect((await deliver(done('v2'))).started).toBeDefined();
	});

	it('is in static data again with the next event, if a faster request has overwritten it', async () => {
		const node = aNode();
		await node.deliver(done('v1'));
		const lost: IDataObject = stored('whk_1');
		node.setBack(lost);
		await node.deliver(done('v2'));
		expect(eventsIn(lost)).toHaveLength(2);
	});

	it('that another process took is known by static data, beside those of this process', async () => {
		const [one, other] = [aNode(), aNode()];
		await one.deliver(done('v1'));
		await other.deliver(done('v2'));
		one.setBack(other.kept);
		expect((await one.deliver(done('v2'))).started).toBeUndefined();
		expect((await one.deliver(done('v1'))).started).toBeUndefined();
		expect((await one.deliver(done('v3'))).started).toBeDefined();
		expect(eventsIn(other.kept)).toHaveLength(3);
	});

	it('starts another one for another endpoint: a test beside the active workflow', async () => {
		const node = aNode();
		await node.deliver(done('v1'));
		node.setBack(stored('whk_2'));
		expect((await node.deliver(done('v1'))).started).toBeDefined();
	});

	it('is known for three days and forgotten after them', async () => {
		const { deliver } = aNode();
		await deliver(done('v1'));
		nowSeconds += 3 * DAY_SECONDS - 1;
		expect((await deliver(done('v1'))).started).toBeUndefined();
		nowSeconds += 1;
		expect((await deliver(done('v1'))).started).toBeDefined();
	});

	it.each([
		{
			label: 'a new id of the event around the job',
			first: { id: 'evt_1', type: 'video.completed', data: { id: 'v1' } },
			second: { id: 'evt_2', type: 'video.completed', data: { id: 'v1' } },
		},
		{
			label: 'a new id of the event beside that of the job',
			first: { id: 'evt_1', event: 'video.completed', request_id: 'v1' },
			second: { id: 'evt_2', event: 'video.completed', request_id: 'v1' },
		},
		{
			label: 'an id that is said to be an event',
			first: { id: '1', object: 'event', type: 'video.completed', request_id: 'v1' },
			second: { id: '2', object: 'event', type: 'video.completed', request_id: 'v1' },
		},
		{
			label: 'a new id of the HTTP request',
			first: { event: 'video.completed', id: 'v1', request_id: 'req_1', attempt: 1 },
			second: { event: 'video.completed', id: 'v1', request_id: 'req_2', attempt: 2 },
		},
	])('starts nothing when it comes again with $label', async ({ first, second }) => {
		const { deliver } = aNode();
		expect((await deliver(first)).started).toBeDefined();
		expect((await deliver(second)).started).toBeUndefined();
	});

	it.each([
		{
			label: 'another job in it',
			first: { id: 'evt_1', type: 'video.completed', data: { id: 'v1' } },
			second: { id: 'evt_1', type: 'video.completed', data: { id: 'v2' } },
		},
		{
			label: 'another event of the job',
			first: { id: 'v1', event: 'video.completed' },
			second: { id: 'v1', event: 'video.failed' },
		},
		{
			label: 'an alert under an id that came before',
			first: { id: 'a', event: 'balance.low', balance_cents: 500 },
			second: { id: 'a', event: 'balance.low', balance_cents: 100 },
		},
	])('is none with $label', async ({ first, second }) => {
		const { deliver } = aNode();
		const events = ['video.completed', 'video.failed', 'balance.low'];
		expect((await deliver(first, { events })).started).toBeDefined();
		expect((await deliver(second, { events })).started).toBeDefined();
	});

	it('is known among the last 5000, in bounded static data', async () => {
		const earlier = Array.from(
			{ length: 4990 },
			(_, count) => `${nowSeconds - 5000 + count} ${String(count).padStart(12, 'x')};`,
		);
		const { deliver, kept } = aNode({ ...stored('whk_1'), processedEvents: earlier.join('') });
		for (let count = 0; count < 20; count += 1) await deliver(done(`v${count}`));
		expect(eventsIn(kept)).toHaveLength(5000);
		expect(kept.processedEvents).not.toContain(earlier[9]);
		expect(kept.processedEvents).toContain(earlier[10]);
		expect((await deliver(done('v0'))).started).toBeUndefined();
	});

	it('of 2000 videos in one burst, each delivered twice, starts each workflow once', async () => {
		const { deliver, restart } = aNode();
		const ids = Array.from({ length: 2000 }, (_, count) => done(`v${count}`));
		const first = await Promise.all(ids.map(async (payload) => await deliver(payload)));
		restart();
		const second = await Promise.all(ids.map(async (payload) => await deliver(payload)));
		const starts = (results: typeof first) =>
			results.filter(({ started }) => started !== undefined).length;
		expect([starts(first), starts(second)]).toEqual([2000, 0]);
	});
});
