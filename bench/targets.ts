import type { Row } from './comparison';

/** One thing that must hold. */
export interface Target {
	readonly what: string;
	readonly value: number;
	readonly atMost: number;
}

/** The sizes at which the request limit does not decide: ten jobs are also the most in flight by default. */
const UNLIMITED = [1, 3, 10];

/** What our policy must reach by what a service reports, as ratios to fixed intervals of the same run. */
const GOALS = [
	{ progress: 'fine', requestsOfTen: 0.6, lagOf: 'fixed 5 s' },
	{ progress: 'coarse', requestsOfTen: 0.6, lagOf: 'fixed 10 s' },
	{ progress: 'none', requestsOfTen: 1.1, lagOf: 'fixed 10 s' },
] as const;

/** The most a large batch may take, as a ratio to its lower bound. */
const LARGE = [
	{ jobs: 100, atMost: 1.25 },
	{ jobs: 1000, atMost: 1.1 },
] as const;

/** Everything the comparison must show. */
export function targetsOf(rows: readonly Row[]): Target[] {
	const together = (policy: string, jobs: number, progress: Row['progress']): Row => {
		const found = rows.find(
			(row) =>
				row.policy === policy &&
				row.jobs === jobs &&
				row.progress === progress &&
				row.inFlight === 'all together',
		);
		if (found === undefined) throw new Error(`No row for ${policy}, ${jobs} jobs, ${progress}`);
		return found;
	};
	const small = UNLIMITED.flatMap((jobs) =>
		GOALS.flatMap(({ progress, requestsOfTen, lagOf }): Target[] => {
			const ours = together('ours', jobs, progress);
			const ten = together('fixed 10 s', jobs, 'any');
			const other = together(lagOf, jobs, 'any');
			const name = `${jobs} ${jobs === 1 ? 'job' : 'jobs'}, progress ${progress}`;
			return [
				{
					what: `${name}: requests over fixed 10 s`,
					value: ours.requestsPerJob / ten.requestsPerJob,
					atMost: requestsOfTen,
				},
				{
					what: `${name}: mean lag over ${lagOf}`,
					value: ours.meanLagSeconds / other.meanLagSeconds,
					atMost: 1,
				},
			];
		}),
	);
	const large = LARGE.flatMap(({ jobs, atMost }) =>
		GOALS.map(
			({ progress }): Target => ({
				what: `${jobs} jobs, progress ${progress}: makespan over the bound`,
				value: together('ours', jobs, progress).makespanRatio,
				atMost,
			}),
		),
	);
	const tooMany = rows
		.filter(({ policy }) => policy === 'ours')
		.reduce((sum, row) => sum + row.tooMany, 0);
	return [
		...small,
		...large,
		{ what: '429s caused by ours, in all runs', value: tooMany, atMost: 0 },
	];
}
