import type { Clock } from '../../../nodes/NinjaVideo/pacing/clock';
import { createDeadline, untilAborted } from '../../../nodes/NinjaVideo/pacing/deadline';
import { createVirtualClock } from '../../support/virtualClock';

describe('a deadline', () => {
	it('aborts its signal at its moment', async () => {
		const clock = createVirtualClock(0);
		const { signal } = createDeadline(clock, 1000);
		await clock.run(clock.sleep(999));
		expect(signal.aborted).toBe(false);
		await clock.run(clock.sleep(1));
		await clock.run(clock.sleep(0));
		expect(signal.aborted).toBe(true);
	});

	it('waits on where a clock wakes early', async () => {
		const clock = createVirtualClock(0);
		const hasty: Clock = {
			now: () => clock.now(),
			sleep: async (ms, signal) => await clock.sleep(Math.min(ms, 300), signal),
		};
		const { signal } = createDeadline(hasty, 1000);
		await clock.run(clock.sleep(990));
		expect(signal.aborted).toBe(false);
		await clock.run(clock.sleep(20));
		expect(signal.aborted).toBe(true);
	});

	it('that is cancelled never comes, and nobody sleeps for it', async () => {
		const clock = createVirtualClock(0);
		const { signal, cancel } = createDeadline(clock, 1000);
		cancel();
		await clock.run(Promise.resolve());
		expect(clock.sleeping()).toBe(0);
		await clock.run(clock.sleep(5000));
		expect(signal.aborted).toBe(false);
	});

	it('of infinity needs no timer', async () => {
		const clock = createVirtualClock(0);
		const { signal } = createDeadline(clock, Infinity);
		await clock.run(Promise.resolve());
		expect(clock.sleeping()).toBe(0);
		expect(signal.aborted).toBe(false);
	});

	it('that has passed is there at once', async () => {
		const clock = createVirtualClock(5000);
		const { signal } = createDeadline(clock, 1000);
		await Promise.resolve();
		expect(signal.aborted).toBe(true);
	});
});

describe('what comes of a promise until a signal aborts', () => {
	it('is its value where that is first', async () => {
		const { signal } = new AbortController();
		expect(await untilAborted(Promise.resolve(3), signal)).toBe(3);
		expect(await untilAborted(Promise.resolve(4), undefined)).toBe(4);
	});

	it('is its error where that is first', async () => {
		const { signal } = new AbortController();
		const broken = untilAborted(Promise.reject(new Error('broken')), signal);
		await expect(broken).rejects.toThrow('broken');
	});

	it('is nothing once the signal has aborted', async () => {
		const stop = new AbortController();
		const waiting = untilAborted(new Promise(() => {}), stop.signal);
		stop.abort();
		expect(await waiting).toBeUndefined();
		expect(await untilAborted(new Promise(() => {}), stop.signal)).toBeUndefined();
	});

	it('leaves no listener behind', async () => {
		const { signal } = new AbortController();
		const add = jest.spyOn(signal, 'addEventListener');
		await untilAborted(Promise.resolve(3), signal);
		const [, , options] = add.mock.calls[0]!;
		expect(options).toMatchObject({ signal: { aborted: true } });
	});
});
