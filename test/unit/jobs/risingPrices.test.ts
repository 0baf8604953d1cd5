import type { Order } from '../../../nodes/NinjaVideo/jobs/knownOrder';
import { createBudget } from '../../../nodes/NinjaVideo/jobs/spendCap';
import { createSpendGuard, type FirstOrder } from '../../../nodes/NinjaVideo/jobs/spendGuard';
import { anError, anOrder, aRequest } from '../../support/builders';
import { aGuard, charged, hasEnded, refused } from './guardRun';

describe('the spend guard, for prices that may rise,', () => {
	it('lets more orders go at once the more were charged as expected', async () => {
		const { reserve, record } = aGuard(1_000_000);
		const orders = Array.from({ length: 20 }, (_, index) => anOrder(`row ${index}`));
		const gone: Order[] = [];
		for (const order of orders) void reserve(order).then(() => gone.push(order));
		const wentAtOnce: number[] = [];
		for (let answered = 0; answered < orders.length; ) {
			await hasEnded(Promise.resolve());
			const now = gone.slice(answered);
			wentAtOnce.push(now.length);
			for (const order of now) record(order, charged(300));
			answered += now.length;
		}
		expect(wentAtOnce).toEqual([1, 2, 6, 11]);
	});

	it.each([
		{ label: 'after the first', from: 1, price: 600, capCents: 6000 },
		{ label: 'after the fifth', from: 5, price: 1500, capCents: 15_000 },
		{ label: 'after the tenth', from: 10, price: 600, capCents: 6000 },
	])('stays within the budget where the price rises $label', async ({ from, price, capCents }) => {
		const { reserve, record, budget, held } = aGuard(capCents);
		const orders = Array.from({ length: capCents / 300 }, (_, index) => anOrder(`row ${index}`));
		let answered = 0;
		const reserving = orders.map(async (order) => {
			if ((await reserve(order)) !== undefined) return record(order, refused);
			// The answer comes after all that may leave have left.
			await hasEnded(Promise.resolve());
			record(order, charged((answered += 1) > from ? price : 300));
		});
		await Promise.all(reserving);
		expect(held.length).toBeGreaterThan(0);
		expect(budget.committedCents()).toBeLessThanOrEqual(capCents);
		expect(budget.committedCents()).toBeGreaterThan(capCents - price);
	});

	it.each([
		{ label: 'an image', changes: { imageUrl: 'https://example.com/a.png' } },
		{ label: 'an option', changes: { v2Options: { watermark: true } } },
	])('lets the first order with $label go alone too', async ({ changes }) => {
		const { reserve, record } = aGuard(3300);
		const plain = anOrder('plain');
		await reserve(plain);
		record(plain, charged(300));
		const orders = Array.from({ length: 10 }, (_, index) =>
			anOrder(`row ${index}`, { request: aRequest(changes) }),
		);
		let gone = 0;
		for (const order of orders) void reserve(order).then(() => (gone += 1));
		await hasEnded(Promise.resolve());
		expect(gone).toBe(1);
	});

	it('lets the first order of one run alone, for all runs of an account, and tells them its price', async () => {
		const first: FirstOrder = {};
		const day = createBudget(2000, { cents: 0 });
		const runs = ['a', 'b'].map((name) => ({
			order: anOrder(name),
			guard: createSpendGuard([day], () => anError('over-cap'), { first }),
		}));
		const [one, other] = runs as [(typeof runs)[0], (typeof runs)[0]];
		await one.guard.reserve(one.order);
		const waiting = other.guard.reserve(other.order);
		expect(await hasEnded(waiting)).toBe(false);
		one.guard.record(one.order, charged(900));
		await expect(waiting).resolves.toBeUndefined();
		expect(day.committedCents()).toBe(1800);
	});

	it('does not wait for the order of another run after Stop, and takes no money for it', async () => {
		const first: FirstOrder = {};
		const day = createBudget(2000, { cents: 0 });
		const guards = [1, 2].map(() => createSpendGuard([day], () => anError('over-cap'), { first }));
		await guards[0]?.reserve(anOrder('a'));
		const stop = new AbortController();
		const waiting = guards[1]?.reserve(anOrder('b'), stop.signal);
		expect(await hasEnded(Promise.resolve(waiting))).toBe(false);
		stop.abort();
		await expect(waiting).resolves.toBeUndefined();
		expect(day.committedCents()).toBe(300);
	});
});
