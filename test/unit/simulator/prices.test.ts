import * as fc from 'fast-check';

import type { Settings } from '../../../simulator/app';
import { chargeOf, type Price } from '../../../simulator/catalog/prices';
import { createKSimulator, KEY, readJson, statusOf } from './virtualSimulator';

const promotion = { label: 'Autumn', discountPercent: 25, startsAt: 1_000, endsAt: 2_000 };
const perSecond: Price = { unit: 'second', mills: 600 };

function createSimulator(flags: Partial<Settings> = {}) {
	const accounts = [{ key: KEY, balanceCents: 1_000_000 }];
	return createKSimulator({ accounts }, { contract: 'N', ...flags });
}

const body = (duration = 15) => ({ prompt: 'A cat', model: 'seedance-2', duration });

describe('a price that is set', () => {
	it.each(['page', 'alias'] as const)(
		'per second holds for every way to order, with /video as %s',
		(video) => {
			const { call, world } = createSimulator({ video, prices: { 'seedance-2': perSecond } });
			for (const path of ['/video', '/videos']) {
				expect(statusOf(call('POST', path, body()))).toBe(200);
			}
			expect(world.ledger.map(({ cents }) => cents)).toEqual([900, 900]);
		},
	);

	it('is told by the list and by the prices of the longest video', () => {
		const { call } = createSimulator({ prices: { 'seedance-2': perSecond } });
		const list = readJson(call('GET', '/models'))['data'] as Array<{ id: string; pricing: object }>;
		expect(list.find(({ id }) => id === 'seedance-2')?.pricing).toEqual({
			...{ unit: 'second', perUnitUsd: 0.6 },
		});
		const { video } = readJson(call('GET', '/pricing')) as { video: Array<{ id: string }> };
		expect(video.find(({ id }) => id === 'seedance-2')).toEqual({
			id: 'seedance-2',
			per_video_cents: 900,
			per_video: '$9.00',
			basis: 'max_duration',
		});
	});

	it('is what no order of any length is charged above', () => {
		const { call, order, world } = createSimulator();
		const { video } = readJson(call('GET', '/pricing')) as {
			video: Array<{ id: string; per_video_cents: number }>;
		};
		for (const { id, per_video_cents: most } of video) {
			const before = world.chargedCents();
			expect(statusOf(order({ prompt: 'x', model: id, duration: 15 }))).toBe(200);
			expect(world.chargedCents() - before).toBe(most);
		}
	});
});

describe('a promotion', () => {
	const prices = { 'seedance-2': { ...perSecond, promotion } };

	it.each([
		[999, 900],
		[1_000, 675],
		[1_999, 675],
		[2_000, 900],
	])('at %i ms makes the charge %i cents', (ms, cents) => {
		const { clock, order, world } = createSimulator({ prices });
		clock.ms = ms;
		expect(readJson(order(body()))['cost_usd']).toBe(cents / 100);
		expect(world.chargedCents()).toBe(cents);
	});

	it('can end between the list and the charge', () => {
		const { call, clock, order } = createSimulator({ prices });
		clock.ms = 1_999;
		expect(readJson(call('GET', '/models/seedance-2'))['pricing']).toEqual({
			...{ unit: 'second', perUnitUsd: 0.45, listPerUnitUsd: 0.6 },
			promotion: {
				...{ label: 'Autumn', discountPercent: 25 },
				startsAt: '1970-01-01T00:00:01.000Z',
				endsAt: '1970-01-01T00:00:02.000Z',
			},
		});
		clock.ms = 2_000;
		expect(readJson(order(body()))['cost_usd']).toBe(9);
	});
});

it('what an answer says it charged is what the ledger has, whatever the price', () => {
	const price = fc.oneof(
		fc.record({ unit: fc.constant('request' as const), cents: fc.nat(2_000) }),
		fc.record({ unit: fc.constant('second' as const), mills: fc.nat(2_000) }),
	);
	const discount = fc.integer({ min: 1, max: 100 });
	fc.assert(
		fc.property(price, discount, fc.integer({ min: 5, max: 15 }), (plain, percent, seconds) => {
			const sale = { ...promotion, discountPercent: percent, startsAt: 0 };
			const { order, world } = createSimulator({
				prices: { 'seedance-2': { ...plain, promotion: sale } },
			});
			const answer = readJson(order(body(seconds)));
			const cents = world.chargedCents();
			expect(Number.isInteger(cents)).toBe(true);
			expect(answer['cost_usd']).toBe(cents / 100);
			expect(answer['cost']).toMatchObject({ this_request: `$${(cents / 100).toFixed(2)}` });
			expect(world.balanceCents(KEY)).toBe(1_000_000 - cents);
		}),
	);
});

it.each<[Price, number, number]>([
	[{ unit: 'second', mills: 105 }, 5, 53],
	[{ unit: 'second', mills: 105, promotion: { ...promotion, startsAt: 0 } }, 4, 32],
	[{ unit: 'request', cents: 1, promotion: { ...promotion, startsAt: 0 } }, 8, 1],
	[{ unit: 'request', cents: 0 }, 8, 0],
])('%j for %i seconds are %i cents', (price, seconds, cents) => {
	expect(chargeOf(price, seconds, 0)).toBe(cents);
});
