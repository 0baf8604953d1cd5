import { backoffMs } from '../../../nodes/NinjaVideo/pacing/backoff';
import { toResult } from '../../../nodes/NinjaVideo/result';
import { createSemaphore } from '../../../nodes/NinjaVideo/pacing/semaphore';
import { createVirtualClock } from '../../support/virtualClock';

describe('toResult', () => {
	it('hands back a value', async () => {
		await expect(toResult(Promise.resolve(3))).resolves.toEqual({ ok: true, value: 3 });
	});

	it('hands back an error as a value', async () => {
		const error = new Error('no');
		await expect(toResult(Promise.reject(error))).resolves.toEqual({ ok: false, error });
	});
});

describe('backoffMs', () => {
	it.each([
		{ failures: 1, expected: 2000 },
		{ failures: 2, expected: 4000 },
		{ failures: 3, expected: 8000 },
		{ failures: 4, expected: 16_000 },
		{ failures: 5, expected: 30_000 },
		{ failures: 5000, expected: 30_000 },
		{ failures: 0, expected: 2000 },
	])('waits $expected ms after $failures failures in a row', ({ failures, expected }) => {
		expect(backoffMs(failures, 2000, 30_000)).toBe(expected);
	});
});

describe('the places of a semaphore', () => {
	async function occupy(count: number, works: readonly number[]) {
		const clock = createVirtualClock();
		const semaphore = createSemaphore(count);
		const begun: number[] = [];
		let inside = 0;
		let most = 0;
		const results = await clock.run(
			Promise.all(
				works.map((ms, index) =>
					semaphore.run(async () => {
						begun.push(index);
						inside += 1;
						most = Math.max(most, inside);
						await clock.sleep(ms);
						inside -= 1;
						return index;
					}),
				),
			),
		);
		return { begun, most, results, tookMs: clock.elapsedMs() };
	}

	it('never hold more than their number', async () => {
		expect((await occupy(3, [50, 10, 30, 20, 40, 10, 10])).most).toBe(3);
	});

	it('serve first come first, however long the others take', async () => {
		const { begun, results } = await occupy(2, [90, 10, 80, 5, 5]);
		expect(begun).toEqual([0, 1, 2, 3, 4]);
		expect(results).toEqual([0, 1, 2, 3, 4]);
	});

	it('work one after the other when there is one', async () => {
		expect((await occupy(1, [10, 20, 30])).tookMs).toBe(60);
	});

	it('may be without limit', async () => {
		const { most, tookMs } = await occupy(Infinity, [10, 10, 10, 10, 10]);
		expect(most).toBe(5);
		expect(tookMs).toBe(10);
	});

	it('are free again when everybody has left', async () => {
		const clock = createVirtualClock();
		const semaphore = createSemaphore(1);
		const work = async () => await semaphore.run(async () => await Promise.resolve('served'));
		await clock.run(work());
		await expect(clock.run(work())).resolves.toBe('served');
	});

	it('are given back by work that throws', async () => {
		const clock = createVirtualClock();
		const semaphore = createSemaphore(1);
		const broken = toResult(
			semaphore.run(async () => {
				await clock.sleep(5);
				return await Promise.reject(new Error('broken'));
			}),
		);
		const after = semaphore.run(async () => await Promise.resolve('served'));
		await expect(clock.run(after)).resolves.toBe('served');
		await expect(broken).resolves.toMatchObject({ ok: false });
	});
});

describe('the virtual clock', () => {
	it('fails when everybody waits and nobody sleeps', async () => {
		const clock = createVirtualClock();
		await expect(clock.run(new Promise(() => {}))).rejects.toThrow('nobody sleeps');
	});

	it('passes hours at once, and in order', async () => {
		const clock = createVirtualClock(0);
		const woken: number[] = [];
		const sleeper = async (ms: number) => {
			await clock.sleep(ms);
			woken.push(clock.now());
		};
		await clock.run(Promise.all([sleeper(7_200_000), sleeper(10), sleeper(3_600_000)]));
		expect(woken).toEqual([10, 3_600_000, 7_200_000]);
	});

	it('wakes a sleeper at once when its signal aborts', async () => {
		const clock = createVirtualClock(0);
		const stop = new AbortController();
		clock.after(30, () => stop.abort());
		await clock.run(clock.sleep(10_000, stop.signal));
		expect(clock.now()).toBe(30);
		expect(clock.sleeping()).toBe(0);
	});
});

it('a semaphore that grows lets those in line in at once', async () => {
	const semaphore = createSemaphore(1);
	let started = 0;
	const forever = new Promise<void>(() => {});
	const work = async () => {
		started += 1;
		await forever;
	};
	for (let count = 0; count < 5; count += 1) void semaphore.run(work);
	await Promise.resolve();
	expect(started).toBe(1);
	semaphore.grow(2);
	await Promise.resolve().then(() => {});
	expect(started).toBe(3);
});
