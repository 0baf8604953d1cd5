import { createBudget } from '../../../nodes/NinjaVideo/jobs/spendCap';
import { createSpendGuard } from '../../../nodes/NinjaVideo/jobs/spendGuard';
import { runBatch, type BatchOptions } from '../../../nodes/NinjaVideo/jobs/runBatch';
import { anError, anOrder, aWorld, type World } from '../../support/builders';
import { finish, kinds, MINUTE_MS, type Result } from './batchRun';

const LAST_ORDER_MS = 9000;
const END_MS = 12_000;
/** A look at the deadline may take so long. */
const LAST_LOOK_MS = 2000;

/** Runs orders in a workflow that ends soon after `END_MS`. */
async function runInTime(
	world: World,
	names: readonly string[],
	changes: Partial<BatchOptions<Result>> = {},
) {
	const { clock } = world;
	const startMs = clock.now();
	const limits = { lastOrderMs: startMs + LAST_ORDER_MS, limitMs: startMs + END_MS };
	const guard = createSpendGuard([createBudget(1_000_000, { cents: 0 })], () =>
		anError('over-cap'),
	);
	const results = await clock.run(
		runBatch<Result>(
			{
				tasks: names.map((name) => ({ kind: 'create', order: anOrder(name) })),
				waits: true,
				maxConcurrent: 10,
				endOnFailure: false,
				finish,
				...changes,
			},
			{
				...world,
				...limits,
				spendGuard: guard,
				deadlineMs: () => Math.min(clock.now() + 20 * MINUTE_MS, limits.limitMs),
			},
		),
	);
	return {
		outcomes: results.map(({ outcome }) => outcome),
		tookMs: clock.now() - startMs,
		lateOrders: world.service.submits.filter(({ atMs }) => atMs > limits.lastOrderMs),
	};
}

const names = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`);
const tooLate = { kind: 'not-submitted', reason: 'time-limit' };

describe("near the workflow's time limit", () => {
	it('no order takes the place of a video that is not ready', async () => {
		const world = aWorld({ otherwise: { generationMs: 10 * MINUTE_MS } });
		const run = await runInTime(world, names(40), { maxConcurrent: 2 });
		expect(run.lateOrders).toEqual([]);
		expect(kinds(run.outcomes.slice(0, 2))).toEqual(['processing', 'processing']);
		expect(run.outcomes.slice(2)).toEqual(Array.from({ length: 38 }, () => tooLate));
		expect(run.tookMs).toBeLessThanOrEqual(END_MS + LAST_LOOK_MS);
	});

	it('orders that wait for their turn under the request limit are given up, and the others come out', async () => {
		const world = aWorld();
		const run = await runInTime(world, names(70), { waits: false, maxConcurrent: 70 });
		const bought = world.service.charged().length;
		expect(bought).toBeGreaterThan(10);
		expect(kinds(run.outcomes.slice(0, bought))).toEqual(
			Array.from({ length: bought }, () => 'processing'),
		);
		expect(run.outcomes.slice(bought)).toEqual(Array.from({ length: 70 - bought }, () => tooLate));
		expect(run.tookMs).toBeLessThanOrEqual(END_MS);
	});

	it('an order that the service keeps away with a 429 is given up', async () => {
		const limited = anError('rate-limited', { retryAfterSeconds: 60, mayRepeatOrder: true });
		const world = aWorld({ otherwise: { submitFaults: [limited] } });
		const run = await runInTime(world, ['a', 'b']);
		expect(run.outcomes).toEqual([tooLate, tooLate]);
		expect(run.tookMs).toBeLessThanOrEqual(END_MS);
		expect(world.service.charged()).toEqual([]);
	});

	it('videos of an earlier try that are looked at one after the other all come out in time', async () => {
		const otherwise = { generationMs: 10 * MINUTE_MS };
		const world = aWorld({ otherwise, requestsPerMinute: 5 });
		await runInTime(world, names(5), { waits: false });
		const again = await runInTime(world, names(5), { maxConcurrent: 1 });
		expect(again.outcomes.map(({ kind }) => kind)).not.toContain('not-submitted');
		expect(again.tookMs).toBeLessThanOrEqual(END_MS + LAST_LOOK_MS);
	});

	it('what waited behind an order without an answer is ordered by the next try', async () => {
		const world = aWorld({ scripts: { a: { submitMs: 5 * MINUTE_MS } } });
		await runInTime(world, ['a', 'b', 'c']);
		await world.clock.run(world.clock.sleep(10 * MINUTE_MS));
		const again = await runInTime(world, ['b', 'c'], { waits: false });
		expect(kinds(again.outcomes)).toEqual(['processing', 'processing']);
	});

	it('an order without an answer has an unknown result, and the others are not sent', async () => {
		const world = aWorld({ scripts: { a: { submitMs: 5 * MINUTE_MS } } });
		const run = await runInTime(world, ['a', 'b', 'c']);
		expect(run.outcomes).toMatchObject([
			{ kind: 'unknown', reason: 'time-limit', mayBeSentAgain: false },
			tooLate,
			tooLate,
		]);
		expect(world.service.submits).toHaveLength(1);
		expect(run.tookMs).toBeLessThanOrEqual(END_MS);
	});

	it('an answer that comes after the end is still written down, so that a retry finds it', async () => {
		const world = aWorld({ scripts: { a: { submitMs: 13_000 } } });
		await runInTime(world, ['a']);
		expect(world.ledger.find(anOrder('a')).kind).toBe('unknown');
		await world.clock.run(world.clock.sleep(MINUTE_MS));
		expect(world.ledger.find(anOrder('a')).kind).toBe('ordered');
	});

	it('an unknown order that may be sent again is not, and keeps its error', async () => {
		const world = aWorld({
			replay: 'account',
			scripts: { a: { submitFaults: [anError('no-answer', { retryAfterSeconds: 30 })] } },
		});
		const run = await runInTime(world, ['a']);
		expect(run.outcomes).toMatchObject([
			{ kind: 'unknown', mayBeSentAgain: true, error: { kind: 'no-answer' } },
		]);
		expect(world.service.submits).toHaveLength(1);
	});

	it('after Stop nothing is said to be for the time limit', async () => {
		const world = aWorld({ otherwise: { generationMs: 10 * MINUTE_MS } });
		world.clock.after(1000, () => world.stop());
		const run = await runInTime(world, names(3), { maxConcurrent: 1 });
		expect(run.outcomes.slice(1)).toEqual([{ kind: 'not-submitted' }, { kind: 'not-submitted' }]);
	});

	it('no look for the job of an unclear answer leaves after the end, however long the service wants to be left alone', async () => {
		const busy = anError('rate-limited', { retryAfterSeconds: 60 });
		const unclear = anError('service-fault', { possibleRequestIds: ['job 1'] });
		const world = aWorld({
			scripts: {
				a: { submitFaults: [busy] },
				b: { submitMs: 2000, submitFaults: [unclear] },
				'job 1': { lookFaults: [anError('not-found')] },
			},
		});
		const { clock } = world;
		const endMs = clock.now() + END_MS;
		await runInTime(world, ['first', 'a', 'b']);
		await clock.run(clock.sleep(2 * MINUTE_MS));
		expect(world.service.looks.filter(({ atMs }) => atMs > endMs)).toEqual([]);
	});
});
