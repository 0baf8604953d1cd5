import { OURS, RIVALS, type Policy } from './policies';
import { simulate, type Figures } from './simulate';
import type { Progress } from './standInService';

/** One line of the comparison. */
export interface Row extends Figures {
	readonly policy: string;
	readonly jobs: number;
	/** What the service reports of running jobs; `any` for a policy that does not read it. */
	readonly progress: Progress | 'any';
	readonly inFlight: 'all together' | 'ten at once' | 'one by one';
}

/** Sizes of a batch. */
const SIZES = [1, 3, 10, 30, 100, 1000] as const;
/** The node's default of jobs in flight. */
const DEFAULT_IN_FLIGHT = 10;
/** Small batches are run often enough for their figures to be stable; each run has a seed of its own. */
const seedsFor = (jobs: number) =>
	Array.from({ length: Math.max(3, Math.min(150, Math.round(450 / jobs))) }, (_, seed) => seed + 1);

/** Every policy on every size: all jobs together, ten at once, and one by one as other nodes run them. */
export async function compare(): Promise<Row[]> {
	const rows: Row[] = [];
	for (const jobs of SIZES) {
		const measure = async (
			policy: Policy,
			progress: Row['progress'],
			inFlight: Row['inFlight'],
			maxConcurrent: number,
		) => {
			const figures = await simulate(
				{ policy, jobs, maxConcurrent, progress: progress === 'any' ? 'none' : progress },
				seedsFor(jobs),
			);
			rows.push({ policy: policy.name, jobs, progress, inFlight, ...figures });
		};
		for (const progress of ['fine', 'coarse', 'none'] as const) {
			await measure(OURS, progress, 'all together', jobs);
		}
		for (const rival of RIVALS) await measure(rival, 'any', 'all together', jobs);
		if (jobs > DEFAULT_IN_FLIGHT) {
			for (const progress of ['fine', 'none'] as const) {
				await measure(OURS, progress, 'ten at once', DEFAULT_IN_FLIGHT);
			}
			for (const rival of RIVALS) await measure(rival, 'any', 'ten at once', DEFAULT_IN_FLIGHT);
		}
		if (jobs > 1) for (const rival of RIVALS) await measure(rival, 'any', 'one by one', 1);
	}
	return rows;
}
