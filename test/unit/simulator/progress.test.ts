import * as fc from 'fast-check';

import type { JobPlan, SimulatedJob } from '../../../simulator/job';
import { progressAt } from '../../../simulator/job';

function job(plan: JobPlan = {}): SimulatedJob {
	return {
		requestId: 'id',
		version: 'v1',
		notifies: false,
		accountKey: 'nj_sk_simulator',
		body: { prompt: 'A cat', model: 'google-veo-2', duration: 8, aspect_ratio: '16:9' },
		priceCents: 300,
		submittedAt: 1_000,
		readyAt: 101_000,
		plan,
		statusCalls: 1,
	};
}

it.each<[NonNullable<JobPlan['progress']>, Array<number | undefined>]>([
	['normal', [0, 23, 47, 71, 94]],
	['missing', [undefined, undefined, undefined, undefined, undefined]],
	['stuck', [0, 23, 40, 40, 40]],
	['jumps-back', [0, 23, 7, 31, 54]],
])('%s progress at 0, 25, 50, 75 and 99 %% of the time', (progress, expected) => {
	const times = [1_000, 26_000, 51_000, 76_000, 100_000];
	expect(times.map((now) => progressAt(job({ progress }), now))).toEqual(expected);
});

it('is normal unless planned otherwise', () => {
	expect(progressAt(job(), 51_000)).toBe(47);
});

it('is an integer from 0 to 95 at any time, whatever the shape', () => {
	const shape = fc.constantFrom('normal' as const, 'stuck' as const, 'jumps-back' as const);
	fc.assert(
		fc.property(shape, fc.integer({ min: 0, max: 300_000 }), (progress, now) => {
			const value = progressAt(job({ progress }), now);
			return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 95;
		}),
	);
});
