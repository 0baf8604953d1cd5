import {
	CELL_LOGS,
	CELL_STEP,
	normalBelow,
	normalDensity,
} from '../../../nodes/NinjaVideo/pacing/timeGrid';

const SPREADS = [0.05, 0.1, 0.18, 0.3, 0.5, 0.9];
const SPREAD_PRIOR = [0.16, 0.14, 0.22, 0.28, 0.13, 0.07];
const KERNELS = [0.03, 0.08, 0.2];

/** A finished video: it became ready between two moments, in milliseconds since its order. */
export interface Took {
	readonly fromMs: number;
	readonly toMs: number;
}

/** What a model's times are forecast from. */
export interface History {
	/** The catalogue's estimate in milliseconds; absent for a model that it does not have. */
	readonly typicalMs?: number;
	readonly finished: readonly Took[];
	/** How long the videos that are still being made have taken so far, in milliseconds. */
	readonly running: readonly number[];
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const shared = (values: readonly number[]) => {
	const sum = sumOf(values);
	return values.map((value) => value / sum);
};
const density = (x: number, middle: number, deviation: number) =>
	normalDensity((x - middle) / deviation) / deviation;
const between = (from: number, to: number, middle: number, deviation: number) =>
	normalBelow((to - middle) / deviation) - normalBelow((from - middle) / deviation);
const logOf = (ms: number) => Math.log(Math.max(ms, 750));
const endOf = ({ fromMs, toMs }: Took) => Math.log(Math.max(toMs, fromMs + 1));

/** Bayes' rule over usual time and spread, written out: no table is kept, moved or cut. */
function forecastByTable({ typicalMs, finished, running }: History): number[] {
	const middle = Math.log(typicalMs ?? 90_000);
	const near = typicalMs === undefined ? 0.9 : 0.35;
	const chances = CELL_LOGS.map(() => 0);
	const logs = SPREADS.map((spread, s) =>
		[...CELL_LOGS].map((m) => {
			const usual = 0.8 * density(m, middle, near) + 0.2 * density(m, middle, 1.4);
			let log = Math.log(usual + 1e-9) + Math.log(SPREAD_PRIOR[s]!);
			for (const took of finished) {
				const [from, to] = [logOf(took.fromMs), endOf(took)];
				const core = between(from, to, m, spread);
				log = 0.985 * log + Math.log(0.95 * core + 0.05 * between(from, to, m + 0.3, 1) + 1e-12);
			}
			const share = 1 - 1 / Math.max(1, running.length);
			const outlast = sumOf(
				running.map((ms) => {
					const core = 1 - normalBelow((Math.log(ms) - m) / spread);
					const tail = 1 - normalBelow(Math.log(ms) - m - 0.3);
					return Math.log(0.95 * core + 0.05 * tail + 1e-9);
				}),
			);
			return log + share * outlast;
		}),
	);
	const top = Math.max(...logs.map((row) => Math.max(...row)));
	logs.forEach((row, s) => {
		row.forEach((log, m) => {
			const weight = Math.exp(log - top);
			CELL_LOGS.forEach((x, i) => {
				chances[i] = chances[i]! + weight * density(x, CELL_LOGS[m]!, SPREADS[s]!);
			});
		});
	});
	return shared([...chances]);
}

/** The table's forecast, and for each kernel that of the kernel mixed with it. */
function forecastsOf(history: History): number[][] {
	const byTable = forecastByTable(history);
	const kept = history.finished.slice(-60).map(({ fromMs, toMs }) => Math.log((fromMs + toMs) / 2));
	return [
		byTable,
		...KERNELS.map((width) =>
			byTable.map((chance, i) => {
				const over = sumOf(kept.map((log) => density(CELL_LOGS[i]!, log, width))) / kept.length;
				return 0.9 * CELL_STEP * (kept.length === 0 ? 0 : over) + 0.1 * chance;
			}),
		),
	];
}

/** The share of a forecast that lies between two moments. */
function chanceBetween(forecast: readonly number[], took: Took): number {
	const [from, to] = [logOf(took.fromMs), endOf(took)];
	return sumOf(
		forecast.map((chance, i) => {
			const [low, high] = [CELL_LOGS[i]! - CELL_STEP / 2, CELL_LOGS[i]! + CELL_STEP / 2];
			return (chance * Math.max(0, Math.min(high, to) - Math.max(low, from))) / CELL_STEP;
		}),
	);
}

/** The chances of the cells of the time grid for the next video, by the formulas alone. */
export function referenceForecast(history: History): number[] {
	const { finished } = history;
	const scores = [0, -2, -2, -2];
	finished.forEach((took, index) => {
		if (index < 2) return;
		const before = { ...history, finished: finished.slice(0, index) };
		forecastsOf(before).forEach((forecast, i) => {
			scores[i] = 0.97 * scores[i]! + Math.log(chanceBetween(forecast, took) + 1e-4);
		});
	});
	const weights = shared(scores.map((score) => Math.exp(score - Math.max(...scores))));
	const forecasts = forecastsOf(history);
	const meanLog = sumOf(forecasts[0]!.map((chance, i) => chance * CELL_LOGS[i]!));
	return [...CELL_LOGS].map(
		(x, i) =>
			0.96 * sumOf(forecasts.map((one, f) => weights[f]! * one[i]!)) +
			0.04 * CELL_STEP * density(x, meanLog + 0.4, 0.9),
	);
}
