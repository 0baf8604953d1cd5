import { flowFor, model, startFastSimulator, type Simulation } from '../support/simulation';
import { runWorkflow } from '../support/engine';

let simulation: Simulation;
afterEach(async () => await simulation.close());

const rows = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ p: `row ${index}` }));
const continues = { onError: 'continueRegularOutput' } as const;
const create = { operation: 'create', prompt: '={{ $json.p }}' };
const posts = () => simulation.app.calls.filter(({ method }) => method === 'POST').length;

/** A clip that costs $9.00 by the second, and $3.00 by the table. */
const bySecond = { 'seedance-2': { unit: 'second', mills: 600 } } as const;
const longClip = { ...create, model: model('seedance-2'), duration: 15, maxSpendUsd: 12 };

describe('the spend cap', () => {
	it.each(['automatic', 'v1/video', 'v1/videos'])(
		'refuses what the list of NinjaChat prices by the second, under %s',
		async (apiVersion) => {
			simulation = await startFastSimulator({ contract: 'N', prices: bySecond });
			const flow = flowFor(simulation, longClip, { items: rows(4) });
			const credential = { ...flow.credential, apiVersion };
			const { error } = await runWorkflow({ ...flow, credential });
			expect(error?.message).toBe('This run would cost $36.00, over the maximum of $12.00');
			expect(posts()).toBe(0);
		},
	);

	it('stops after the first video where only its charge tells the price', async () => {
		simulation = await startFastSimulator({ contract: 'N', prices: bySecond, models: false });
		const flow = flowFor(simulation, longClip, { items: rows(4), node: continues });
		const { items } = await runWorkflow(flow);
		expect(simulation.world.chargedCents()).toBe(900);
		expect(items.map(({ json }) => json.cost_usd ?? json.error)).toEqual([
			9,
			...Array.from(
				{ length: 3 },
				() =>
					'Not ordered: $9.00 of at most $12.00 are spent or on order, and this video may cost $9.00',
			),
		]);
	});

	it.each([1, 10])(
		'orders one video of $10.00 under a cap of $15.00, with %d at a time',
		async (maxConcurrentVideos) => {
			const prices = { 'google-veo-2': { unit: 'request', cents: 1000 } } as const;
			simulation = await startFastSimulator({ contract: 'N', prices, models: false });
			const options = { maxConcurrentVideos };
			const parameters = { ...create, maxSpendUsd: 15, options };
			const flow = flowFor(simulation, parameters, { items: rows(5), node: continues });
			await runWorkflow(flow);
			expect(simulation.world.chargedCents()).toBe(1000);
		},
	);

	it('follows a price that rises when a promotion ends', async () => {
		const now = Date.now();
		const promotion = { label: 'x', discountPercent: 90, startsAt: 0, endsAt: now - 1000 };
		const prices = { 'google-veo-2': { unit: 'request', cents: 3000, promotion } } as const;
		simulation = await startFastSimulator({ contract: 'N', prices, models: false });
		const parameters = { ...create, maxSpendUsd: 50 };
		await runWorkflow(flowFor(simulation, parameters, { items: rows(5), node: continues }));
		expect(simulation.world.chargedCents()).toBe(3000);
	});

	it.each([0.004, 0, '={{ 39 - 39 }}', "={{ '' }}", '={{ $json.budget }}'])(
		'of %p orders nothing',
		async (maxSpendUsd) => {
			simulation = await startFastSimulator();
			const { error } = await runWorkflow(
				flowFor(simulation, { ...create, maxSpendUsd }, { items: rows(1) }),
			);
			expect(error?.message).toMatch(
				/over the maximum of \$0\.00|^Maximum Spend per Run \(USD\) ''/,
			);
			expect(posts()).toBe(0);
		},
	);

	it('is none with No Spend Limit, whatever the field says', async () => {
		simulation = await startFastSimulator();
		const options = { noSpendLimit: true };
		await runWorkflow(
			flowFor(simulation, { ...create, maxSpendUsd: 0, options }, { items: rows(1) }),
		);
		expect(simulation.world.charges()).toBe(1);
	});

	it('is not for an AI model to set', async () => {
		simulation = await startFastSimulator();
		const maxSpendUsd = "={{ $fromAI('limit', 'how much to spend', 'number', 1000) }}";
		const flow = flowFor(
			simulation,
			{ ...create, prompt: 'A dog', maxSpendUsd },
			{ nodeType: 'n8n-nodes-ninja-video.ninjaVideoTool' },
		);
		const { error } = await runWorkflow(flow);
		expect(error?.message).toMatch(/the limit is not for the AI to set/);
		expect(posts()).toBe(0);
	});

	it('counts every call of an AI agent in one execution', async () => {
		simulation = await startFastSimulator();
		const parameters = { ...create, prompt: '={{ "A dog " + $runIndex }}', maxSpendUsd: 5 };
		const nodeType = 'n8n-nodes-ninja-video.ninjaVideoTool';
		const flow = flowFor(simulation, parameters, { rounds: 3, nodeType, node: continues });
		await runWorkflow(flow);
		expect(simulation.world.chargedCents()).toBe(300);
	});

	it.each([
		{ contract: 'N', settings: {}, words: /by NinjaChat's count/ },
		{ contract: 'N', settings: { usage: false }, words: /as far as this n8n process knows/ },
	] as const)('per day holds over 20 executions at once: $words', async (one) => {
		simulation = await startFastSimulator({ contract: one.contract, ...one.settings });
		const flow = flowFor(simulation, create, { items: rows(1), node: continues });
		const credential = { ...flow.credential, maxSpendPerDayUsd: '12' };
		const runs = await Promise.all(
			Array.from({ length: 20 }, async () => await runWorkflow({ ...flow, credential })),
		);
		expect(simulation.world.chargedCents()).toBe(1200);
		const errors = runs.flatMap(({ items }) => items.flatMap(({ json }) => json.error ?? []));
		expect(errors).toHaveLength(16);
		expect(String(errors[0])).toMatch(one.words);
	});

	it('per day holds over 20 executions at once although each video is charged three times its price', async () => {
		simulation = await startFastSimulator({
			contract: 'N',
			models: false,
			prices: { 'google-veo-2': { unit: 'request', cents: 900 } },
		});
		const flow = flowFor(simulation, create, { items: rows(1), node: continues });
		const credential = { ...flow.credential, maxSpendPerDayUsd: 20 };
		const runs = await Promise.all(
			Array.from({ length: 20 }, async () => await runWorkflow({ ...flow, credential })),
		);
		expect(simulation.world.chargedCents()).toBe(1800);
		expect(runs.flatMap(({ items }) => items.flatMap(({ json }) => json.error ?? []))).toHaveLength(
			18,
		);
	});

	it.each([
		['what this process ordered before the limit was set', 'page'],
		['what was spent elsewhere with the same key', 'N'],
	] as const)('per day counts %s', async (_, contract) => {
		simulation = await startFastSimulator({ contract });
		const flow = flowFor(simulation, create, { items: rows(2), node: continues });
		await runWorkflow(flow);
		const credential = { ...flow.credential, maxSpendPerDayUsd: 8 };
		const { items } = await runWorkflow({ ...flow, credential });
		expect(simulation.world.chargedCents()).toBe(600);
		expect(items[0]?.json.error).toMatch(/\$6\.00 of at most \$8\.00 for the last 24 hours/);
	});

	it.each(['12,50', '-1', 'undefined', '1e9', true])(
		'per day of %p is refused',
		async (maxSpendPerDayUsd) => {
			simulation = await startFastSimulator();
			const flow = flowFor(simulation, create, { items: rows(1) });
			const credential = { ...flow.credential, maxSpendPerDayUsd };
			const { error } = await runWorkflow({ ...flow, credential });
			expect(error?.message).toMatch(/Maximum Spend per Day \(USD\) .* is not an amount/);
			expect(posts()).toBe(0);
		},
	);

	it.each([0, '0', '2.999'])('per day of %p orders nothing', async (maxSpendPerDayUsd) => {
		simulation = await startFastSimulator();
		const flow = flowFor(simulation, create, { items: rows(1), node: continues });
		await runWorkflow({ ...flow, credential: { ...flow.credential, maxSpendPerDayUsd } });
		expect(posts()).toBe(0);
	});
});
