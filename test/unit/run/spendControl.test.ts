import type { HttpRequest } from '../../../nodes/NinjaVideo/api/http';
import { MODELS, priceCentsOf } from '../../../nodes/NinjaVideo/catalog/models';
import { DaySpend } from '../../../nodes/NinjaVideo/jobs/daySpend';
import { lookUpOrder, type Order } from '../../../nodes/NinjaVideo/jobs/knownOrder';
import type { Run } from '../../../nodes/NinjaVideo/run/createRun';
import { createSpendControl, withListPrices } from '../../../nodes/NinjaVideo/run/spendControl';
import type { VideoRequest } from '../../../nodes/NinjaVideo/videoService';
import { answer } from '../api/scriptedCall';
import { charged } from '../jobs/guardRun';
import { aJob, anOrder, aRequest, aSending, aWorld, type World } from '../../support/builders';
import { unwrap } from '../../support/unwrap';

const entry = (id: string, pricing: object, changes: object = {}) => ({
	...{ id, name: id, modality: 'video', status: 'ga', servable: true, pricing },
	...changes,
});
const LIST = [
	entry('veo-3.1-fast', { unit: 'second', perUnitUsd: 0.8 }),
	entry('seedance-2', { unit: 'second', perUnitUsd: 0.1 }),
	entry('kling-3-pro', { unit: 'request', perRequestUsd: 4.5 }),
	entry('seedance-pro', { unit: 'second', perUnitUsd: 0.1 }),
	entry('cosmos-3-super', { unit: 'second', perUnitUsd: 0.1 }, { servable: false }),
];

const DEAREST = Math.max(...MODELS.map(({ priceCents }) => priceCents));

interface Setting {
	readonly api?: Run['api'];
	readonly capCents?: number;
	readonly hasList?: boolean;
	readonly list?: readonly object[];
	readonly world?: World;
}

/** A run as far as spending looks at it. */
function aRun(setting: Setting = {}) {
	const {
		api = 'automatic',
		capCents = 5000,
		hasList = true,
		list = LIST,
		world = aWorld(),
	} = setting;
	const seen: HttpRequest[] = [];
	const send = async (http: HttpRequest) => {
		seen.push(http);
		return await Promise.resolve(hasList ? answer(200, { data: list }) : answer(404, ''));
	};
	const spend = new DaySpend(world.clock);
	const run = {
		api,
		options: { capCents },
		connection: { baseUrl: 'https://ninjachat.ai', now: () => 0, send },
		deps: world,
		day: { spend, budget: spend.budget(Infinity, async () => await Promise.resolve(0)) },
	} as unknown as Run;
	return { run, seen };
}

function order(model: string, changes: Partial<VideoRequest> = {}): Order {
	const request = aRequest({ model, ...changes });
	return anOrder(model, { request, priceCents: priceCentsOf(model) });
}

const controlOf = (run: Run, orders: readonly Order[]) =>
	createSpendControl(
		run,
		orders,
		orders.map((one) => lookUpOrder(one, run.deps)),
	);

describe('the price of an order', () => {
	it.each([
		{ label: 'the list, where that is dearer than the table', model: 'veo-3.1-fast', cents: 640 },
		{ label: 'the table, where that is dearer than the list', model: 'seedance-2', cents: 300 },
		{ label: 'the list alone, for a model the table lacks', model: 'kling-3-pro', cents: 450 },
		{ label: 'the list, by the second', model: 'seedance-pro', cents: 80 },
		{ label: 'the table, where the list lacks the model', model: 'veo-3.1', cents: 500 },
		{ label: 'the dearest of the table, for an unknown model', model: 'sora', cents: DEAREST },
		{ label: 'the same, for a model not served', model: 'cosmos-3-super', cents: DEAREST },
	])('is that of $label', async ({ model, cents }) => {
		for (const api of ['automatic', 'v1/video', 'v1/videos'] as const) {
			const [priced] = await withListPrices(aRun({ api }).run, [order(model)]);
			expect(priced?.priceCents).toBe(cents);
		}
	});

	it('is raised for a model that the list lacks by the least that the list raises any other', async () => {
		const raised = (id: string, by: number) =>
			entry(id, { unit: 'request', perRequestUsd: (priceCentsOf(id) * by) / 100 });
		const list = [raised('veo-3.1-fast', 10), raised('seedance-2', 2), raised('nova-9', 1)];
		const lacking = order('runway-gen4-turbo');
		const [priced] = await withListPrices(aRun({ list }).run, [lacking]);
		expect(priced?.priceCents).toBe(2 * lacking.priceCents);
		const [usual] = await withListPrices(aRun({ list: [...list, raised('veo-3.1', 1)] }).run, [
			lacking,
		]);
		expect(usual?.priceCents).toBe(lacking.priceCents);
	});

	it('is that of the table where the list cannot be had', async () => {
		const { run } = aRun({ hasList: false });
		const priced = await withListPrices(run, [order('veo-3.1-fast'), order('kling-3-pro')]);
		expect(priced.map(({ priceCents }) => priceCents)).toEqual([300, DEAREST]);
	});

	it.each([
		{ api: 'automatic', requiredVersion: 'v1/videos' },
		{ api: 'v1/videos', requiredVersion: 'v1/videos' },
		{ api: 'v1/video', requiredVersion: undefined },
	] as const)(
		'comes with the version that has the model: $requiredVersion under $api',
		async ({ api, requiredVersion }) => {
			const orders = ['kling-3-pro', 'sora', 'veo-3.1-fast'].map((id) => order(id));
			const priced = await withListPrices(aRun({ api }).run, orders);
			expect(priced.map(({ request }) => request.requiredVersion)).toEqual([
				requiredVersion,
				undefined,
				undefined,
			]);
		},
	);

	it('is asked for once for all orders, and not at all for none', async () => {
		const { run, seen } = aRun();
		await withListPrices(run, []);
		expect(seen).toEqual([]);
		await withListPrices(run, [order('veo-3.1-fast'), order('kling-3-pro'), order('veo-3.1')]);
		expect(seen).toHaveLength(2);
	});
});

describe('the spend cap of a run', () => {
	it('refuses a run that costs more, with what an earlier try has paid for', () => {
		const world = aWorld();
		world.ledger.markSending(anOrder('veo-3.1'), aSending(anOrder('veo-3.1')));
		world.ledger.markOrdered(anOrder('veo-3.1'), aJob({ requestId: 'veo:1', priceCents: 500 }));
		const { run } = aRun({ world, capCents: 799 });
		const result = controlOf(run, [order('veo-3.1'), order('veo-3.1-fast')]);
		expect(result).toMatchObject({
			ok: false,
			error: {
				headline: 'This run would cost $3.00 after $5.00 spent before, over the maximum of $7.99',
				advice: expect.stringContaining('Paid for by an earlier try: veo:1') as string,
				details: { paid_request_ids: ['veo:1'], code: 'over_spend_cap', charged: 'no' },
			},
		});
	});

	it('of 0 allows not even a video that is free', () => {
		const { run } = aRun({ capCents: 0 });
		expect(controlOf(run, [{ ...order('veo-3.1-fast'), priceCents: 0 }])).toMatchObject({
			ok: false,
			error: { headline: 'A maximum of $0.00 allows no order, not even of a video that is free' },
		});
		expect(controlOf(run, []).ok).toBe(true);
	});

	it('lets a retry end that has nothing left to order, however much was spent', () => {
		const world = aWorld();
		world.ledger.markSending(anOrder('veo-3.1'), aSending(anOrder('veo-3.1')));
		world.ledger.markOrdered(anOrder('veo-3.1'), aJob({ priceCents: 5000 }));
		expect(controlOf(aRun({ world, capCents: 300 }).run, [order('veo-3.1')]).ok).toBe(true);
	});

	it.each([
		{ capCents: 299, ok: false },
		{ capCents: 300, ok: true },
		{ capCents: 0, ok: false },
		{ capCents: Infinity, ok: true },
	])('of $capCents cents lets a video of $3.00 start: $ok', ({ capCents, ok }) => {
		expect(controlOf(aRun({ capCents }).run, [order('veo-3.1-fast')]).ok).toBe(ok);
	});

	it('says of an order that it holds what was spent, and what to do', async () => {
		const { run } = aRun({ capCents: 1500 });
		const orders = [order('veo-3.1-fast'), order('veo-3.1')];
		const guard = await unwrap(Promise.resolve(controlOf(run, orders)));
		await guard.reserve(orders[0]!);
		guard.record(orders[0]!, {
			kind: 'ordered',
			isNew: true,
			isBefore: false,
			purchase: 1,
			job: aJob({ priceCents: 900 }),
		});
		const held = await guard.reserve(orders[1]!);
		expect(held?.message).toBe(
			'Not ordered: $9.00 of at most $15.00 are spent or on order, and this video may cost $15.00',
		);
		expect(held?.facts).toMatchObject({
			kind: 'over-cap',
			charged: 'no',
			code: 'over_spend_cap',
			endsOrdering: true,
			advice: expect.stringContaining('No Spend Limit') as string,
		});
	});

	it('counts all calls of an AI agent in one execution together', async () => {
		const spentByAgent = { cents: 0 };
		const call = async (name: string, priceCents?: number) => {
			const { run } = aRun({ capCents: 700 });
			const orders = [order(name)];
			const control = controlOf({ ...run, spentByAgent }, orders);
			if (!control.ok) return control.error.headline;
			await control.value.reserve(orders[0]!);
			if (priceCents !== undefined) control.value.record(orders[0]!, charged(priceCents));
			return undefined;
		};
		expect(await call('veo-3.1-fast', 350)).toBeUndefined();
		expect(await call('seedance-2')).toBeUndefined();
		expect(spentByAgent).toEqual({ cents: 700, ratio: 350 / 300 });
		expect(await call('google-veo-2')).toBe(
			'This run would cost $3.00 after $7.00 spent before, over the maximum of $7.00',
		);
	});
});

describe('the limit of a day', () => {
	async function held(usage: number | 'unavailable') {
		const { run } = aRun({ capCents: 5000 });
		const budget = run.day.spend.budget(1200, async () => await Promise.resolve(usage));
		await budget.refresh?.();
		if (usage === 'unavailable') budget.charge(1000);
		const orders = [order('veo-3.1-fast')];
		const day = { ...run.day, budget };
		const guard = await unwrap(Promise.resolve(controlOf({ ...run, day }, orders)));
		return await guard.reserve(orders[0]!);
	}

	it.each([
		[1000, "by NinjaChat's count and what was ordered since"],
		['unavailable', 'as far as this n8n process knows, because NinjaChat did not tell'],
	] as const)(
		'holds an order back that would go over it, and says who counted: %s',
		async (usage, source) => {
			expect(await held(900)).toBeUndefined();
			const error = await held(usage);
			expect(error?.message).toBe(
				`Not ordered: $10.00 of at most $12.00 for the last 24 hours are spent or on order (${source}), and this video may cost $3.00`,
			);
			expect(error?.facts).toMatchObject({
				charged: 'no',
				code: 'over_spend_cap',
				advice: expect.stringContaining('Maximum Spend per Day') as string,
			});
		},
	);
});
