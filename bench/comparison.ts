import { OURS, RIVALS, type Policy } from './policies';
import { simulate, type Figures } from './simulate';

/** One line of the comparison. */
export interface Row extends Figures {
	readonly policy: string;
	readonly jobs: number;
	readonly usefulProgress: boolean;
	readonly inFlight: 'all together' | 'ten at once' | 'one by one';
}

/** Sizes of a batch. */
export const SIZES = [1, 3, 10, 30, 100, 1000] as const;
/** Small batches are run often enough for their figures to be stable; each run has a seed of its own. */
const seedsFor = (jobs: number) =>
	Array.from({ length: Math.max(3, Math.min(100, Math.round(300 / jobs))) }, (_, seed) => seed + 1);

/** Every policy on every size, with and without useful progress, together and one by one. */
export async function compare(): Promise<Row[]> {
	const rows: Row[] = [];
	for (const jobs of SIZES) {
		for (const usefulProgress of [true, false]) {
			const measure = async (policy: Policy, inFlight: Row['inFlight'], maxConcurrent: number) => {
				const figures = await simulate(
					{ policy, jobs, usefulProgress, maxConcurrent },
					seedsFor(jobs),
				);
				rows.push({ policy: policy.name, jobs, usefulProgress, inFlight, ...figures });
			};
			await measure(OURS, 'all together', jobs);
			if (jobs > 10) await measure(OURS, 'ten at once', 10);
			for (const rival of RIVALS) await measure(rival, 'all together', jobs);
			if (jobs > 1) for (const rival of RIVALS) await measure(rival, 'one by one', 1);
		}
	}
	return rows;
}

/** One thing that must hold. */
export interface Target {
	readonly what: string;
	readonly value: number;
	readonly atMost: number;
}

/** The sizes at which the request limit does not decide. */
const UNLIMITED = [1, 3, 10];

/** What our policy has to reach, as ratios to the others in the same run. */
export function targetsOf(rows: readonly Row[]): Target[] {
	const find = (policy: string, jobs: number, usefulProgress: boolean) =>
		rows.find(
			(row) =>
				row.policy === policy &&
				row.jobs === jobs &&
				row.usefulProgress === usefulProgress &&
				row.inFlight === 'all together',
		)!;
	const perSize = UNLIMITED.flatMap((jobs): Target[] => {
		const [seen, blind] = [find('ours', jobs, true), find('ours', jobs, false)];
		const [five, ten, tenBlind] = [
			find('fixed 5 s', jobs, true),
			find('fixed 10 s', jobs, true),
			find('fixed 10 s', jobs, false),
		];
		const name = `${jobs} ${jobs === 1 ? 'job' : 'jobs'}`;
		return [
			{
				what: `${name}, progress: requests over fixed 10 s`,
				value: seen.requestsPerJob / ten.requestsPerJob,
				atMost: 0.6,
			},
			{
				what: `${name}, progress: mean lag over fixed 5 s`,
				value: seen.meanLagSeconds / five.meanLagSeconds,
				atMost: 1,
			},
			{
				what: `${name}, no progress: requests over fixed 10 s`,
				value: blind.requestsPerJob / tenBlind.requestsPerJob,
				atMost: 1.1,
			},
			{
				what: `${name}, no progress: mean lag over fixed 10 s`,
				value: blind.meanLagSeconds / tenBlind.meanLagSeconds,
				atMost: 1,
			},
		];
	});
	const large = [true, false].flatMap((usefulProgress): Target[] => {
		const [hundred, thousand] = [
			find('ours', 100, usefulProgress),
			find('ours', 1000, usefulProgress),
		];
		const name = usefulProgress ? 'progress' : 'no progress';
		return [
			{
				what: `100 jobs, ${name}: makespan over the lower bound`,
				value: hundred.makespanRatio,
				atMost: 1.25,
			},
			{
				what: `1000 jobs, ${name}: makespan over the lower bound`,
				value: thousand.makespanRatio,
				atMost: 1.1,
			},
		];
	});
	const tooMany = rows
		.filter(({ policy }) => policy === 'ours')
		.reduce((sum, row) => sum + row.tooMany, 0);
	return [
		...perSize,
		...large,
		{ what: '429s caused by ours, in all runs', value: tooMany, atMost: 0 },
	];
}
