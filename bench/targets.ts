import type { ExecutionFigures } from '../test/support/timing/executions';
import type { LifeFigures } from '../test/support/timing/lives';
import type { BatchRow, DeadlineRow, LifeRow, ManyRow } from './measure';

/** One thing that must hold. */
export interface Target {
	readonly what: string;
	readonly value: number;
	readonly atMost: number;
}

/** Most of fixed 10 s's lag and requests that a shape that tells the end may need, after ten executions. */
const TELLING = {
	fine: [0.4, 0.45],
	coarse: [0.4, 0.45],
	'ends at 80': [0.4, 0.45],
	'ends at 50': [0.4, 0.45],
	'ease-in': [0.4, 0.45],
	late: [0.4, 0.45],
	'steps of 25': [0.6, 0.5],
} as const;

const cost = ({ ours, f10 }: LifeFigures) => ours.cost / f10.cost;

/** What learning must reach, as ratios to fixed 10 s at the same videos. */
export function learningTargets(rows: readonly LifeRow[]): Target[] {
	return rows.flatMap(({ name, life, first, later }): Target[] => {
		const isMistaken = life.mistakenBy !== undefined;
		const telling = isMistaken || life.spread !== 'bench' ? undefined : tellingOf(life.shape);
		return [
			...(isMistaken
				? []
				: [{ what: `${name}: cost, first execution`, value: cost(first), atMost: 1.05 }]),
			{ what: `${name}: cost, after ten`, value: cost(later), atMost: 1 },
			...(life.mistakenBy === 0.1
				? [{ what: `${name}: lag of the first, s`, value: first.ours.lag, atMost: 8 }]
				: []),
			...(telling === undefined
				? []
				: [
						{
							what: `${name}: lag, after ten`,
							value: later.ours.lag / later.f10.lag,
							atMost: telling[0],
						},
						{
							what: `${name}: requests, after ten`,
							value: later.ours.requests / later.f10.requests,
							atMost: telling[1],
						},
					]),
		];
	});
}

const tellingOf = (shape: string): readonly [number, number] | undefined =>
	Object.entries(TELLING).find(([name]) => name === shape)?.[1];

/** Most makespan over the bound, and most mean lag in seconds, by size and progress. */
const BATCHES = {
	16: { fine: [1.03, 2], none: [1.03, 6] },
	30: { fine: [1.05, 4], none: [1.05, 10] },
	100: { fine: [1.25, 15], none: [1.3, 24] },
	1000: { fine: [1.3, 22], none: [1.35, 30] },
} as const;

/** What one run with default options must reach. */
export function batchTargets(rows: readonly BatchRow[]): Target[] {
	return rows.flatMap(({ videos, shape, policy, figures }): Target[] => {
		if (policy !== 'ours') return [];
		const [makespan, lag] = BATCHES[videos][shape];
		const name = `${videos} videos, progress ${shape}`;
		return [
			{ what: `${name}: makespan over the bound`, value: figures.makespanRatio, atMost: makespan },
			{ what: `${name}: mean lag, s`, value: figures.meanLag, atMost: lag },
			{ what: `${name}: refused requests`, value: figures.refusedShare, atMost: 0 },
		];
	});
}

/** Most 429s by number of processes, and most requests over one run's by progress. */
const REFUSED = { 1: 0, 2: 0.03, 4: 0.06 } as const;
const MORE_REQUESTS = { fine: 1.05, none: 1.15 } as const;

/** What many executions must reach, compared to one run of as many videos. */
export function manyTargets(rows: readonly ManyRow[]): Target[] {
	return rows.flatMap(({ name, processes, shape, figures, oneRun }): Target[] => [
		{ what: `${name}: failed items`, value: figures.failed, atMost: 0 },
		{
			what: `${name}: 429s of all requests`,
			value: figures.refusedShare,
			atMost: REFUSED[processes],
		},
		...(processes === 1
			? [
					{
						what: `${name}: requests over one run`,
						value: figures.requestsPerVideo / oneRun.requestsPerVideo,
						atMost: MORE_REQUESTS[shape],
					},
				]
			: []),
	]);
}

/** What must be true at a deadline. */
export function deadlineTargets(rows: readonly DeadlineRow[]): Target[] {
	const sum = (pick: (figures: ExecutionFigures) => number, some = rows) =>
		some.reduce((total, { figures }) => total + pick(figures), 0);
	const long = rows.filter(({ timeoutSeconds }) => timeoutSeconds >= 150);
	return [
		{
			what: 'deadlines: "still being made" of a video that was ready',
			value: sum(({ falselyStill }) => falselyStill),
			atMost: 0,
		},
		{
			what: 'deadlines: not looked at in time, time-out from 150 s',
			value: sum(({ notLookedAt }) => notLookedAt, long),
			atMost: 0,
		},
		{ what: 'deadlines: failed items', value: sum(({ failed }) => failed), atMost: 0 },
	];
}
