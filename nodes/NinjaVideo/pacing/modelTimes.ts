import {
	CELL_LOGS,
	CELL_STEP,
	CELLS,
	fromLogs,
	normalBelow,
	normalDensity,
	normalise,
	positionOf,
} from './timeGrid';

/** Spreads a model's times may have: the standard deviation of their logarithms. */
const SPREADS = [0.05, 0.1, 0.18, 0.3, 0.5, 0.9] as const;
/** How likely each spread is before any video is known. */
const SPREAD_PRIOR = [0.16, 0.14, 0.22, 0.28, 0.13, 0.07] as const;

/** How far off the catalogue's estimate usually is, and how far when it is badly mistaken, in logarithms. */
const USUAL_ERROR = 0.35;
const LARGE_ERROR = 1.4;
const MISTAKEN_SHARE = 0.2;
/** The same without an estimate, and the time that is assumed then. */
const UNKNOWN_ERROR = 0.9;
const UNKNOWN_MS = 90_000;

/** A video in twenty comes from a wide tail above the others: stragglers. In logarithms. */
const TAIL = { share: 0.05, shift: 0.3, spread: 1 } as const;
/** The same for a forecast, so that no time is ever ruled out. */
const SURPRISE = { share: 0.04, shift: 0.4, spread: 0.9 } as const;

/** What older videos still count for after each new one. */
const MEMORY = 0.985;
/** How many times are kept, and the widths of the kernels laid over them, in logarithms. */
const KEPT_TIMES = 60;
const KERNELS = [0.03, 0.08, 0.2] as const;
/** A shorter wait is no evidence, in milliseconds. */
const LEAST_OUTLASTED_MS = 1500;
const KERNEL_SHARE = 0.9;
/** How long the judgement of a kernel lasts. */
const SCORE_MEMORY = 0.97;

const mixed = (core: number, tail: number) => (1 - TAIL.share) * core + TAIL.share * tail;

/** For each spread: logarithm of the chance to outlast a time by how many cells it lies above the usual one. */
const OUTLAST = SPREADS.map((spread) =>
	Float64Array.from({ length: 2 * CELLS + 1 }, (_, index) => {
		const x = (index - CELLS) * CELL_STEP;
		const core = 1 - normalBelow(x / spread);
		const tail = 1 - normalBelow((x - TAIL.shift) / TAIL.spread);
		return Math.log(mixed(core, tail) + 1e-9);
	}),
);

/** For each spread: densities of the normal distribution by distance in cells, from `-reach` to `reach`. */
const SPREAD_KERNELS = SPREADS.map((spread) => {
	const reach = Math.min(CELLS, Math.ceil((4 * spread) / CELL_STEP));
	const kernel = Float64Array.from(
		{ length: 2 * reach + 1 },
		(_, index) => (normalDensity(((index - reach) * CELL_STEP) / spread) / spread) * CELL_STEP,
	);
	// An odd number of cells, narrow beside the kernel, is moved to its middle: the sum hardly changes.
	const stride = Math.floor(spread / (2.5 * CELL_STEP)) | 1;
	return { kernel, reach, stride };
});
/** Chances of the table below this, relative to the best, are left out. */
const NEGLIGIBLE = 1e-6;

/**
 * How long videos of one model take, learned from the catalogue's estimate, from finished videos, and from those
 * that are still being made. Two forecasts are mixed, each weighted by how well it predicted earlier videos:
 *
 * - a table over (usual time m, spread s): log P(m, s) += log P(time | m, s) for every finished video, where the
 *   logarithm of a time is normal around log m with deviation s, with a tail of stragglers;
 * - kernels over the last 60 times, for times that fall in clusters.
 */
export class ModelTimes {
	/** log P(m, s), one row for each spread. */
	private readonly table: readonly Float64Array[];
	/** The same for the videos that are still being made: log P(all outlast what they have | m, s), and their number. */
	private readonly outlasting = SPREADS.map(() => new Float64Array(CELLS));
	private running = 0;
	private readonly tookLogs: number[] = [];
	/** The kernels laid over the kept times; made anew when a video is learned. */
	private kernelSums: readonly Float64Array[] | undefined;
	/** How well the table and each kernel predicted the times that came: a sum of logarithms. */
	private readonly scores = Float64Array.from([0, ...KERNELS.map(() => -2)]);

	/** @param typicalMs the catalogue's estimate; undefined for a model it does not have */
	constructor(typicalMs: number | undefined) {
		const middle = Math.log(typicalMs ?? UNKNOWN_MS);
		const near = typicalMs === undefined ? UNKNOWN_ERROR : USUAL_ERROR;
		const density = (x: number, deviation: number) =>
			normalDensity((x - middle) / deviation) / deviation;
		const believed = CELL_LOGS.map((x) => {
			const usual = (1 - MISTAKEN_SHARE) * density(x, near);
			return Math.log(usual + MISTAKEN_SHARE * density(x, LARGE_ERROR) + 1e-9);
		});
		this.table = SPREAD_PRIOR.map((prior) => believed.map((log) => log + Math.log(prior)));
	}

	/** How many finished videos are known, up to those that are kept. */
	get finished(): number {
		return this.tookLogs.length;
	}

	/** Learns that a video became ready between two moments, in milliseconds since its order. */
	learn(fromMs: number, toMs: number): void {
		const from = Math.log(Math.max(fromMs, 750));
		const to = Math.log(Math.max(toMs, fromMs + 1));
		if (this.finished > 1) this.judgeForecasts(fromMs, toMs);
		this.tookLogs.push(Math.log((fromMs + toMs) / 2));
		if (this.tookLogs.length > KEPT_TIMES) this.tookLogs.shift();
		this.kernelSums = undefined;
		const between = (middle: number, deviation: number) =>
			normalBelow((to - middle) / deviation) - normalBelow((from - middle) / deviation);
		this.table.forEach((row, s) => {
			for (let i = 0; i < CELLS; i += 1) {
				const x = CELL_LOGS[i]!;
				const chance = mixed(between(x, SPREADS[s]!), between(x + TAIL.shift, TAIL.spread));
				row[i] = MEMORY * row[i]! + Math.log(chance + 1e-12);
			}
		});
	}

	private judgeForecasts(fromMs: number, toMs: number): void {
		const a = positionOf(Math.max(fromMs, 750));
		const b = positionOf(Math.max(toMs, fromMs + 1));
		this.forecasts().forEach((forecast, index) => {
			let chance = 0;
			for (let i = Math.max(0, Math.floor(a)); i < CELLS && i <= b; i += 1) {
				chance += forecast[i]! * (Math.min(i + 1, b) - Math.max(i, a));
			}
			this.scores[index] = SCORE_MEMORY * this.scores[index]! + Math.log(chance + 1e-4);
		});
	}

	/**
	 * Counts a video that is still being made: without them the fast ones, which end first, would make the model look
	 * fast. Times are milliseconds since its order; 0 for not counted.
	 */
	recordRunning(beforeMs: number, nowMs: number): void {
		this.countOutlasting(beforeMs, -1);
		this.countOutlasting(nowMs, 1);
	}

	private countOutlasting(ms: number, sign: 1 | -1): void {
		if (ms < LEAST_OUTLASTED_MS) return;
		this.running += sign;
		const cell = Math.min(CELLS, Math.max(0, Math.round(positionOf(ms) - 0.5)));
		this.outlasting.forEach((row, s) => {
			const outlast = OUTLAST[s]!;
			for (let i = 0; i < CELLS; i += 1) {
				row[i]! += sign * outlast[cell - i + CELLS]!;
			}
		});
	}

	/** Chances of the cells of the grid for the next video. */
	forecast(): Float64Array {
		const forecasts = this.forecasts();
		const weights = fromLogs(this.scores);
		const [byTable] = forecasts;
		let meanLog = 0;
		for (let i = 0; i < CELLS; i += 1) meanLog += byTable![i]! * CELL_LOGS[i]!;
		return CELL_LOGS.map((x, i) => {
			let chance = 0;
			forecasts.forEach((one, index) => (chance += weights[index]! * one[i]!));
			const surprise = normalDensity((x - meanLog - SURPRISE.shift) / SURPRISE.spread);
			return (
				(1 - SURPRISE.share) * chance + (SURPRISE.share * CELL_STEP * surprise) / SURPRISE.spread
			);
		});
	}

	/** The forecast of the table, and one for each kernel. */
	private forecasts(): Float64Array[] {
		const byTable = this.byTable();
		this.kernelSums ??= KERNELS.map((width) => this.sumKernels(width));
		const withTable = (sum: Float64Array) =>
			sum.map((chance, i) => KERNEL_SHARE * chance + (1 - KERNEL_SHARE) * byTable[i]!);
		return [byTable, ...this.kernelSums.map(withTable)];
	}

	private byTable(): Float64Array {
		// A video's own wait so far is not evidence for its own forecast: that is counted where it is watched.
		const share = 1 - 1 / Math.max(1, this.running);
		const rows = this.table.map((row, s) => {
			const outlasting = this.outlasting[s]!;
			const logs = new Float64Array(CELLS);
			for (let i = 0; i < CELLS; i += 1) logs[i] = row[i]! + share * outlasting[i]!;
			return logs;
		});
		let top = -Infinity;
		for (const row of rows) for (const log of row) if (log > top) top = log;
		const sum = new Float64Array(CELLS);
		rows.forEach((row, s) => {
			const { kernel, reach, stride } = SPREAD_KERNELS[s]!;
			for (let from = 0; from < CELLS; from += stride) {
				const to = Math.min(CELLS, from + stride);
				let chance = 0;
				for (let i = from; i < to; i += 1) chance += Math.exp(row[i]! - top);
				if (chance < NEGLIGIBLE) continue;
				const middle = (from + to - 1) >> 1;
				const last = Math.min(CELLS - 1, middle + reach);
				for (let j = Math.max(0, middle - reach); j <= last; j += 1) {
					sum[j]! += chance * kernel[j - middle + reach]!;
				}
			}
		});
		return normalise(sum);
	}

	private sumKernels(width: number): Float64Array {
		const sum = new Float64Array(CELLS);
		const reach = (4 * width) / CELL_STEP;
		for (const log of this.tookLogs) {
			const middle = (log - CELL_LOGS[0]!) / CELL_STEP;
			for (
				let i = Math.max(0, Math.ceil(middle - reach));
				i <= Math.min(CELLS - 1, middle + reach);
				i += 1
			) {
				const density = normalDensity((CELL_LOGS[i]! - log) / width) / width;
				sum[i] = sum[i]! + (density * CELL_STEP) / this.finished;
			}
		}
		return sum;
	}
}
