import { submit } from '../../../nodes/NinjaVideo/jobs/submit';
import { anError, anOrder, aWorld, keysOf } from '../../support/builders';

describe('an order whose result is unknown, whose second try is one too many', () => {
	it('is asked for until its deadline, under one key, and stays unknown', async () => {
		const refused = anError('rate-limited', { retryAfterSeconds: 60 });
		const submitFaults = [anError('no-answer'), ...Array.from({ length: 9 }, () => refused)];
		const startMs = aWorld().clock.now();
		const world = aWorld({
			scripts: { a: { submitFaults } },
			replay: 'account',
			deadlineMs: startMs + 300_000,
		});
		const result = await world.clock.run(submit(anOrder('a'), world));
		expect(result).toMatchObject({ kind: 'unknown', error: refused });
		expect(world.clock.elapsedMs()).toBeGreaterThanOrEqual(300_000);
		expect(new Set(keysOf(world))).toEqual(new Set(['a']));
	});
});
