import { createHmac } from 'crypto';
import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { createReceiver } from '../../../nodes/NinjaVideo/trigger/receive';

const SECRET = 'whsec of a test';
const DAY_SECONDS = 24 * 3600;
let nowSeconds: number;

beforeEach(() => {
	nowSeconds = 1_800_000_000;
	jest.spyOn(Date, 'now').mockImplementation(() => nowSeconds * 1000);
});
afterEach(() => jest.restoreAllMocks());

/** What n8n has of the node: its static data, and the receiver of one process. */
function aNode(kept: IDataObject = { endpointId: 'whk_1', secret: SECRET }) {
	const warnings: string[] = [];
	let receiver = createReceiver();

	/** One delivery; hands back the answer and the items of the execution it started. */
	async function deliver(payload: unknown, { secret = SECRET, events = ['video.completed'] } = {}) {
		const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
		const timestamp = String(nowSeconds);
		const response = { statusCode: 0, text: '', end: (text: string) => (response.text = text) };
		const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
		const context = {
			getRequestObject: () => ({
				headers: { 'x-ninja-timestamp': timestamp, 'x-ninja-signature': signature },
				rawBody: Buffer.from(body),
			}),
			getResponseObject: () => response,
			getWorkflowStaticData: () => kept,
			getNodeParameter: () => events,
			logger: { warn: (line: string) => warnings.push(line) },
		} as unknown as IWebhookFunctions;
		const result = await receiver.call(context);
		expect(result.noWebhookResponse).toBe(true);
		return { status: response.statusCode, text: response.text, started: result.workflowData };
	}

	return {
		kept,
		warnings,
		deliver,
		/** Another process, or this one after a restart. */
		restart: () => (receiver = createReceiver()),
		/** The static data of an earlier moment, as a request that was faster had it. */
		setBack: (earlier: IDataObject) => (kept = earlier),
	};
}

const done = (id: string) => ({ event: 'video.completed', id });

describe('a good delivery', () => {
	it('is answered by the node itself and starts an execution with event and payload', async () => {
		const { deliver } = aNode();
		await expect(deliver(done('v1'))).resolves.toEqual({
			status: 200,
			text: 'Received',
			started: [[{ json: { event: 'video.completed', payload: done('v1') } }]],
		});
	});

	it('that is not JSON starts one with its text', async () => {
		const { started } = await aNode().deliver('hello');
		expect(started).toEqual([[{ json: { event: undefined, payload: 'hello' } }]]);
	});

	it.each([
		{
			label: 'an event that is not chosen',
			payload: { event: 'video.failed', id: 'v1' },
			starts: false,
		},
		{ label: 'an event nobody knows', payload: { event: 'ping' }, starts: true },
		{ label: 'no event at all', payload: { id: 'v1' }, starts: true },
	])('of $label starts something: $starts', async ({ payload, starts }) => {
		const { status, started } = await aNode().deliver(payload);
		expect(status).toBe(200);
		expect(started !== undefined).toBe(starts);
	});

	it('that was not chosen is not entered: chosen later, it starts an execution', async () => {
		const { deliver } = aNode();
		await deliver(done('v1'), { events: [] });
		const { started } = await deliver(done('v1'));
		expect(started).toBeDefined();
	});
});

describe('a bad delivery', () => {
	it('is answered with 401, starts nothing, changes nothing and is put into the log', async () => {
		const { deliver, kept, warnings } = aNode();
		const before = JSON.stringify(kept);
		await expect(deliver(done('v1'), { secret: 'another' })).resolves.toEqual({
			status: 401,
			text: 'Unauthorized',
			started: undefined,
		});
		expect(JSON.stringify(kept)).toBe(before);
		expect(warnings.join()).toMatch(/refused a delivery, because its signature is wrong/);
		expect(warnings.join()).not.toContain(SECRET);
		const { started } = await deliver(done('v1'));
		expect(started).toBeDefined();
	});

	it('is every one, where the secret is lost', async () => {
		const { deliver, warnings } = aNode({ endpointId: 'whk_1' });
		const { status, started } = await deliver(done('v1'), { secret: '' });
		expect([status, started]).toEqual([401, undefined]);
		expect(warnings.join()).toMatch(/deactivate and activate the workflow/);
	});
});

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
		node.setBack({ endpointId: 'whk_1', secret: SECRET });
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
		const lost: IDataObject = { endpointId: 'whk_1', secret: SECRET };
		node.setBack(lost);
		await node.deliver(done('v2'));
		expect(Object.keys(lost.processedEvents as object)).toHaveLength(2);
	});

	it('starts another one for another endpoint: a test beside the active workflow', async () => {
		const node = aNode();
		await node.deliver(done('v1'));
		node.setBack({ endpointId: 'whk_2', secret: SECRET });
		expect((await node.deliver(done('v1'))).started).toBeDefined();
	});

	it('is known for three days and forgotten after them', async () => {
		const { deliver, kept } = aNode();
		await deliver(done('v1'));
		nowSeconds += 3 * DAY_SECONDS - 1;
		expect((await deliver(done('v1'))).started).toBeUndefined();
		nowSeconds += 1;
		expect((await deliver(done('v1'))).started).toBeDefined();
		expect(Object.keys(kept.processedEvents as object)).toHaveLength(1);
	});

	it('is known among the last 1000, in bounded static data', async () => {
		const { deliver, kept } = aNode();
		for (let count = 0; count < 1100; count += 1) {
			const { started } = await deliver(done(`v${count}`));
			expect(started).toBeDefined();
			if (count % 100 === 99) nowSeconds += 1;
		}
		expect(Object.keys(kept.processedEvents as object)).toHaveLength(1000);
		expect(JSON.stringify(kept).length).toBeLessThan(40_000);
		expect((await deliver(done('v200'))).started).toBeUndefined();
		expect((await deliver(done('v0'))).started).toBeDefined();
	});
});
