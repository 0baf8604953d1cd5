import { createBudget } from '../../../nodes/NinjaVideo/jobs/spendCap';
import { createSpendGuard, type HeldOrder } from '../../../nodes/NinjaVideo/jobs/spendGuard';
import { anError, anOrder } from '../../support/builders';
import { aGuard, charged, hasEnded, refused, unknown } from './guardRun';

describe('the spend guard', () => {
	it('lets the first order go alone, and the others after its answer', async () => {
		const { reserve, record } = aGuard(2000);
		const [a, b, c] = [anOrder('a'), anOrder('b'), anOrder('c')];
		await expect(reserve(a)).resolves.toBeUndefined();
		const others = [reserve(b), reserve(c)];
		expect(await hasEnded(Promise.race(others))).toBe(false);
		record(a, charged(300));
		await expect(Promise.all(others)).resolves.toEqual([undefined, undefined]);
	});

	it.each([
		{ label: 'was not charged', result: refused },
		{ label: 'has no answer that says the price', result: unknown },
	])('lets the next order go alone where the first $label', async ({ result }) => {
		const { reserve, record } = aGuard(1000);
		const [a, b, c] = [anOrder('a'), anOrder('b'), anOrder('c')];
		await reserve(a);
		const [second, third] = [reserve(b), reserve(c)];
		record(a, result);
		await expect(second).resolves.toBeUndefined();
		expect(await hasEnded(third)).toBe(false);
		record(b, charged(300));
		await expect(third).resolves.toBeUndefined();
	});

	it('lets all go at once where there is no limit', async () => {
		const { reserve } = aGuard(Infinity);
		const orders = ['a', 'b', 'c'].map((name) => anOrder(name));
		await expect(Promise.all(orders.map(async (order) => await reserve(order)))).resolves.toEqual([
			undefined,
			undefined,
			undefined,
		]);
	});

	it('lets an order try again that waits for nobody but itself', async () => {
		const { reserve, budget } = aGuard(300);
		const a = anOrder('a');
		await reserve(a);
		await expect(reserve(a)).resolves.toBeUndefined();
		expect(budget.committedCents()).toBe(300);
	});

	it('counts the next order at what the service charged, not at what was expected', async () => {
		const { reserve, record, held } = aGuard(1500);
		const [a, b] = [anOrder('a'), anOrder('b')];
		await reserve(a);
		record(a, charged(1000));
		await expect(reserve(b)).resolves.toBeDefined();
		expect(held).toMatchObject([{ committedCents: 1000, priceCents: 1000 }]);
	});

	it('counts the first order at what the service charged an earlier try', async () => {
		const { reserve, held } = aGuard(1000, 600, 2);
		await expect(reserve(anOrder('a'))).resolves.toBeDefined();
		expect(held).toMatchObject([{ committedCents: 600, priceCents: 600 }]);
	});

	it('raises the price of every model where one was charged more than expected', async () => {
		const { reserve, record, held } = aGuard(2000);
		const [a, b] = [anOrder('a'), anOrder('b', { priceCents: 500 })];
		await reserve(a);
		record(a, charged(900));
		await reserve(b);
		expect(held).toMatchObject([{ committedCents: 900, priceCents: 1500 }]);
	});

	it('does not lower the price where one was charged less', async () => {
		const { reserve, record } = aGuard(500);
		const [a, b] = [anOrder('a'), anOrder('b')];
		await reserve(a);
		record(a, charged(250));
		await expect(reserve(b)).resolves.toBeDefined();
	});

	it('counts what was charged for a video that the list says is free, and the next ones at that', async () => {
		const { reserve, record, budget } = aGuard(500);
		const free = (name: string) => anOrder(name, { priceCents: 0 });
		const [a, b] = [free('a'), free('b')];
		await reserve(a);
		record(a, charged(300));
		expect(budget.committedCents()).toBe(300);
		await expect(reserve(b)).resolves.toMatchObject({ kind: 'over-cap' });
	});

	it('counts orders whose charge nobody stated as much as the others, once their price is known', async () => {
		const { reserve, record, budget } = aGuard(100_000);
		const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => anOrder(name, { priceCents: 1 }));
		await reserve(a!);
		record(a!, unknown);
		await reserve(b!);
		record(b!, charged());
		expect(budget.committedCents()).toBe(600);
		await reserve(c!);
		record(c!, charged(900));
		expect(budget.committedCents()).toBe(2700);
		await reserve(d!);
		record(d!, charged());
		expect(budget.committedCents()).toBe(3600);
	});

	it('takes the price of the list for one whose charge nobody stated, where another of its kind came to that', async () => {
		const { reserve, record, budget } = aGuard(100_000);
		const [a, b] = ['a', 'b'].map((name) => anOrder(name, { priceCents: 40 }));
		await reserve(a!);
		record(a!, charged(40));
		await reserve(b!);
		record(b!, unknown);
		expect(budget.committedCents()).toBe(80);
	});

	it('lets nothing go, not even a free video, where the limit is 0', async () => {
		const { reserve, confirm, held } = aGuard(0);
		const free = anOrder('a', { priceCents: 0 });
		await expect(reserve(free)).resolves.toMatchObject({ kind: 'over-cap' });
		expect(confirm(free)).toMatchObject({ kind: 'over-cap' });
		expect(held).toHaveLength(2);
	});

	it('lets free videos go one by one where the limit is short: each may cost what others do', async () => {
		const free = (name: string) => anOrder(name, { priceCents: 0 });
		const lets = async (capCents: number) => {
			const { reserve, record } = aGuard(capCents);
			const [a, b, c] = [free('a'), free('b'), free('c')];
			await reserve(a);
			record(a, charged(0));
			await reserve(b);
			return await hasEnded(reserve(c));
		};
		expect(await lets(500)).toBe(false);
		expect(await lets(600)).toBe(true);
	});

	it('holds an order that waited for its turn while the price rose', async () => {
		const { reserve, confirm, record, budget } = aGuard(1600);
		const [a, b, c] = [anOrder('a'), anOrder('b'), anOrder('c')];
		await reserve(a);
		record(a, charged(300));
		await Promise.all([reserve(b), reserve(c)]);
		record(b, charged(700));
		expect(confirm(c)).toBeDefined();
		expect(budget.committedCents()).toBe(1000);
	});

	it.each([
		{ label: 'what the service charged', result: charged(250), cents: 250 },
		{ label: 'the expected price where it did not say', result: charged(), cents: 300 },
		{ label: 'an order whose result is unknown', result: unknown, cents: 300 },
		{ label: 'nothing for an order that was refused', result: refused, cents: 0 },
		{ label: 'nothing for an order that never left', result: { kind: 'ended' }, cents: 0 },
	] as const)('counts $label', async ({ result, cents }) => {
		const { reserve, record, budget } = aGuard(1000, 100);
		const a = anOrder('a');
		await reserve(a);
		expect(budget.committedCents()).toBe(400);
		record(a, result);
		expect(budget.committedCents()).toBe(100 + cents);
	});

	it('counts what the answer to an order says it was charged, though it does not say that it was accepted', async () => {
		const { reserve, record, budget } = aGuard(10_000);
		const [a, b] = [anOrder('a'), anOrder('b')];
		await reserve(a);
		record(a, { ...unknown, error: anError('service-fault', { priceCents: 3000 }) });
		expect(budget.committedCents()).toBe(3000);
		await reserve(b);
		expect(budget.committedCents()).toBe(6000);
	});

	it('counts an unknown order at no less than its price, whatever its answer says', async () => {
		const { reserve, record, budget } = aGuard(10_000);
		const order = anOrder('a');
		await reserve(order);
		record(order, { ...unknown, error: anError('service-fault', { priceCents: 1 }) });
		expect(budget.committedCents()).toBe(300);
	});

	it('counts an unknown order that it holds back from being sent again', async () => {
		const { reserve, confirm, record, budget } = aGuard(900);
		const [a, b] = [anOrder('a'), anOrder('b')];
		await reserve(a);
		record(a, charged(600));
		await reserve(b);
		expect(confirm(b)).toBeDefined();
		record(b, unknown);
		expect(budget.committedCents()).toBe(1200);
	});

	it.each([
		{ capCents: 299, allows: false },
		{ capCents: 300, allows: true },
		{ capCents: 0, allows: false },
	])('with $capCents cents allows a video of $3.00: $allows', async ({ capCents, allows }) => {
		expect((await aGuard(capCents).reserve(anOrder('a'))) === undefined).toBe(allows);
	});

	it('holds an order that is over one of two budgets, and takes money from neither', async () => {
		const [run, day] = [createBudget(1000, { cents: 0 }), createBudget(400, { cents: 200 })];
		const held: HeldOrder[] = [];
		const guard = createSpendGuard([run, day], (one) => {
			held.push(one);
			return anError('over-cap');
		});
		await guard.reserve(anOrder('a'));
		expect(held).toMatchObject([{ budget: day, committedCents: 200 }]);
		expect([run.committedCents(), day.committedCents()]).toEqual([0, 200]);
	});
});
