import type { INodeParameters } from 'n8n-workflow';
import type { Reply } from './support/reply';
import { clock, runHostile, type HostileRun } from './support/run';
import { completed, knows, withService, type Script } from './support/service';

const order: Reply = { body: { request_id: 'job-1', cost: { this_request: '$3.00' } } };
const silent: Reply = { wire: { kind: 'silent' } };
const drips = (body: unknown): Reply => ({
	body,
	wire: { kind: 'drip', from: 'body', everyMs: 500 },
});
const FILLER = 'x'.repeat(3000);

/** Runs in a workflow that n8n ends after so many seconds. */
async function runInTime(
	seconds: number,
	script: Script,
	parameters: INodeParameters = {},
): Promise<{ run: HostileRun; orders: number }> {
	return await withService(script, async ({ url, orders }) => {
		const run = await runHostile({
			baseUrl: url,
			node: { onError: 'continueErrorOutput' },
			timeoutAtMs: clock.now() + seconds * 1000,
			parameters,
		});
		expect(run.tookMs).toBeLessThan(seconds * 1000);
		expect(run.items.length + run.failed.length).toBe(1);
		const open = run.calls.filter(({ endedAtMs }) => endedAtMs === undefined);
		expect(open).toEqual([]);
		return { run, orders: orders().length };
	});
}

describe("before the workflow's time limit", () => {
	it('an order whose answer drips comes out with the id that it has told', async () => {
		const body = { request_id: 'job-1', filler: FILLER };
		const { run, orders } = await runInTime(60, { order: drips(body), status: knows('job-1') });
		expect(run.items[0]?.json).toMatchObject({ request_id: 'job-1', status: 'completed' });
		expect(orders).toBe(1);
	});

	it('the same, where nothing is known of its job yet', async () => {
		const body = { request_id: 'job-1', filler: FILLER };
		const { run } = await runInTime(60, { order: drips(body), status: silent });
		expect(run.details).toMatchObject({ request_id: 'job-1', charged: 'yes' });
	});

	it.each<readonly [string, Reply]>([
		['drips without an id', drips({ filler: FILLER })],
		[
			'drips from its head on',
			{ ...drips(FILLER), wire: { kind: 'drip', from: 'head', everyMs: 500 } },
		],
		['never comes', silent],
	])('an order whose answer %s comes out as one that may have been charged', async (_, reply) => {
		const { run, orders } = await runInTime(60, { order: reply });
		expect(run.details).toMatchObject({ charged: 'unknown', code: 'time_limit' });
		expect(run.words).toMatch(/time limit came before NinjaChat answered/);
		expect(orders).toBe(1);
	});

	it('an error that drips keeps the ids it has told', async () => {
		const reply = {
			...drips({ error: 'internal_error', request_id: 'job-1', filler: FILLER }),
			status: 500,
		};
		const { run } = await runInTime(60, { order: reply });
		expect(run.details).toMatchObject({ charged: 'unknown', possible_request_ids: ['job-1'] });
	});

	it.each<readonly [string, Reply]>([
		['is silent', silent],
		['drips', drips({ status: 'processing', filler: FILLER })],
	])('a look that %s ends, and the id comes out', async (_, status) => {
		const { run } = await runInTime(25, { order, status });
		expect(run.details).toMatchObject({ request_id: 'job-1', charged: 'yes' });
	});

	it('a list of models that is silent ends, and nothing is ordered', async () => {
		const { run, orders } = await runInTime(8, { order, models: silent });
		expect(run.details).toMatchObject({ charged: 'no' });
		expect(orders).toBe(0);
	});

	it.each(['getStatus', 'wait', 'getBalance'])('%s of a silent service ends', async (operation) => {
		const parameters = { operation, requestId: 'job-1', requestIds: 'job-1' };
		await runInTime(20, { status: silent, balance: silent }, parameters);
	});

	it('a video that drips ends, and its URL comes out', async () => {
		const video: Reply = {
			headers: { 'Content-Type': 'video/mp4' },
			...drips(`\0\0\0\x18ftypmp42${FILLER}`),
		};
		await withService({ other: video }, async ({ url: host }) => {
			const videoUrl = `${host}/v.mp4`;
			const script = { order, status: completed(videoUrl) };
			const { run } = await runInTime(60, script, { downloadVideo: true });
			expect(run.details).toMatchObject({ request_id: 'job-1', video_url: videoUrl });
		});
	});

	it('a video whose new URL is asked for in vain ends, and its old URL comes out', async () => {
		await withService({ other: { status: 403, body: 'expired' } }, async ({ url: host }) => {
			const videoUrl = `${host}/v.mp4`;
			const script = { order, status: [completed(videoUrl), silent] };
			const { run } = await runInTime(25, script, { downloadVideo: true });
			expect(run.details).toMatchObject({ request_id: 'job-1', video_url: videoUrl });
		});
	});
});
