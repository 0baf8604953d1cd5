/** Number of cells of the time grid. */
export const CELLS = 320;
const SHORTEST_MS = 1500;
const LONGEST_MS = 6_000_000;

/** Width of a cell in natural logarithms: 2.6 %. */
export const CELL_STEP = Math.log(LONGEST_MS / SHORTEST_MS) / (CELLS - 1);

/** Middle of each cell in natural logarithms of milliseconds: from 1.5 s to 100 minutes. */
export const CELL_LOGS = Float64Array.from(
	{ length: CELLS },
	(_, cell) => Math.log(SHORTEST_MS) + CELL_STEP * cell,
);
/** Middle of each cell in milliseconds. */
export const CELL_MS = CELL_LOGS.map(Math.exp);

/** Where a time in milliseconds lies on the grid: 0 is the lower edge of the first cell, not its middle. */
export const positionOf = (ms: number): number => Math.log(ms / SHORTEST_MS) / CELL_STEP + 0.5;
/** The time in milliseconds at a position of the grid. */
export const timeAt = (position: number): number =>
	SHORTEST_MS * Math.exp(CELL_STEP * (position - 0.5));

/** Density of the standard normal distribution. */
export const normalDensity = (z: number): number => Math.exp((-z * z) / 2) / 2.5066;

/** Share of the standard normal distribution below z (Abramowitz and Stegun 26.2.17, error below 1e-7). */
export function normalBelow(z: number): number {
	if (z > 6) return 1;
	if (z < -6) return 0;
	const t = 1 / (1 + 0.2316419 * Math.abs(z));
	const poly = 0.3193815 + t * (-0.3565638 + t * (1.781478 + t * (-1.821256 + t * 1.330274)));
	const above = normalDensity(z) * t * poly;
	return z > 0 ? 1 - above : above;
}

/** Divides every entry by the sum of all, in place. */
export function normalise(weights: Float64Array): Float64Array {
	let sum = 0;
	for (const weight of weights) sum += weight;
	if (sum > 0) for (let i = 0; i < weights.length; i += 1) weights[i] = (weights[i] ?? 0) / sum;
	return weights;
}

/** Weights from logarithms: e to each, divided by the sum; the largest is taken out first, against overflow. */
export function fromLogs(logs: Float64Array): Float64Array {
	const top = Math.max(...logs);
	return normalise(logs.map((log) => Math.exp(log - top)));
}
