import { poll, type PollOptions } from '../../../nodes/NinjaVideo/pacing/poll';
import { createVirtualClock } from '../../support/virtualClock';

function setUp(changes: Partial<PollOptions<string>> = {}) {
	const clock = createVirtualClock(0);
	const stop = new AbortController();
	const looks: number[] = [];
	const run = async (look: PollOptions<string>['look']) =>
		await clock.run(
			poll<string>({
				clock,
				signal: stop.signal,
				deadlineMs: 100_000,
				nextWaitMs: () => 30_000,
				...changes,
				async look(tooLate) {
					looks.push(clock.now());
					return await look(tooLate);
				},
			}),
		);
	return { clock, stop, looks, run };
}

const never = async () => await new Promise<undefined>(() => {});
const notYet = async () => await Promise.resolve(undefined);

describe('poll', () => {
	it('ends with the value of the first look that has one', async () => {
		const { clock, looks, run } = setUp();
		const end = await run(
			async () => await Promise.resolve(clock.now() >= 60_000 ? 'ready' : undefined),
		);
		expect(end).toEqual({ kind: 'done', value: 'ready' });
		expect(looks).toEqual([30_000, 60_000]);
	});

	it('looks at once when the wait is none', async () => {
		const { looks, run } = setUp({ nextWaitMs: () => 0 });
		await run(async () => await Promise.resolve('ready'));
		expect(looks).toEqual([0]);
	});

	it('cuts the last wait to the deadline and looks there once more', async () => {
		const { clock, looks, run } = setUp();
		await expect(run(notYet)).resolves.toEqual({ kind: 'deadline' });
		expect(looks).toEqual([30_000, 60_000, 90_000, 100_000]);
		expect(clock.now()).toBe(100_000);
	});

	it('looks once, not twice, at a deadline that a wait meets exactly', async () => {
		const { looks, run } = setUp({ nextWaitMs: () => 50_000 });
		await expect(run(notYet)).resolves.toEqual({ kind: 'deadline' });
		expect(looks).toEqual([50_000, 100_000]);
	});

	it('finds a video that is ready exactly at the deadline', async () => {
		const { clock, run } = setUp();
		const look = async () => await Promise.resolve(clock.now() >= 100_000 ? 'ready' : undefined);
		await expect(run(look)).resolves.toEqual({ kind: 'done', value: 'ready' });
	});

	it('looks once when the deadline has already passed', async () => {
		const { looks, run } = setUp({ deadlineMs: -5000 });
		await expect(run(notYet)).resolves.toEqual({ kind: 'deadline' });
		expect(looks).toEqual([0]);
	});

	it('waits without a deadline as long as it takes', async () => {
		const { clock, run } = setUp({ deadlineMs: Infinity });
		const end = await run(
			async () => await Promise.resolve(clock.now() >= 36_000_000 ? 'ready' : undefined),
		);
		expect(end).toEqual({ kind: 'done', value: 'ready' });
	});

	it('ends at the deadline although a look never answers, and tells the look so', async () => {
		const { clock, run } = setUp();
		let told = false;
		const end = await run(async (tooLate) => {
			tooLate.addEventListener('abort', () => {
				told = true;
			});
			return await never();
		});
		expect(end).toEqual({ kind: 'deadline' });
		expect(clock.now()).toBe(100_000);
		expect(told).toBe(true);
	});

	it('gives the look at the deadline itself a moment to answer, not more', async () => {
		const { clock, run } = setUp({ nextWaitMs: () => 200_000 });
		await expect(run(never)).resolves.toEqual({ kind: 'deadline' });
		expect(clock.now()).toBe(102_000);
	});

	it.each([
		{ label: 'between two looks', atMs: 45_000, look: notYet, looksBefore: 1 },
		{ label: 'before the first look', atMs: 10, look: notYet, looksBefore: 0 },
		{ label: 'during a look that never answers', atMs: 45_000, look: never, looksBefore: 1 },
	])('ends at once on Stop $label, with no look after it', async ({ atMs, look, looksBefore }) => {
		const { clock, stop, looks, run } = setUp();
		clock.after(atMs, () => stop.abort());
		await expect(run(look)).resolves.toEqual({ kind: 'stopped' });
		expect(clock.now()).toBe(atMs);
		expect(looks).toHaveLength(looksBefore);
	});

	it.each([
		{ label: 'counts if it has a value', value: 'ready', end: { kind: 'done', value: 'ready' } },
		{ label: 'is Stop, not the deadline, if not', value: undefined, end: { kind: 'stopped' } },
	])('the last look that ends together with Stop $label', async ({ value, end }) => {
		const { clock, stop, run } = setUp({ nextWaitMs: () => 200_000 });
		const look = async () =>
			await new Promise<string | undefined>((resolve) => {
				clock.after(10, () => {
					resolve(value);
					stop.abort();
				});
			});
		await expect(run(look)).resolves.toEqual(end);
		expect(clock.now()).toBe(100_010);
	});

	it('leaves nobody asleep behind it', async () => {
		const { clock, run } = setUp();
		await run(async () => await Promise.resolve('ready'));
		expect(clock.sleeping()).toBe(0);
	});
});
