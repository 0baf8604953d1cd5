import { findFailure } from './check';
import { INVARIANTS } from './invariants';
import { REAL_PARTS } from './oneRun';
import { SABOTAGES } from './sabotage';
import { anyScript } from './arbitraries';

/** Enough to find every sabotage; most are found within a few. */
const CASES = 2000;

describe('chaos finds', () => {
	it.each(SABOTAGES)(
		'$label',
		async ({ breaks, parts, scripts = anyScript }) => {
			const failure = await findFailure(scripts, {
				cases: CASES,
				parts: { ...REAL_PARTS, ...parts },
				onlyBreachesOf: breaks,
			});
			expect(failure).toContain(`\n${breaks}`);
		},
		900_000,
	);

	it('a sabotage of every promise', () => {
		const unbroken = INVARIANTS.filter(
			({ name }) => !SABOTAGES.some(({ breaks }) => name.startsWith(breaks)),
		);
		expect(unbroken).toEqual([]);
	});
});
