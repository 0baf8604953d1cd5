import type { Clock } from './clock';

/** A moment as a signal. */
export interface Deadline {
	/** Aborts at the moment. */
	readonly signal: AbortSignal;
	/** Ends the timer; call it when nobody waits for the moment any more. */
	cancel(): void;
}

/** Makes a deadline at a moment in milliseconds since the epoch; `Infinity` for one that never comes. */
export function createDeadline(clock: Clock, atMs: number): Deadline {
	const reached = new AbortController();
	const over = new AbortController();
	async function wait(): Promise<void> {
		// A clock may wake early: timers have a longest wait.
		while (clock.now() < atMs && !over.signal.aborted) {
			await clock.sleep(atMs - clock.now(), over.signal);
		}
		if (!over.signal.aborted) reached.abort();
	}
	if (atMs !== Infinity) void wait();
	return { signal: reached.signal, cancel: () => over.abort() };
}

/** What comes of a promise, or `undefined` once the signal aborts; its listener is gone afterwards. */
export async function untilAborted<T>(
	promise: Promise<T>,
	signal: AbortSignal | undefined,
): Promise<T | undefined> {
	if (signal === undefined) return await promise;
	const over = new AbortController();
	const aborted = new Promise<undefined>((resolve) => {
		if (signal.aborted) resolve(undefined);
		signal.addEventListener('abort', () => resolve(undefined), { signal: over.signal });
	});
	const first = await Promise.race([promise, aborted]);
	over.abort();
	return first;
}
