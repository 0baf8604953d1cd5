import { failure } from '../../../nodes/NinjaVideo/result';
import { submit } from '../../../nodes/NinjaVideo/jobs/submit';
import { anError, anOrder, aWorld, keyOf, keysOf, type WorldOptions } from '../../support/builders';
import { requestIdOf, type Fault } from '../../support/fakeService';

const withFaults = (...submitFaults: Fault[]): WorldOptions => ({
	scripts: { a: { submitFaults } },
});

describe('submit', () => {
	it('hands back the job and writes it down', async () => {
		const world = aWorld();
		const result = await world.clock.run(submit(anOrder('a'), world));
		expect(result).toMatchObject({ kind: 'ordered', job: { requestId: requestIdOf('a') } });
		expect(world.ledger.find(anOrder('a'))).toMatchObject({
			kind: 'ordered',
			job: { requestId: requestIdOf('a') },
		});
		expect(world.service.charged()).toEqual(['a']);
	});

	it('writes the ledger before the order leaves', async () => {
		const world = aWorld();
		const service = {
			...world.service,
			async submit() {
				found = world.ledger.find(anOrder('a'));
				return await Promise.resolve(failure(anError('bad-input')));
			},
		};
		let found: unknown;
		await world.clock.run(submit(anOrder('a'), { ...world, service }));
		expect(found).toMatchObject({ kind: 'unknown', sent: { idempotencyKey: keyOf(anOrder('a')) } });
	});

	it.each([
		{ kind: 'rate-limited' as const },
		{ kind: 'generation-failed' as const },
		{ kind: 'never-connected' as const },
	])('tries again with the same key after $kind, and is charged once', async ({ kind }) => {
		const world = aWorld(withFaults(anError(kind), anError(kind)));
		const result = await world.clock.run(submit(anOrder('a'), world));
		expect(result.kind).toBe('ordered');
		expect(keysOf(world)).toEqual(['a', 'a', 'a']);
		expect(world.service.charged()).toEqual(['a']);
	});

	it('waits longer between tries the more often it failed', async () => {
		const fault = anError('generation-failed');
		const world = aWorld(withFaults(fault, fault, fault));
		await world.clock.run(submit(anOrder('a'), world));
		const times = world.service.submits.map(({ atMs }) => atMs);
		const gaps = times.slice(1).map((atMs, index) => atMs - (times[index] ?? 0));
		expect(gaps).toEqual([2000, 4000, 8000]);
	});

	it('gives up after a bounded number of tries', async () => {
		const error = anError('generation-failed');
		const world = aWorld(withFaults(...Array.from({ length: 50 }, () => error)));
		const result = await world.clock.run(submit(anOrder('a'), world));
		expect(result).toEqual({ kind: 'refused', error });
		expect(world.service.submits.length).toBeLessThanOrEqual(5);
		expect(world.service.charged()).toEqual([]);
	});

	it.each([
		{ kind: 'bad-input' as const },
		{ kind: 'key-rejected' as const },
		{ kind: 'no-credits' as const },
		{ kind: 'not-found' as const },
		{ kind: 'redirected' as const },
	])('is refused at once after $kind, and may be ordered later', async ({ kind }) => {
		const world = aWorld(withFaults(anError(kind)));
		const result = await world.clock.run(submit(anOrder('a'), world));
		expect(result).toMatchObject({ kind: 'refused', error: { facts: { kind } } });
		expect(world.service.submits).toHaveLength(1);
		expect(world.ledger.find(anOrder('a'))).toEqual({ kind: 'free', purchase: 1 });
	});

	it.each([
		{ label: 'no answer came', fault: anError('no-answer') },
		{ label: 'the service had a fault', fault: anError('service-fault') },
		{ label: 'the answer could not be read', fault: anError('unreadable-answer') },
		{
			label: 'a redirect said it was carried out',
			fault: anError('redirected', { charged: 'unknown' }),
		},
		{ label: 'it was charged without a request id', fault: anError('no-video-url') },
	])(
		'is never sent again when $label, and is found as unknown later, with the same reason',
		async ({ fault }) => {
			const world = aWorld(withFaults(fault));
			const first = await world.clock.run(submit(anOrder('a'), world));
			const second = await world.clock.run(submit(anOrder('a'), world));
			expect(first).toMatchObject({ kind: 'unknown', idempotencyKey: keyOf(anOrder('a')) });
			expect(second).toEqual(first);
			expect(world.service.submits).toHaveLength(1);
			expect(world.service.charged()).toEqual(['a']);
		},
	);

	it('is not sent again even where the kind may be, if it may have been charged', async () => {
		const world = aWorld(withFaults(anError('rate-limited', { charged: 'unknown' })));
		const result = await world.clock.run(submit(anOrder('a'), world));
		expect(result.kind).toBe('unknown');
		expect(world.service.submits).toHaveLength(1);
	});

	it('does not buy again what the ledger holds', async () => {
		const world = aWorld();
		const first = await world.clock.run(submit(anOrder('a'), world));
		const second = await world.clock.run(submit(anOrder('a'), world));
		expect(first).toMatchObject({ kind: 'ordered', isNew: true });
		expect(second).toEqual({ ...first, isNew: false });
		expect(world.service.charged()).toEqual(['a']);
	});

	it('orders a video that failed before once more, under a new key', async () => {
		const world = aWorld();
		await world.clock.run(submit(anOrder('a'), world));
		world.ledger.markFailed(anOrder('a'), requestIdOf('a'));
		await world.clock.run(submit(anOrder('a'), world));
		expect(keysOf(world)).toEqual(['a', 'a-2']);
	});
});

describe('a request to stay away', () => {
	it.each([{ seconds: 7 }, { seconds: 120 }])(
		'is kept for $seconds seconds, by every other request too',
		async ({ seconds }) => {
			const world = aWorld(withFaults(anError('rate-limited', { retryAfterSeconds: seconds })));
			const startMs = world.clock.now();
			const other = world.clock.sleep(1000).then(
				async () =>
					await world.scheduler.call({
						send: async () => await Promise.resolve(world.clock.now()),
						refusalOf: () => undefined,
					}),
			);
			const [result, turn] = await world.clock.run(
				Promise.all([submit(anOrder('a'), world), other]),
			);
			expect(result.kind).toBe('ordered');
			expect(turn).toEqual({ sent: true, value: startMs + seconds * 1000 });
			expect(world.service.submits[1]?.atMs).toBeGreaterThan(startMs + seconds * 1000);
		},
	);

	it('of a day is tried again after two minutes: the window of the service is one', async () => {
		const error = anError('rate-limited', { retryAfterSeconds: 86_400 });
		const world = aWorld(withFaults(error));
		const result = await world.clock.run(submit(anOrder('a'), world));
		expect(result.kind).toBe('ordered');
		expect(world.clock.elapsedMs()).toBe(120_000);
	});

	it('costs nothing and counts as no try, however often it comes', async () => {
		const world = aWorld(withFaults(...Array.from({ length: 30 }, () => anError('rate-limited'))));
		const result = await world.clock.run(submit(anOrder('a'), world));
		expect(result).toMatchObject({ kind: 'ordered', isNew: true });
		expect(new Set(keysOf(world))).toEqual(new Set(['a']));
	});

	it('ends the order as refused, not charged, where it lasts until the deadline', async () => {
		const error = anError('rate-limited', { retryAfterSeconds: 60 });
		const world = aWorld(withFaults(...Array.from({ length: 30 }, () => error)));
		const startMs = world.clock.now();
		const deadlineMs = () => startMs + 300_000;
		const result = await world.clock.run(submit(anOrder('a'), { ...world, deadlineMs }));
		expect(result).toEqual({ kind: 'refused', error });
		expect(world.clock.elapsedMs()).toBe(300_000);
		expect(world.ledger.find(anOrder('a')).kind).toBe('free');
	});

	it('lets the order that was refused go before all others of its run', async () => {
		const faults = { submitFaults: [anError('rate-limited', { retryAfterSeconds: 60 })] };
		const world = aWorld({ scripts: { b: faults }, requestsPerMinute: 2 });
		const orders = ['a', 'b', 'c', 'd'].map(async (name) => await submit(anOrder(name), world));
		await world.clock.run(Promise.all(orders));
		expect(world.service.submits.map(({ prompt }) => prompt)).toEqual(['a', 'b', 'b', 'c', 'd']);
	});
});

describe('Stop', () => {
	it.each([{ kind: 'rate-limited' as const }, { kind: 'generation-failed' as const }])(
		'between two tries after $kind sends nothing more, and leaves the place free',
		async ({ kind }) => {
			const world = aWorld(withFaults(anError(kind, { retryAfterSeconds: 60 })));
			world.clock.after(5000, world.stop);
			const result = await world.clock.run(submit(anOrder('a'), world));
			expect(result).toEqual({ kind: 'ended' });
			expect(world.service.submits).toHaveLength(1);
			expect(world.clock.elapsedMs()).toBe(5000);
			expect(world.ledger.find(anOrder('a')).kind).toBe('free');
		},
	);

	it('before the order sends nothing and writes nothing', async () => {
		const world = aWorld();
		world.stop();
		await expect(world.clock.run(submit(anOrder('a'), world))).resolves.toEqual({ kind: 'ended' });
		expect(world.service.submits).toEqual([]);
		expect(world.store).toEqual({});
	});

	it('while an order is under way still brings its request id into the ledger', async () => {
		const world = aWorld({ scripts: { a: { submitMs: 8000 } } });
		world.clock.after(2000, world.stop);
		const result = await world.clock.run(submit(anOrder('a'), world));
		expect(result).toMatchObject({ kind: 'ordered', job: { requestId: requestIdOf('a') } });
		expect(world.ledger.find(anOrder('a')).kind).toBe('ordered');
	});
});
