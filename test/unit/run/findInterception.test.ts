import type { HttpResult } from '../../../nodes/NinjaVideo/api/http';
import type { KnownOrder } from '../../../nodes/NinjaVideo/jobs/knownOrder';
import { findInterception } from '../../../nodes/NinjaVideo/run/findInterception';
import { priceSourcesOf } from '../../../nodes/NinjaVideo/run/priceSource';
import { aJob, anOrder, aRequest, aWorld } from '../../support/builders';
import { answer } from '../api/scriptedCall';

const WANTED: KnownOrder = { kind: 'free', purchase: 1 };
const ORDERED: KnownOrder = { kind: 'ordered', job: aJob(), purchase: 1, isBefore: false };
const NOT_CONNECTED: HttpResult = {
	kind: 'never-connected',
	detail: 'ECONNREFUSED',
	cause: new Error('ECONNREFUSED'),
};

let hosts = 0;

/** A run whose host gives these answers, one after the other; the last again and again. */
function aRun(...answers: HttpResult[]) {
	const world = aWorld();
	const asked: number[] = [];
	const send = async () => {
		const given = answers[Math.min(asked.length, answers.length - 1)]!;
		asked.push(world.clock.elapsedMs());
		return await Promise.resolve(given);
	};
	hosts += 1;
	// What a host answered is remembered for minutes, so each has a name of its own.
	const connection = {
		baseUrl: `https://host-${hosts}.example`,
		now: () => world.clock.now(),
		send,
	};
	return { run: { connection, deps: world } as never, asked, world };
}

describe('the look at the service before the first order', () => {
	const find = async (stage: ReturnType<typeof aRun>, known: readonly KnownOrder[] = [WANTED]) =>
		await stage.world.clock.run(findInterception(stage.run, known));

	it('is not made where nothing is to be ordered', async () => {
		const stage = aRun(NOT_CONNECTED);
		expect(await find(stage, [ORDERED])).toBeUndefined();
		expect(await find(stage, [])).toBeUndefined();
		expect(stage.asked).toEqual([]);
	});

	it('finds nothing where the service answers', async () => {
		expect(await find(aRun(answer(200, { data: [] })), [ORDERED, WANTED])).toBeUndefined();
		expect(await find(aRun(answer(404, '<h1>Not found</h1>')))).toBeUndefined();
	});

	it('finds a proxy that wants a password, at once', async () => {
		const stage = aRun(answer(407, ''));
		expect(await find(stage)).toMatchObject({ kind: 'intercepted' });
		expect(stage.asked).toHaveLength(1);
	});

	it('asks a host that cannot be reached three times, 3 and 6 seconds apart', async () => {
		const stage = aRun(NOT_CONNECTED);
		expect(await find(stage)).toMatchObject({ kind: 'never-connected' });
		expect(stage.asked).toEqual([0, 3000, 9000]);
	});

	it('goes on when a host is reached at last', async () => {
		const stage = aRun(NOT_CONNECTED, NOT_CONNECTED, answer(200, { data: [] }));
		expect(await find(stage)).toBeUndefined();
	});

	it('ends with Stop', async () => {
		const stage = aRun(NOT_CONNECTED);
		stage.world.clock.after(1000, () => stage.world.stop());
		await find(stage);
		expect(stage.asked.length).toBeLessThanOrEqual(2);
		expect(stage.world.clock.elapsedMs()).toBe(1000);
	});
});

describe('the price of an order comes from', () => {
	const list = [
		{
			...{ id: 'kling-3-pro', name: 'Kling 3.0 Pro', modality: 'video', servable: true },
			pricing: { unit: 'request', perRequestUsd: 4.5 },
		},
		{
			...{ id: 'veo-3.1', name: 'Veo 3.1', modality: 'video', servable: true },
			pricing: { unit: 'request', perRequestUsd: 4 },
		},
		{
			...{ id: 'gone', name: 'Gone', modality: 'video', servable: false },
			pricing: { unit: 'request', perRequestUsd: 9 },
		},
	];
	const order = (model: string, priceCents: number) =>
		anOrder(model, { request: aRequest({ model }), priceCents });

	it('the list, this package or the dearest model that it knows', async () => {
		const { run } = aRun(answer(200, { data: list }));
		const orders = [
			order('kling-3-pro', 450),
			order('veo-3.1', 500),
			order('veo-3.1-fast', 300),
			order('veo-3.1-fast', 450),
			order('sora', 900),
			order('gone', 900),
		];
		expect(await priceSourcesOf(run, orders)).toEqual([
			'list',
			'table',
			'table',
			'table',
			'estimate',
			'estimate',
		]);
	});

	it('this package where the list cannot be had', async () => {
		const { run } = aRun(answer(404, ''));
		expect(await priceSourcesOf(run, [order('veo-3.1', 500)])).toEqual(['table']);
	});

	it('nowhere where there are no orders, and nothing is asked', async () => {
		const { run, asked } = aRun(answer(200, { data: list }));
		expect(await priceSourcesOf(run, [])).toEqual([]);
		expect(asked).toEqual([]);
	});
});
