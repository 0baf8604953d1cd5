import { MODELS } from '../../nodes/NinjaVideo/catalog/models';
import { speedUpTime } from '../support/fastTime';
import { runWorkflow } from '../support/engine';
import { flowFor, KEY, model, startFastSimulator, type Simulation } from '../support/simulation';

speedUpTime();

let simulation: Simulation;
beforeAll(async () => {
	simulation = await startFastSimulator();
});
afterAll(async () => await simulation.close());

const IMAGE = 'https://example.com/start.jpg';

describe('Create', () => {
	it('Create returns the job at once and charges once', async () => {
		const before = simulation.world.charges();
		const { error, items } = await runWorkflow(flowFor(simulation, { operation: 'create' }));
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
		expect(items[0]?.json).toMatchObject({
			status: 'processing',
			model: 'google-veo-2',
			duration: 8,
			aspect_ratio: '16:9',
			cost_usd: 3,
		});
		expect(simulation.world.charges()).toBe(before + 1);
		expect(simulation.world.jobs.has(String(items[0]?.json.request_id))).toBe(true);
	});
});

describe('Create and Wait', () => {
	const each = MODELS.map(({ id, priceCents, durations: [duration] }) => ({
		id,
		dollars: priceCents / 100,
		duration,
	}));
	it.each(each)(
		'Create and Wait makes a video with $id for $dollars dollars',
		async ({ id, dollars, duration }) => {
			const { error, items } = await runWorkflow(
				flowFor(simulation, { model: model(id), duration, imageUrl: IMAGE }),
			);
			expect(error).toBeUndefined();
			expect(items[0]?.json).toMatchObject({ status: 'completed', model: id, cost_usd: dollars });
			expect(items[0]?.json.video_url).toMatch(/^http:/);
		},
	);

	it('every field of every row is taken from expressions, in order and paired', async () => {
		const rows = [
			{ p: 'First', m: 'kling-video', d: '10', a: '9:16', i: '' },
			{ p: 'Second', m: 'veo-3.1', d: 4, a: '16:9', i: IMAGE },
			{ p: 'Third', m: 'google-veo-2', d: '', a: '', i: '' },
		];
		const { error, items } = await runWorkflow(
			flowFor(
				simulation,
				{
					prompt: '={{ $json.p }}',
					model: { __rl: true, mode: 'list', value: '={{ $json.m }}' },
					duration: '={{ $json.d }}',
					aspectRatio: '={{ $json.a }}',
					imageUrl: '={{ $json.i }}',
				},
				{ items: rows },
			),
		);
		expect(error).toBeUndefined();
		expect(items.map(({ json, pairedItem }) => [json.model, json.duration, pairedItem])).toEqual([
			['kling-video', 10, { item: 0 }],
			['veo-3.1', 4, { item: 1 }],
			['google-veo-2', 8, { item: 2 }],
		]);
		const job = simulation.world.jobs.get(String(items[1]?.json.request_id));
		expect(job?.body).toMatchObject({ prompt: 'Second', duration: 4, image_url: IMAGE });
	});

	it('the output panel says videos, dollars and balance, and the console the progress', async () => {
		const flow = flowFor(simulation, { downloadVideo: false });
		const { hints, uiMessages } = await runWorkflow(flow);
		expect(hints).toEqual([
			expect.stringMatching(
				/^1 video ordered for \$3\.00, balance left \$\d+\.\d\d\. To build what follows without ordering again, pin this output$/,
			),
		]);
		expect(uiMessages.at(-1)).toContain('1 of 1 done, 0 running, $3.00 spent');
	});

	it('the output panel counts each video that a run ordered once, and others as ordered before', async () => {
		const parameters = {
			operation: 'create',
			prompt: '={{ $json.p }}',
			uniqueKey: '={{ $json.k }}',
		};
		const one = { p: 'one', k: 'key 1' };
		const hintsOf = async (items: Array<{ p: string; k: string }>) =>
			(await runWorkflow(flowFor(simulation, parameters, { items }))).hints;
		expect(await hintsOf([one, one, one])).toEqual([
			expect.stringMatching(/^1 video ordered for \$3\.00, balance left \$\d+\.\d\d\. To build/),
		]);
		expect(await hintsOf([one, one])).toEqual(['No video ordered: 1 had been ordered before']);
		expect(await hintsOf([one, { p: 'two', k: 'key 2' }])).toEqual([
			expect.stringMatching(
				/^1 video ordered for \$3\.00, balance left \$\d+\.\d\d; 1 had been ordered before/,
			),
		]);
	});

	it('the output panel says how to build on without ordering again where there is a file, which n8n does not pin', async () => {
		const { hints } = await runWorkflow(flowFor(simulation, { downloadVideo: true }));
		expect(hints).toEqual([
			expect.stringContaining("'Create' here, pin its output, then a second"),
		]);
	});

	it('the request id is custom data of the execution', async () => {
		const { items, run } = await runWorkflow(flowFor(simulation, {}));
		expect(run.data.resultData.metadata).toEqual({
			ninja_video_request_id: items[0]?.json.request_id,
		});
	});
});

describe('Wait and Get Status', () => {
	it('Get Status and Wait follow a request that Create made', async () => {
		// Long enough to be looked at while it is being made, on a busy machine too.
		simulation.faults.add({ name: 'progress-stuck', on: 'create', generationMs: 60_000 });
		const created = await runWorkflow(flowFor(simulation, { operation: 'create' }));
		const items = [{ id: created.items[0]?.json.request_id as string }];
		const byId = { requestId: '={{ $json.id }}' };
		const looked = await runWorkflow(
			flowFor(simulation, { operation: 'getStatus', ...byId }, { items }),
		);
		expect(looked.items[0]?.json).toEqual({
			request_id: items[0]?.id,
			status: 'processing',
			progress: expect.any(Number) as number,
		});
		const waited = await runWorkflow(
			flowFor(simulation, { operation: 'wait', ...byId }, { items }),
		);
		expect(waited.items[0]?.json).toMatchObject({ request_id: items[0]?.id, status: 'completed' });
	});

	it('Get Status says what to check if NinjaChat does not know the request ID', async () => {
		const requestId = '00000000-0000-4000-8000-000000000000';
		const { error } = await runWorkflow(flowFor(simulation, { operation: 'getStatus', requestId }));
		expect(error?.message).toMatch(/does not know this request/);
		expect(error?.description).toMatch(/costs nothing.*Check the request ID/);
	});

	it('Get Status and Wait cost nothing', async () => {
		const created = await runWorkflow(flowFor(simulation, { operation: 'create' }));
		const before = simulation.world.chargedCents();
		const requestId = created.items[0]?.json.request_id as string;
		await runWorkflow(flowFor(simulation, { operation: 'wait', requestId }));
		await runWorkflow(flowFor(simulation, { operation: 'getStatus', requestId }));
		expect(simulation.world.chargedCents()).toBe(before);
	});
});

describe('the tool form', () => {
	it('the tool says everything in the message, and makes two videos of two identical calls', async () => {
		const nodeType = 'n8n-nodes-ninja-video.ninjaVideoTool';
		const bad = await runWorkflow(
			flowFor(simulation, { operation: 'create', duration: 12 }, { nodeType }),
		);
		expect(bad.error?.message).toMatch(/Duration '12'.*Nothing was charged.*Allowed/);
		const flow = flowFor(simulation, { operation: 'create' }, { nodeType });
		const before = simulation.world.charges();
		await runWorkflow(flow);
		await runWorkflow(flow);
		expect(simulation.world.charges()).toBe(before + 2);
	});
});

it('the key is in nothing that n8n saves and shows', async () => {
	const { hints, items, saved, uiMessages } = await runWorkflow(
		flowFor(simulation, { downloadVideo: true }),
	);
	expect(items[0]?.binary?.data).toBeDefined();
	expect([saved, ...hints, ...uiMessages].join('\n')).not.toContain(KEY);
	expect(JSON.stringify(simulation.videoHost.calls)).not.toContain(KEY);
});
