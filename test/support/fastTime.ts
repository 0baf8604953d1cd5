/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- replaces the timers of this process */
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';

/**
 * For a file of tests: time passes faster in this process, for n8n, the node and the simulator alike, so that nobody
 * waits real minutes. Deadlines shorter than some ten seconds would depend on the speed of the machine.
 */
export function speedUpTime(speed = 10): void {
	const real = {
		now: Date.now,
		setTimeout: globalThis.setTimeout,
		coreSetTimeout: timers.setTimeout,
		sleep: timersPromises.setTimeout,
	};
	const startedAt = real.now();

	beforeAll(() => {
		Date.now = () => startedAt + (real.now() - startedAt) * speed;
		globalThis.setTimeout = ((run: () => void, ms = 0, ...args: []) =>
			real.setTimeout(run, ms / speed, ...args)) as typeof setTimeout;
		timers.setTimeout = ((run: () => void, ms = 0) =>
			real.coreSetTimeout(run, ms / speed)) as typeof setTimeout;
		timersPromises.setTimeout = async (ms = 0, value, options) =>
			await real.sleep(ms / speed, value, options);
	});
	afterAll(() => {
		Date.now = real.now;
		globalThis.setTimeout = real.setTimeout;
		timers.setTimeout = real.coreSetTimeout;
		timersPromises.setTimeout = real.sleep;
	});
}
