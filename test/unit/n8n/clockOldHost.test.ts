import { systemClock } from '../../../nodes/NinjaVideo/n8n/clock';

// A host whose sleep ignores the signal, and here never ends at all.
jest.mock('n8n-workflow', () => ({ sleep: async () => await new Promise<void>(() => {}) }));

it('a sleep ends at once on abort also where the host ignores the signal', async () => {
	const stop = new AbortController();
	const slept = systemClock.sleep(3_600_000, stop.signal);
	stop.abort();
	await expect(slept).resolves.toBeUndefined();
});
