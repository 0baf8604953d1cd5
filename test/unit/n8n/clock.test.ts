import { systemClock } from '../../../nodes/NinjaVideo/n8n/clock';

const HOUR_MS = 3_600_000;

describe('the clock of the machine', () => {
	beforeEach(() => {
		jest.useFakeTimers();
	});
	afterEach(() => {
		jest.useRealTimers();
	});

	it('sleeps as long as it is told', async () => {
		let awake = false;
		const slept = systemClock.sleep(HOUR_MS).then(() => {
			awake = true;
		});
		await jest.advanceTimersByTimeAsync(HOUR_MS - 1);
		expect(awake).toBe(false);
		await jest.advanceTimersByTimeAsync(1);
		await slept;
		expect(awake).toBe(true);
	});

	it('ends a sleep at once on abort, without an error', async () => {
		const stop = new AbortController();
		const slept = systemClock.sleep(HOUR_MS, stop.signal);
		stop.abort();
		await expect(slept).resolves.toBeUndefined();
	});

	it('does not sleep at all after an abort', async () => {
		await expect(systemClock.sleep(HOUR_MS, AbortSignal.abort())).resolves.toBeUndefined();
		expect(jest.getTimerCount()).toBe(0);
	});

	it.each([
		{ label: 'a month and more', ms: 40 * 24 * HOUR_MS },
		{ label: 'for ever', ms: Infinity },
	])('does not turn a sleep of $label into none', async ({ ms }) => {
		const stop = new AbortController();
		let awake = false;
		const slept = systemClock.sleep(ms, stop.signal).then(() => {
			awake = true;
		});
		await jest.advanceTimersByTimeAsync(24 * HOUR_MS);
		expect(awake).toBe(false);
		stop.abort();
		await slept;
	});

	it('leaves no listener behind', async () => {
		const { signal } = new AbortController();
		const remove = jest.spyOn(signal, 'removeEventListener');
		const add = jest.spyOn(signal, 'addEventListener');
		const slept = systemClock.sleep(1000, signal);
		await jest.advanceTimersByTimeAsync(1000);
		await slept;
		expect(remove.mock.calls.length).toBeGreaterThanOrEqual(add.mock.calls.length);
	});

	it('tells the time in milliseconds since the epoch', () => {
		jest.setSystemTime(1_767_225_600_000);
		expect(systemClock.now()).toBe(1_767_225_600_000);
	});
});
