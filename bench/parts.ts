/* eslint-disable no-console -- a command of the repository */
import { JobForecast } from '../nodes/NinjaVideo/pacing/jobForecast';
import { ModelTimes } from '../nodes/NinjaVideo/pacing/modelTimes';
import { ShapeRecord } from '../nodes/NinjaVideo/pacing/progressShapes';
import { Scheduler } from '../nodes/NinjaVideo/pacing/scheduler';
import { runExecutions, type ExecutionFigures } from '../test/support/timing/executions';
import { liveThrough, type Life } from '../test/support/timing/lives';

/** What a look costs while nobody waits, in milliseconds of lag. */
const LEAST_PRICE_MS = 700;

/** A part of the learning, and how it is taken out: a method of the node is replaced. */
const PARTS: ReadonlyArray<readonly [name: string, takeOut: () => () => void]> = [
	['everything', () => () => {}],
	['without the times of earlier videos', () => replace(ModelTimes.prototype, 'learn', () => {})],
	[
		'without the shapes of earlier progress',
		() => replace(ShapeRecord.prototype, 'learn', () => {}),
	],
	[
		'without any progress',
		() => {
			const { notReady } = JobForecast.prototype;
			return replace(
				JobForecast.prototype,
				'notReady',
				function (this: JobForecast, elapsedMs: number) {
					notReady.call(this, elapsedMs, undefined);
				},
			);
		},
	],
	[
		'with one price of a look, 0.7 s',
		() =>
			replace(Scheduler.prototype as never, 'priceMs' as never, (() => LEAST_PRICE_MS) as never),
	],
];

function replace<T extends object, K extends keyof T>(of: T, name: K, by: T[K]): () => void {
	const before = of[name];
	of[name] = by;
	return () => {
		of[name] = before;
	};
}

const LIVES: readonly Life[] = [
	{ shape: 'fine', spread: 'bench' },
	{ shape: 'ends at 50', spread: 'bench' },
	{ shape: 'none', spread: 'bench' },
	{ shape: 'none', spread: 'bimodal' },
];

/** Cost over that of a fixed 10 s after ten executions of a model. */
const costs = () =>
	LIVES.map((life) => {
		const { ours, f10 } = liveThrough(life, { from: 10, to: 22, seeds: 12 });
		return ours.cost / f10.cost;
	});

/** Makespan over the lower bound and mean lag in seconds of one run, and how many requests a video takes. */
async function batch(videosEach: number) {
	const seeds = [1, 2, 3, 4];
	const all: ExecutionFigures[] = [];
	for (const seed of seeds) {
		all.push(await runExecutions({ runs: 1, videosEach, shape: 'fine', seed }));
	}
	const mean = (pick: (one: ExecutionFigures) => number) =>
		all.reduce((sum, one) => sum + pick(one), 0) / all.length;
	return [
		mean(({ makespanRatio }) => makespanRatio),
		mean(({ meanLag }) => meanLag),
		mean(({ requestsPerVideo }) => requestsPerVideo),
	];
}

const row = (cells: ReadonlyArray<string | number>) =>
	`| ${cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(2) : cell)).join(' | ')} |`;

/** Prints what each part of the learning buys, as a table of docs/scheduling.md. */
async function main(): Promise<void> {
	console.log(
		row([
			'The node',
			...LIVES.map(({ shape, spread }) => (spread === 'bench' ? shape : `${shape}, ${spread}`)),
			'100 videos: makespan',
			'lag, s',
			'requests',
		]),
	);
	for (const [name, takeOut] of PARTS) {
		const putBack = takeOut();
		console.log(row([name, ...costs(), ...(await batch(100))]));
		putBack();
	}
}

void main();
