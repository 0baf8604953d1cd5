import { anError, anOrder, aWorld, keyOf } from '../../support/builders';
import { requestIdOf } from '../../support/fakeService';
import { ids, kinds, MINUTE_MS, run } from './batchRun';

describe('the first failure of a run that ends on failures', () => {
	it('keeps everything after it from being ordered, and says so without an error', async () => {
		const world = aWorld({ scripts: { a: { submitFaults: [anError('bad-input')] } } });
		const outcomes = await run(world, ['a', 'b', 'c'], { endOnFailure: true, maxConcurrent: 1 });
		expect(outcomes).toEqual([
			{ kind: 'not-submitted', error: anError('bad-input') },
			{ kind: 'not-submitted' },
			{ kind: 'not-submitted' },
		]);
		expect(world.service.charged()).toEqual([]);
	});

	it('ends the waits at once, each with its job', async () => {
		const world = aWorld({
			scripts: { a: { generationMs: 600_000 }, b: { endsAs: 'failed', generationMs: 20_000 } },
		});
		const outcomes = await run(world, ['a', 'b'], { endOnFailure: true });
		expect(outcomes).toMatchObject([
			{ kind: 'processing', reason: 'ended', job: { requestId: requestIdOf('a') } },
			{ kind: 'failed' },
		]);
		expect(world.clock.elapsedMs()).toBeLessThan(MINUTE_MS);
	});

	it('still waits for the answer to an order under way, so that its id is known', async () => {
		const world = aWorld({
			scripts: { a: { submitFaults: [anError('bad-input')] }, b: { submitMs: 45_000 } },
		});
		const outcomes = await run(world, ['a', 'b'], { endOnFailure: true });
		expect(outcomes[1]).toMatchObject({
			kind: 'processing',
			reason: 'ended',
			job: { requestId: requestIdOf('b') },
		});
		expect(world.ledger.find(anOrder('b')).kind).toBe('ordered');
		expect(world.service.charged()).toEqual(['b']);
		expect(world.service.looks).toEqual([]);
	});

	it('does not end a run in which every item runs to its own end', async () => {
		const world = aWorld({
			scripts: { a: { submitFaults: [anError('bad-input')] }, b: { endsAs: 'failed' } },
		});
		const outcomes = await run(world, ['a', 'b', 'c'], { maxConcurrent: 1 });
		expect(kinds(outcomes)).toEqual(['not-submitted', 'failed', 'completed']);
	});
});

describe('Stop', () => {
	it.each([5000, 30_000, 59_000, 70_000, 130_000])(
		'after %i ms ends at once with every job, and no request leaves after it',
		async (atMs) => {
			const world = aWorld({ otherwise: { submitMs: 1500, lookMs: 700 } });
			const startMs = world.clock.now();
			world.clock.after(atMs, world.stop);
			const outcomes = await run(world, ['a', 'b', 'c', 'd', 'e'], { maxConcurrent: 2 });
			const endedMs = world.clock.elapsedMs();
			expect(endedMs).toBeLessThanOrEqual(atMs + 1500);
			await world.clock.run(world.clock.sleep(10 * MINUTE_MS));
			const sentMs = [...world.service.submits, ...world.service.looks].map((seen) => seen.atMs);
			expect(Math.max(...sentMs) - startMs).toBeLessThanOrEqual(atMs);
			expect(ids(outcomes).filter(Boolean)).toEqual(
				world.service.charged().map((prompt) => requestIdOf(prompt)),
			);
		},
	);

	it('before the start sends nothing at all', async () => {
		const world = aWorld();
		world.stop();
		const outcomes = await run(world, ['a', 'b']);
		expect(outcomes).toEqual([{ kind: 'not-submitted' }, { kind: 'not-submitted' }]);
		expect(world.service.submits).toEqual([]);
	});

	it('leaves an order of unknown fate unknown, whether it could be sent again or not', async () => {
		const scripts = { a: { submitFaults: [anError('no-answer')] } };
		for (const replay of [{}, { replay: 'account 1' }]) {
			const first = aWorld({ scripts, ...replay });
			first.clock.after(1, first.stop);
			await run(first, ['a']);
			const world = aWorld({ store: first.store, ...replay });
			world.stop();
			expect(await run(world, ['a'])).toMatchObject([
				{
					kind: 'unknown',
					idempotencyKey: keyOf(anOrder('a')),
					mayBeSentAgain: 'replay' in replay,
				},
			]);
			expect(world.service.submits).toEqual([]);
		}
	});

	it('while an order waits for its turn keeps it from being ordered', async () => {
		const world = aWorld({ requestsPerMinute: 1 });
		world.clock.after(5000, world.stop);
		const outcomes = await run(world, ['a', 'b'], { waits: false });
		expect(outcomes[1]).toEqual({ kind: 'not-submitted' });
		expect(world.service.charged()).toEqual(['a']);
	});
});
