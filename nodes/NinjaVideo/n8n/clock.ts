import { sleep } from 'n8n-workflow';
import type { Clock } from '../pacing/clock';

/** Timers turn a longer wait into none at all. In milliseconds. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The machine's time. Hosts before n8n 2.34 ignore the signal of `sleep`, so it is raced against here. */
export const systemClock: Clock = {
	now: () => Date.now(),
	async sleep(ms, signal) {
		if (signal?.aborted === true) return;
		let onAbort = () => {};
		const aborted = new Promise<void>((resolve) => {
			onAbort = resolve;
			signal?.addEventListener('abort', onAbort);
		});
		const slept = sleep(Math.min(ms, LONGEST_TIMER_MS), signal).catch(() => {});
		await Promise.race([slept, aborted]);
		signal?.removeEventListener('abort', onAbort);
	},
};
