import { fromLogs, normalDensity, normalise } from './timeGrid';

/** One report of a running job: how long since its order in milliseconds, and its progress from 0 to 100. */
export interface Report {
	readonly elapsedMs: number;
	readonly progress: number;
}

/** A way in which progress may run. */
interface Shape {
	readonly name: string;
	/** How likely it is before any video is known. */
	readonly prior: number;
	/** How much one report says of the end: 1 for a line, 0 for a number that says nothing. */
	readonly tells: number;
	/**
	 * Chance of a progress when a share of the time has passed.
	 * @param share time since the order over the whole time, from 0 to 1
	 */
	chance(share: number, report: Report, before: Report | undefined): number;
}

/** Chance of a progress of which nothing is known: any of 0 to 100. */
const ANY = 1 / 101;
/** The least density of a progress, and the deviation beyond which there is no more than that. */
const LEAST_DENSITY = 1e-9;
const FAR = 7;
/** Chance of a progress that lies about at `expected`, never nought. */
function near(expected: number, noise: number, progress: number): number {
	const z = (progress - expected) / noise;
	const isFar = z > FAR || z < -FAR;
	const density = isFar ? LEAST_DENSITY : Math.max(normalDensity(z) / noise, LEAST_DENSITY);
	return 0.97 * density + 0.03 * ANY;
}

/** The service's own scale ends at 95, so no line goes higher before the end. */
const HIGHEST = 95;

const line = (end: number, prior: number): Shape => ({
	name: `line to ${end}`,
	prior,
	tells: 1,
	chance: (share, { progress }) => near(Math.min(end * share, HIGHEST), 1.3, progress),
});

const steps = (width: number, end: number, prior: number): Shape => ({
	name: `steps of ${width}`,
	prior,
	tells: width > 10 ? 0.2 : 0.6,
	chance(share, { progress }) {
		const reached = end * share;
		const isStep =
			progress % width === 0 && progress <= reached + 1 && progress > reached - width - 1;
		return isStep ? 0.85 : 0.003;
	},
});

const curve = (name: string, prior: number, at: (share: number) => number): Shape => ({
	name,
	prior,
	tells: 1,
	chance: (share, { progress }) => near(HIGHEST * at(share), 1.5, progress),
});

const lateStart = (from: number): Shape => ({
	name: `starts at ${from}`,
	prior: 0.01,
	tells: 0.5,
	chance(share, { progress }) {
		if (share < from) return progress <= 1 ? 0.9 : 0.001;
		return near((HIGHEST * (share - from)) / (1 - from), 1.5, progress);
	},
});

const silent = (name: string, prior: number, chance: Shape['chance']): Shape => ({
	name,
	prior,
	tells: 0,
	chance,
});

/** The shapes that are told apart. The priors say what a service that is not known yet is likely to do. */
export const SHAPES: readonly Shape[] = [
	line(95, 0.42),
	line(100, 0.1),
	line(90, 0.03),
	line(80, 0.03),
	line(65, 0.02),
	line(50, 0.03),
	steps(10, 95, 0.08),
	steps(5, 95, 0.02),
	steps(20, 100, 0.02),
	steps(25, 100, 0.03),
	curve('slow at first', 0.02, (share) => share * share),
	curve('fast at first', 0.02, (share) => 1 - Math.exp(-3 * share)),
	...[0.3, 0.45, 0.6, 0.75].map(lateStart),
	silent('anything', 0.02, () => ANY),
	silent('nought', 0.06, (_, { progress }) => (progress === 0 ? 0.97 : 0.03 * ANY)),
	silent('stays', 0.08, (_, { progress }, before) => {
		if (before === undefined) return ANY;
		return before.progress === progress ? 0.93 : 0.07 * ANY;
	}),
	silent('by the clock', 0.03, (_, { progress, elapsedMs }, before) => {
		if (before === undefined || before.progress < 3) return ANY;
		const expected = Math.min(HIGHEST, (before.progress * elapsedMs) / before.elapsedMs);
		return near(expected, 1.5 + 0.02 * before.progress, progress);
	}),
];

const PRIORS = Float64Array.from(SHAPES, ({ prior }) => prior);
const ANYTHING = SHAPES.findIndex(({ name }) => name === 'anything');
/** What a shape's record still counts for after each new video, and the least a single video may count. */
const MEMORY = 0.96;
const LEAST = 0.003;
/** What a look without any progress counts against every shape that has one. */
const WITHOUT_PROGRESS = -2;

/** How well each shape predicted the reports of finished videos, as sums of logarithms. */
export class ShapeRecord {
	readonly logs = new Float64Array(SHAPES.length);

	/** @param chances of one video's reports under each shape, the best being 1 */
	learn(chances: Float64Array): void {
		for (let i = 0; i < this.logs.length; i += 1) {
			this.logs[i] = MEMORY * this.logs[i]! + Math.log(chances[i]! + LEAST);
		}
	}

	learnSilence(): void {
		for (let i = 0; i < this.logs.length; i += 1) {
			if (i !== ANYTHING) this.logs[i] = MEMORY * this.logs[i]! + WITHOUT_PROGRESS;
		}
	}
}

/** Weights of the shapes for a model: what all models of the account showed, times what this one showed. */
export function weighShapes(account: ShapeRecord, model: ShapeRecord): Float64Array {
	const weigh = (record: ShapeRecord, base: Float64Array) =>
		fromLogs(record.logs.map((log, i) => log + Math.log(base[i]!)));
	const byAccount = weigh(account, PRIORS).map((weight, i) => 0.7 * weight + 0.3 * PRIORS[i]!);
	const both = weigh(model, byAccount).map((weight, i) => 0.98 * weight + 0.02 * PRIORS[i]!);
	return normalise(both);
}

/** How much one report says of the end, from 0 to 1, given the weights of the shapes. */
export const tellingShare = (weights: Float64Array): number =>
	SHAPES.reduce((sum, { tells }, i) => sum + tells * weights[i]!, 0);

/** Keeps products of many chances away from the smallest numbers; the same for every shape. */
const SCALE = 40;

/** Chance of all reports under one shape, if the whole time were `totalMs`. */
export function chanceOfReports(shape: Shape, reports: readonly Report[], totalMs: number): number {
	let chance = 1;
	for (let i = 0; i < reports.length && chance > 1e-14; i += 1) {
		const report = reports[i]!;
		const share = Math.min(1, report.elapsedMs / totalMs);
		chance *= SCALE * shape.chance(share, report, reports[i - 1]);
	}
	return chance;
}
