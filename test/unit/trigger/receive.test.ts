import { aNode, done, KEY, SECRET, stored } from '../../support/aReceiver';

beforeEach(() => {
	jest.spyOn(Date, 'now').mockImplementation(() => 1_800_000_000_000);
});
afterEach(() => jest.restoreAllMocks());

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

describe("a delivery on n8n's second engine", () => {
	it('is put off and starts nothing; brought again on the first engine, it starts an execution', async () => {
		const { deliver, warnings } = aNode();
		const { status, started } = await deliver(done('v1'), { engineType: 'v2' });
		expect([status, started]).toEqual([503, undefined]);
		expect(warnings.join()).toMatch(/second engine/);
		expect((await deliver(done('v1'))).started).toBeDefined();
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

	it.each([
		{ label: 'the secret is lost', kept: { endpointId: 'whk_1' }, apiKey: KEY },
		{
			label: 'the secret is of another endpoint',
			kept: { ...stored('whk_1'), endpointId: 'whk_2' },
			apiKey: KEY,
		},
		{ label: 'the API key was changed', kept: stored('whk_1'), apiKey: `${KEY}2` },
		{ label: 'the credential is gone', kept: stored('whk_1'), apiKey: '' },
	])('is every one, where $label: publishing again repairs it', async ({ kept, apiKey }) => {
		const { deliver, warnings } = aNode(kept, apiKey);
		const { status, started } = await deliver(done('v1'));
		expect([status, started]).toEqual([401, undefined]);
		expect(warnings.join()).toMatch(/publish the workflow again/);
	});
});
