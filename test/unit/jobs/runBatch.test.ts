import { jobOf } from '../../../nodes/NinjaVideo/jobs/outcome';
import { aJob, anError, aWorld, keysOf } from '../../support/builders';
import { requestIdOf } from '../../support/fakeService';
import { finish, ids, kinds, MINUTE_MS, run } from './batchRun';

describe('a batch', () => {
	it('makes three videos of a minute in about a minute, not in three', async () => {
		const world = aWorld();
		const outcomes = await run(world, ['a', 'b', 'c']);
		expect(kinds(outcomes)).toEqual(['completed', 'completed', 'completed']);
		expect(world.clock.elapsedMs()).toBeLessThan(1.25 * MINUTE_MS);
		expect(world.service.charged()).toEqual(['a', 'b', 'c']);
	});

	it('orders in the order of the tasks, and keeps it when videos finish the other way round', async () => {
		const world = aWorld({
			scripts: {
				a: { generationMs: 300_000 },
				b: { generationMs: 120_000 },
				c: { generationMs: 10_000 },
			},
		});
		const finished: number[] = [];
		const outcomes = await run(world, ['a', 'b', 'c'], {
			async finish(outcome, index) {
				finished.push(index);
				return await finish(outcome);
			},
		});
		expect(finished).toEqual([2, 1, 0]);
		expect(ids(outcomes)).toEqual(['a', 'b', 'c'].map((name) => requestIdOf(name)));
		expect(world.service.submits.map(({ prompt }) => prompt)).toEqual(['a', 'b', 'c']);
	});

	it.each([{ maxConcurrent: 1 }, { maxConcurrent: 2 }, { maxConcurrent: 3 }])(
		'never has more than $maxConcurrent videos in the making',
		async ({ maxConcurrent }) => {
			const world = aWorld();
			const inFlight = new Set<string>();
			let most = 0;
			await run(world, ['a', 'b', 'c', 'd', 'e', 'f', 'g'], {
				maxConcurrent,
				onJob(job) {
					inFlight.add(job.requestId);
					most = Math.max(most, inFlight.size);
				},
				async finish(outcome) {
					inFlight.delete(jobOf(outcome)?.requestId ?? '');
					return await finish(outcome);
				},
			});
			expect(most).toBe(maxConcurrent);
			expect(world.service.charged()).toHaveLength(7);
		},
	);

	it('returns at once with every job where it does not wait', async () => {
		const world = aWorld();
		const outcomes = await run(world, ['a', 'b'], { waits: false });
		expect(outcomes).toMatchObject([
			{ kind: 'processing', reason: 'submitted', job: { requestId: requestIdOf('a') } },
			{ kind: 'processing', reason: 'submitted', job: { requestId: requestIdOf('b') } },
		]);
		expect(world.service.looks).toEqual([]);
		expect(world.clock.elapsedMs()).toBe(0);
	});

	it('waits for jobs that were ordered elsewhere without ordering anything', async () => {
		const world = aWorld({ scripts: { one: { generationMs: 0 }, two: { generationMs: 0 } } });
		const outcomes = await run(world, [], {
			tasks: ['one', 'two'].map((requestId) => ({ kind: 'wait', job: aJob({ requestId }) })),
		});
		expect(kinds(outcomes)).toEqual(['completed', 'completed']);
		expect(world.service.submits).toEqual([]);
	});

	it('looks at once at what was ordered before, elsewhere or by an earlier run', async () => {
		const ready = { generationMs: 0 };
		const world = aWorld({ scripts: { a: ready, elsewhere: ready } });
		await run(world, ['a'], { waits: false });
		const startMs = world.clock.now();
		await run(world, ['a']);
		const job = aJob({ requestId: 'elsewhere' });
		await run(world, [], { tasks: [{ kind: 'wait', job }] });
		expect(world.service.looks.map(({ atMs }) => atMs)).toEqual([startMs, startMs]);
	});

	it('says of a job that was ordered elsewhere that it failed', async () => {
		const world = aWorld({ scripts: { one: { endsAs: 'failed' } } });
		const job = aJob({ requestId: 'one' });
		const outcomes = await run(world, [], { tasks: [{ kind: 'wait', job }] });
		expect(outcomes).toMatchObject([{ kind: 'failed', job }]);
		expect(world.store).toEqual({});
	});

	it('gives the place of a finished video to the next order before it is handed on', async () => {
		const world = aWorld();
		const submitsWhenHandedOn: number[] = [];
		await run(world, ['a', 'b'], {
			maxConcurrent: 1,
			async finish(outcome) {
				await world.clock.sleep(10 * MINUTE_MS);
				submitsWhenHandedOn.push(world.service.submits.length);
				return await finish(outcome);
			},
		});
		expect(submitsWhenHandedOn).toEqual([2, 2]);
	});

	it('does not give the place of a failed one away before it is known whether the run goes on', async () => {
		const world = aWorld({ scripts: { a: { endsAs: 'failed' } } });
		await run(world, ['a', 'b'], {
			maxConcurrent: 1,
			endOnFailure: true,
			async finish(outcome) {
				await world.clock.sleep(10 * MINUTE_MS);
				return await finish(outcome);
			},
		});
		expect(world.service.submits.map(({ prompt }) => prompt)).toEqual(['a']);
	});

	it('of nothing gives nothing', async () => {
		await expect(run(aWorld(), [])).resolves.toEqual([]);
	});

	it('told twice buys once: the second run finds the jobs of the first', async () => {
		const world = aWorld();
		const first = await run(world, ['a', 'b'], { waits: false });
		const second = await run(world, ['a', 'b']);
		expect(kinds(second)).toEqual(['completed', 'completed']);
		expect(ids(second)).toEqual(ids(first));
		expect(world.service.charged()).toEqual(['a', 'b']);
	});

	it('buys a video that failed once more when it is told again, under a new key', async () => {
		const world = aWorld({ scripts: { a: { endsAs: 'failed' } } });
		await run(world, ['a']);
		await run(world, ['a']);
		expect(keysOf(world)).toEqual(['a', 'a-2']);
		expect(world.service.charged()).toEqual([]);
	});
});

describe('out of credits, or a rejected key', () => {
	it.each([{ kind: 'no-credits' as const }, { kind: 'key-rejected' as const }])(
		'ends the ordering after $kind, but what was ordered is waited for',
		async ({ kind }) => {
			const world = aWorld({ scripts: { c: { submitFaults: [anError(kind)] } } });
			const outcomes = await run(world, ['a', 'b', 'c', 'd', 'e'], { maxConcurrent: 3 });
			expect(kinds(outcomes)).toEqual([
				'completed',
				'completed',
				'not-submitted',
				'not-submitted',
				'not-submitted',
			]);
			for (const outcome of outcomes.slice(2)) {
				expect(outcome).toMatchObject({ error: { facts: { kind } } });
			}
			expect(world.service.submits.map(({ prompt }) => prompt)).toEqual(['a', 'b', 'c']);
		},
	);

	it.each([{ kind: 'no-credits' as const }, { kind: 'key-rejected' as const }])(
		'$kind is asked for once, however many orders wait for their turn',
		async ({ kind }) => {
			const world = aWorld({ otherwise: { submitFaults: [anError(kind)] } });
			const names = Array.from({ length: 2000 }, (_, index) => `video ${index}`);
			const outcomes = await run(world, names, { maxConcurrent: undefined });
			expect(outcomes).toEqual(names.map(() => ({ kind: 'not-submitted', error: anError(kind) })));
			// Those that left with the first are answered too.
			expect(world.service.submits.length).toBeLessThanOrEqual(20);
		},
	);

	it('does not keep a job of an earlier run from being waited for', async () => {
		const world = aWorld({ scripts: { a: { submitFaults: [anError('no-credits')] } } });
		await run(world, ['b'], { waits: false });
		const outcomes = await run(world, ['a', 'b'], { maxConcurrent: 1 });
		expect(kinds(outcomes)).toEqual(['not-submitted', 'completed']);
	});
});

it('every outcome of a paid order carries its job, whatever met the order', async () => {
	const world = aWorld({
		scripts: {
			a: { endsAs: 'failed' },
			b: { lookFaults: [anError('key-rejected')] },
			c: { generationMs: 24 * 60 * MINUTE_MS },
			d: {},
			e: { submitFaults: [anError('no-answer')] },
		},
	});
	const outcomes = await run(world, ['a', 'b', 'c', 'd', 'e']);
	expect(kinds(outcomes)).toEqual([
		'failed',
		'status-unknown',
		'processing',
		'completed',
		'unknown',
	]);
	expect(ids(outcomes).slice(0, 4)).toEqual(['a', 'b', 'c', 'd'].map((name) => requestIdOf(name)));
	expect(world.service.submits).toHaveLength(5);
});

it('a hundred videos keep the limit of 60 requests in any minute', async () => {
	const world = aWorld({ otherwise: { submitMs: 400, lookMs: 200, generationMs: 90_000 } });
	const names = Array.from({ length: 100 }, (_, index) => `video ${index}`);
	const outcomes = await run(world, names, { maxConcurrent: 100 });
	expect(new Set(kinds(outcomes))).toEqual(new Set(['completed']));
	expect(world.service.charged()).toEqual(names);
	const seen = [...world.service.submits, ...world.service.looks].map(({ atMs }) => atMs);
	for (const from of seen) {
		expect(seen.filter((at) => at >= from && at < from + MINUTE_MS).length).toBeLessThanOrEqual(60);
	}
});
