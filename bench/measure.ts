import {
	runExecutions,
	type ExecutionFigures,
	type Executions,
} from '../test/support/timing/executions';
import { liveThrough, type Life, type LifeFigures } from '../test/support/timing/lives';
import { createRandom, SHAPES } from '../test/support/timing/workload';

/** One way in which videos take their time and report it, over executions. */
export interface LifeRow {
	readonly name: string;
	readonly life: Life;
	readonly first: LifeFigures;
	readonly later: LifeFigures;
}

const SHAPE_NAMES = Object.keys(SHAPES) as Array<keyof typeof SHAPES>;

const LIVES: readonly Life[] = [
	...SHAPE_NAMES.map((shape) => ({ shape, spread: 'bench' as const })),
	...(['tight', 'heavy', 'bimodal'] as const).map((spread) => ({ shape: 'none' as const, spread })),
	...[0.1, 10].flatMap((mistakenBy) =>
		(['none', 'fine'] as const).map((shape) => ({ shape, spread: 'bench' as const, mistakenBy })),
	),
];

const nameOf = ({ shape, spread, mistakenBy }: Life) =>
	`${shape}${spread === 'bench' ? '' : `, ${spread}`}${mistakenBy === undefined ? '' : `, takes ${mistakenBy} x`}`;

/** The first execution, and those after ten, for every shape and spread. */
export const measureLearning = (): LifeRow[] =>
	LIVES.map((life) => ({
		name: nameOf(life),
		life,
		first: liveThrough(life, { from: 0, to: 1, seeds: 60 }),
		later: liveThrough(life, { from: 10, to: 22, seeds: 15 }),
	}));

/** Means of the figures of several seeds; sums of what must not happen at all. */
async function meanOf(options: Omit<Executions, 'seed'>, seeds: number): Promise<ExecutionFigures> {
	const all: ExecutionFigures[] = [];
	for (let seed = 1; seed <= seeds; seed += 1) all.push(await runExecutions({ ...options, seed }));
	const sum = (pick: (one: ExecutionFigures) => number) =>
		all.reduce((total, one) => total + pick(one), 0);
	return {
		makespanRatio: sum((one) => one.makespanRatio) / seeds,
		meanLag: sum((one) => one.meanLag) / seeds,
		requestsPerVideo: sum((one) => one.requestsPerVideo) / seeds,
		refusedShare: sum((one) => one.refusedShare) / seeds,
		failed: sum((one) => one.failed),
		falselyStill: sum((one) => one.falselyStill),
		notLookedAt: sum((one) => one.notLookedAt),
		longestWait: Math.max(...all.map((one) => one.longestWait)),
	};
}

/** One run of a size, with default options. */
export interface BatchRow {
	readonly videos: 16 | 30 | 100 | 1000;
	readonly shape: 'fine' | 'none';
	readonly policy: 'ours' | 'fixed 10 s';
	readonly figures: ExecutionFigures;
}

const SEEDS = { 16: 12, 30: 10, 100: 12, 1000: 1 } as const;

/** Batches of every size, and the same looked at every ten seconds. */
export async function measureBatches(): Promise<BatchRow[]> {
	const rows: BatchRow[] = [];
	for (const videos of [16, 30, 100, 1000] as const) {
		const one = { runs: 1, videosEach: videos };
		for (const shape of ['fine', 'none'] as const) {
			const figures = await meanOf({ ...one, shape }, SEEDS[videos]);
			rows.push({ videos, shape, policy: 'ours', figures });
		}
		if (videos > 100) continue;
		const f10 = { ...one, shape: 'none', intervalSeconds: 10 } as const;
		const figures = await meanOf(f10, SEEDS[videos]);
		rows.push({ videos, shape: 'none', policy: 'fixed 10 s', figures });
	}
	return rows;
}

/** Executions that share an account, in one process or several. */
export interface ManyRow {
	readonly name: string;
	readonly processes: 1 | 2 | 4;
	readonly shape: 'fine' | 'none';
	readonly figures: ExecutionFigures;
	/** One run of as many videos. */
	readonly oneRun: ExecutionFigures;
}

const MANY = [
	{ runs: 100, videosEach: 1, processes: 1, seeds: 6 },
	{ runs: 10, videosEach: 10, processes: 1, seeds: 6 },
	{ runs: 200, videosEach: 1, processes: 1, seeds: 3 },
	{ runs: 100, videosEach: 1, processes: 2, seeds: 4 },
	{ runs: 200, videosEach: 1, processes: 4, seeds: 3 },
] as const;

/** Executions that start within 20 s. */
export async function measureMany(): Promise<ManyRow[]> {
	const rows: ManyRow[] = [];
	for (const { seeds, ...many } of MANY) {
		for (const shape of ['fine', 'none'] as const) {
			if (many.processes > 1 && shape === 'none') continue;
			const one = { runs: 1, videosEach: many.runs * many.videosEach, shape };
			const { processes } = many;
			const where = processes === 1 ? '' : `, ${processes} processes`;
			rows.push({
				processes,
				shape,
				name: `${many.runs} x ${many.videosEach}${where}, progress ${shape}`,
				figures: await meanOf({ ...many, shape, spreadSeconds: 20 }, seeds),
				oneRun: await meanOf(one, seeds),
			});
		}
	}
	return rows;
}

/** A run with a short time-out or a low limit. */
export interface DeadlineRow {
	readonly videos: number;
	readonly limit: number;
	readonly timeoutSeconds: number;
	readonly shape: keyof typeof SHAPES;
	readonly figures: ExecutionFigures;
}

const DEADLINES: ReadonlyArray<readonly [videos: number, limit: number, timeoutSeconds: number]> = [
	[20, 1, 1200],
	[20, 1, 150],
	[20, 2, 300],
	[30, 5, 150],
	[40, 20, 60],
	[100, 10, 300],
	[250, 10, 1200],
	[100, 60, 150],
	[200, 60, 240],
	[400, 60, 300],
	[400, 600, 120],
	[1000, 600, 150],
];
const RANDOM_DEADLINES = 16;

/** Deadlines for limits from 1 to 600: chosen ones, and random ones with every shape. */
export async function measureDeadlines(): Promise<DeadlineRow[]> {
	const random = createRandom(4242);
	const drawn = Array.from({ length: RANDOM_DEADLINES }, (_, index) => ({
		limit: Math.ceil(Math.exp(random() * Math.log(600))),
		videos: Math.ceil(1 + random() * 110),
		timeoutSeconds: 30 + Math.floor(random() ** 2 * 1170),
		shape: SHAPE_NAMES[index % SHAPE_NAMES.length]!,
	}));
	const chosen = DEADLINES.map(([videos, limit, timeoutSeconds], index) => ({
		videos,
		limit,
		timeoutSeconds,
		shape: index % 2 === 0 ? ('fine' as const) : ('none' as const),
	}));
	const rows: DeadlineRow[] = [];
	for (const one of [...chosen, ...drawn]) {
		const { videos, ...rest } = one;
		const figures = await runExecutions({ runs: 1, videosEach: videos, seed: 1, ...rest });
		rows.push({ ...one, figures });
	}
	return rows;
}
