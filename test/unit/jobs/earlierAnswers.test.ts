import { failure } from '../../../nodes/NinjaVideo/result';
import { createBudget } from '../../../nodes/NinjaVideo/jobs/spendCap';
import { createSpendGuard } from '../../../nodes/NinjaVideo/jobs/spendGuard';
import { submit, type SpendGuard } from '../../../nodes/NinjaVideo/jobs/submit';
import { aKeyedOrder, anError, anOrder, aSending, aWorld } from '../../support/builders';
import { requestIdOf, type Fault } from '../../support/fakeService';
import { kinds, run } from './batchRun';
import { aGuard, charged, unknown } from './guardRun';

const ACCOUNT = 'account 1';
const stating = (priceCents: number, ...possibleRequestIds: string[]) =>
	anError('service-fault', { priceCents, balanceCents: 50, possibleRequestIds });
const replaying = (...submitFaults: Fault[]) =>
	aWorld({
		replay: ACCOUNT,
		scripts: {
			a: { submitFaults },
			'job 1': { lookFaults: [anError('not-found'), anError('not-found')] },
		},
	});
const order = anOrder('a');

/** A world in which an earlier try left an order whose answer stated $30 and named an id; what is asked meets faults. */
function afterEarlierTry(...submitFaults: Fault[]) {
	const world = replaying(...submitFaults);
	const { message, facts } = stating(3000, 'job 1');
	const replay = { at: ACCOUNT, untilMs: world.clock.now() + 60_000 };
	world.ledger.markSending(order, aSending(order, { api: 'v1/videos', replay }));
	world.ledger.markUnknown(order, { message, facts });
	return world;
}

const SAID = { priceCents: 3000, possibleRequestIds: ['job 1'] };

describe('an order that is sent again', () => {
	it('came to what the first answer stated where the replay states less', async () => {
		const world = replaying(stating(3000));
		const result = await world.clock.run(submit(order, world));
		const job = { requestId: requestIdOf('a'), priceCents: 3000, balanceCents: 50 };
		expect(result).toMatchObject({ kind: 'ordered', job });
		expect(world.ledger.find(order)).toMatchObject({ kind: 'ordered', job });
	});

	it('keeps the ids of its earlier answers beside its own', async () => {
		const world = replaying(stating(900, 'job 1', requestIdOf('a')));
		const unknownThere = {
			...world.service,
			getStatus: async () => await Promise.resolve(failure(anError('not-found'))),
		};
		const result = await world.clock.run(submit(order, { ...world, service: unknownThere }));
		const job = { requestId: requestIdOf('a'), otherIds: ['job 1'] };
		expect(result).toMatchObject({ kind: 'ordered', job });
		expect(world.ledger.find(order)).toMatchObject({ kind: 'ordered', job });
	});

	it('came to what the replay states where that is more', async () => {
		const world = replaying(stating(100));
		expect(await world.clock.run(submit(order, world))).toMatchObject({ job: { priceCents: 300 } });
	});

	it('came to the highest charge of all its answers', async () => {
		const world = replaying(stating(900), stating(3000), stating(300));
		expect(await world.clock.run(submit(order, world))).toMatchObject({
			job: { priceCents: 3000 },
		});
	});

	it('is remembered by its unique key with the highest charge', async () => {
		const world = replaying(stating(3000));
		const keyed = aKeyedOrder('row 7', 'a');
		await world.clock.run(submit(keyed, world));
		expect(world.keys.find('row 7')).toMatchObject({ job: { priceCents: 3000 } });
	});

	it('came to what an earlier try was told', async () => {
		const world = afterEarlierTry();
		const result = await world.clock.run(submit(order, world));
		expect(result).toMatchObject({ kind: 'ordered', job: { priceCents: 3000 } });
	});

	it.each([
		['refused', anError('no-credits')],
		['answered without a charge', anError('service-fault', { isFinal: true })],
	])('may have cost what its first answer stated where the replay is %s', async (_, fault) => {
		const world = replaying(stating(3000, 'job 1'), fault);
		const result = await world.clock.run(submit(order, world));
		expect(result).toMatchObject({
			kind: 'unknown',
			error: { facts: { ...SAID, kind: fault.kind } },
		});
		expect(world.ledger.find(order)).toMatchObject({ kind: 'unknown', evidence: { facts: SAID } });
	});
});

describe('an order of an earlier try that does not leave again keeps its ids and its charge where', () => {
	it('it no longer fits in the budget', async () => {
		const world = afterEarlierTry();
		const held = anError('over-cap');
		const spendGuard = createSpendGuard([createBudget(2999, { cents: 0 })], () => held);
		const result = await world.clock.run(submit(order, { ...world, spendGuard }));
		expect(result).toMatchObject({
			kind: 'unknown',
			error: { facts: { ...SAID, kind: 'over-cap' } },
		});
		expect(world.service.submits).toEqual([]);
	});

	it('the run was stopped before its turn', async () => {
		const world = afterEarlierTry();
		world.stop();
		expect(await run(world, ['a'])).toMatchObject([{ kind: 'unknown', error: { facts: SAID } }]);
	});

	it('the run is stopped while it waits for its turn', async () => {
		const world = afterEarlierTry();
		const guard = aGuard(10_000);
		const spendGuard: SpendGuard = {
			...guard,
			async reserve(one) {
				world.stop();
				return await guard.reserve(one);
			},
		};
		const deps = { ...world, spendGuard };
		const [outcome] = await run(deps, ['a']);
		expect(outcome).toMatchObject({ kind: 'unknown', error: { facts: SAID } });
		expect(outcome).not.toHaveProperty('reason');
		expect(world.service.submits).toEqual([]);
	});

	it('another order shows, while it waits for its turn, that none can succeed', async () => {
		const world = afterEarlierTry();
		const scripts = { b: { submitMs: 1000, submitFaults: [anError('no-credits')] } };
		const { clock, service } = aWorld({ replay: ACCOUNT, scripts });
		const spendGuard = aGuard(10_000);
		const deps = { ...aWorld({ store: world.store, clock }), clock, service, spendGuard };
		const outcomes = await run(deps, ['b', 'a']);
		expect(outcomes[1]).toMatchObject({
			kind: 'unknown',
			error: { facts: { ...SAID, kind: 'no-credits' } },
		});
	});

	it('no order can succeed any more, and counts as spent', async () => {
		const world = afterEarlierTry();
		const scripts = { b: { submitFaults: [anError('no-credits')] } };
		const { clock, service } = aWorld({ replay: ACCOUNT, scripts });
		const { budget, ...spendGuard } = aGuard(10_000);
		const deps = { ...aWorld({ store: world.store, clock }), clock, service, spendGuard };
		const outcomes = await run(deps, ['b', 'a'], { maxConcurrent: 1 });
		expect(kinds(outcomes)).toEqual(['not-submitted', 'unknown']);
		expect(outcomes[1]).toMatchObject({ error: { facts: { ...SAID, kind: 'no-credits' } } });
		expect(budget.committedCents()).toBe(3000);
	});
});

describe('a charge that is stated before it is known whether the order was accepted', () => {
	it('counts at once', async () => {
		const { reserve, raise, budget } = aGuard(10_000);
		await reserve(order);
		raise(order, 3000);
		expect(budget.committedCents()).toBe(3000);
	});

	it('is the price of the order when it is sent again, and holds it where that is too much', async () => {
		const { reserve, raise, confirm, budget, held } = aGuard(2000);
		await reserve(order);
		raise(order, 3000);
		expect(confirm(order)).toMatchObject({ kind: 'over-cap' });
		expect(held).toMatchObject([{ committedCents: 0, priceCents: 3000 }]);
		expect(budget.committedCents()).toBe(0);
	});

	it('raises the price of the others at once', async () => {
		const { reserve, raise, record, confirm, budget } = aGuard(100_000);
		const [b, c] = [anOrder('b'), anOrder('c')];
		await reserve(order);
		record(order, charged(300));
		await reserve(b);
		await reserve(c);
		raise(b, 600);
		confirm(c);
		expect(budget.committedCents()).toBe(300 + 600 + 600);
	});

	it('is not counted twice when the order turns out to be accepted', async () => {
		const { reserve, raise, record, budget } = aGuard(10_000);
		await reserve(order);
		raise(order, 3000);
		record(order, charged(3000));
		expect(budget.committedCents()).toBe(3000);
	});

	it('is not counted twice when the order stays unknown', async () => {
		const { reserve, raise, record, budget } = aGuard(10_000);
		await reserve(order);
		raise(order, 3000);
		record(order, { ...unknown, error: stating(3000) });
		expect(budget.committedCents()).toBe(3000);
	});

	it('counts for a video that the list says is free', async () => {
		const { reserve, raise, budget } = aGuard(10_000);
		const free = anOrder('a', { priceCents: 0 });
		await reserve(free);
		raise(free, 300);
		expect(budget.committedCents()).toBe(300);
	});

	it.each([undefined, 0, 299, 300])('changes nothing where it is %s of $3', async (cents) => {
		const { reserve, raise, budget } = aGuard(10_000);
		await reserve(order);
		raise(order, cents);
		expect(budget.committedCents()).toBe(300);
	});

	it('is known to a run that has not reserved the order yet', async () => {
		const { reserve, raise, budget } = aGuard(10_000);
		raise(order, 3000);
		expect(budget.committedCents()).toBe(0);
		await reserve(order);
		expect(budget.committedCents()).toBe(3000);
	});
});
