import type { HttpRequest } from '../../../nodes/NinjaVideo/api/http';
import { MODELS, priceCentsOf } from '../../../nodes/NinjaVideo/catalog/models';
import type { Order } from '../../../nodes/NinjaVideo/jobs/submit';
import type { Run } from '../../../nodes/NinjaVideo/run/createRun';
import { createSpendControl, withListPrices } from '../../../nodes/NinjaVideo/run/spendControl';
import type { ApiVersion, Route, VideoRequest } from '../../../nodes/NinjaVideo/videoService';
import { answer } from '../api/scriptedCall';
import { aJob, anOrder, aRequest, aWorld, type World } from '../../support/builders';

const ROUTES: Record<ApiVersion, Route> = {
	'v1/video': { api: 'v1/video' },
	'v1/videos': { api: 'v1/videos', replay: 'account 1' },
};
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
	/** The generation that takes orders now; it may change while the run goes on. */
	usual?: ApiVersion;
	readonly capCents?: number;
	readonly hasList?: boolean;
	readonly world?: World;
}

/** A run as far as spending looks at it. */
function aRun(setting: Setting = {}) {
	const { api = 'automatic', capCents = 5000, hasList = true } = setting;
	const world = setting.world ?? aWorld();
	const seen: HttpRequest[] = [];
	const send = async (http: HttpRequest) => {
		seen.push(http);
		return await Promise.resolve(hasList ? answer(200, { data: LIST }) : answer(404, ''));
	};
	const routeOf = ({ requiredVersion }: VideoRequest) =>
		ROUTES[requiredVersion ?? setting.usual ?? 'v1/video'];
	const run = {
		api,
		options: { capCents },
		connection: { baseUrl: 'https://ninjachat.ai', now: () => 0, notes: {}, send },
		deps: { ...world, service: { ...world.service, replayRoutes: [ROUTES['v1/videos']], routeOf } },
	} as unknown as Run;
	return { run, seen };
}

function order(model: string, changes: Partial<VideoRequest> = {}): Order {
	const request = aRequest({ model, ...changes });
	return anOrder(model, { request, priceCents: priceCentsOf(model) });
}
const v2Options = { v2Options: { watermark: true }, requiredVersion: 'v1/videos' } as const;

describe('the prices of a run', () => {
	it.each([
		{
			label: 'a model of the catalogue, first generation',
			setting: {},
			orders: [order('veo-3.1')],
		},
		{
			label: 'a model nobody knows, under v1/video',
			setting: { api: 'v1/video' } as const,
			orders: [order('kling-3-pro')],
		},
	])(
		'are those of the catalogue, and nothing is asked, for $label',
		async ({ setting, orders }) => {
			const { run, seen } = aRun(setting);
			expect(await withListPrices(run, orders)).toEqual(orders);
			expect(seen).toEqual([]);
		},
	);

	it.each([
		{ label: 'a model only the list has', model: 'kling-3-pro', usual: undefined, cents: 450 },
		{ label: 'a price by the second', model: 'seedance-pro', usual: undefined, cents: 80 },
		{ label: 'a model of both', model: 'veo-3.1-fast', usual: 'v1/videos', cents: 640 },
		{ label: 'one the list does not have', model: 'veo-3.1', usual: 'v1/videos', cents: 500 },
		{ label: 'a model nobody knows', model: 'sora', usual: undefined, cents: DEAREST },
		{ label: 'one that is not served', model: 'cosmos-3-super', usual: undefined, cents: DEAREST },
	] as const)('are of the list where it says more: $label', async ({ model, usual, cents }) => {
		const { run, seen } = aRun(usual === undefined ? {} : { usual });
		const [priced] = await withListPrices(run, [order(model)]);
		expect(priced?.priceCents).toBe(cents);
		expect(seen).toHaveLength(1);
	});

	it('are of the list for an order that only the second generation takes', async () => {
		const [priced] = await withListPrices(aRun().run, [order('veo-3.1-fast', v2Options)]);
		expect(priced?.priceCents).toBe(640);
	});

	it('are the dearer ones where it is not certain which generation takes the order', async () => {
		const orders = [order('veo-3.1-fast'), order('kling-3-pro')];
		const priced = await withListPrices(aRun().run, orders);
		expect(priced.map(({ priceCents }) => priceCents)).toEqual([640, 450]);
	});

	it('send what only the list has to the second generation, and nothing else', async () => {
		const orders = ['kling-3-pro', 'sora', 'veo-3.1-fast', 'cosmos-3-super'].map((id) => order(id));
		const priced = await withListPrices(aRun().run, orders);
		expect(priced.map(({ request }) => request.requiredVersion)).toEqual([
			'v1/videos',
			undefined,
			undefined,
			undefined,
		]);
		expect(priced.map(({ ledgerKey }) => ledgerKey)).toEqual(
			orders.map(({ ledgerKey }) => ledgerKey),
		);
	});

	it('are the catalogue’s, or the dearest, where the list cannot be had', async () => {
		const { run } = aRun({ usual: 'v1/videos', hasList: false });
		const priced = await withListPrices(run, [order('veo-3.1-fast'), order('kling-3-pro')]);
		expect(priced.map(({ priceCents }) => priceCents)).toEqual([300, DEAREST]);
	});

	it('ask for the list once for all orders', async () => {
		const { run, seen } = aRun({ api: 'v1/videos', usual: 'v1/videos' });
		await withListPrices(run, [order('veo-3.1-fast'), order('kling-3-pro'), order('veo-3.1')]);
		expect(seen).toHaveLength(1);
	});
});

describe('the spend cap', () => {
	it('refuses a run that costs more, naming what is paid for', () => {
		const world = aWorld();
		world.ledger.markSending('ledgerKey veo-3.1', 'key');
		world.ledger.markOrdered('ledgerKey veo-3.1', aJob({ requestId: 'veo:1' }));
		const { run } = aRun({ world, capCents: 299 });
		const { failure } = createSpendControl(run, [order('veo-3.1'), order('veo-3.1-fast')]);
		expect(failure?.headline).toBe('This run would cost $3.00, over the maximum of $2.99');
		expect(failure?.advice).toContain('Paid for by an earlier try: veo:1');
		expect(failure?.details).toEqual({
			paid_request_ids: ['veo:1'],
			code: 'over_spend_cap',
			charged: 'no',
		});
	});

	/** The first generation is priced at 300 cents, the second at 640. */
	async function onTheWay(capCents: number, change: Partial<VideoRequest> = {}) {
		const setting: Setting = { capCents };
		const { run, seen } = aRun(setting);
		const orders = await withListPrices(run, [order('veo-3.1-fast', change)]);
		const { failure, checkOrder } = createSpendControl(run, orders);
		expect(failure).toBeUndefined();
		setting.usual = 'v1/videos';
		const ask = async (api: ApiVersion) => await checkOrder(orders[0]!, ROUTES[api]);
		return { ask, seen };
	}

	it('holds an order that turns out to go to the dearer generation', async () => {
		const { ask, seen } = await onTheWay(500);
		expect(await ask('v1/video')).toBeUndefined();
		expect(seen).toEqual([]);
		const refusedWith = await ask('v1/videos');
		expect(refusedWith?.message).toBe('This run would cost $6.40, over the maximum of $5.00');
		expect(refusedWith?.facts).toMatchObject({
			kind: 'over-cap',
			charged: 'no',
			code: 'over_spend_cap',
		});
		expect(await ask('v1/videos')).toBe(refusedWith);
		expect(seen).toHaveLength(1);
	});

	it('holds what was left unknown in the second generation, although the first takes new orders', async () => {
		const { run } = aRun({ capCents: 500 });
		const orders = [order('veo-3.1-fast')];
		const { failure, checkOrder } = createSpendControl(run, orders);
		expect(failure).toBeUndefined();
		const refusedWith = await checkOrder(orders[0]!, ROUTES['v1/videos']);
		expect(refusedWith?.message).toContain('$6.40');
	});

	it('holds an order that turns out to go to the first generation, if that is dearer', async () => {
		const setting: Setting = { capCents: 400, usual: 'v1/videos' };
		const { run } = aRun(setting);
		const orders = await withListPrices(run, [order('seedance-2', { durationSeconds: 5 })]);
		const { failure, checkOrder } = createSpendControl(run, [...orders, order('veo-3.1')]);
		expect(failure?.headline).toContain('$5.50');
		const one = createSpendControl(run, orders);
		expect(one.failure).toBeUndefined();
		expect(await one.checkOrder(orders[0]!, ROUTES['v1/video'])).toBeUndefined();
		expect(await checkOrder(orders[0]!, ROUTES['v1/video'])).toMatchObject({
			facts: { code: 'over_spend_cap' },
		});
	});

	it.each([
		{ label: 'it is within the cap there too', capCents: 640, asked: 1 },
		{ label: 'there is no cap', capCents: 0, asked: 0 },
	])('lets it pass when $label', async ({ capCents, asked }) => {
		const { ask, seen } = await onTheWay(capCents);
		expect(await ask('v1/videos')).toBeUndefined();
		expect(seen).toHaveLength(asked);
	});

	it('does not price an order again that was priced for that generation', async () => {
		const { ask, seen } = await onTheWay(640, v2Options);
		expect(await ask('v1/videos')).toBeUndefined();
		expect(seen).toHaveLength(1);
	});
});
