import { MODELS } from '../../../nodes/NinjaVideo/catalog/models';

/** A random source with a seed, from 0 up to 1. */
export type Random = () => number;

/** One job of a workload. */
export interface BenchJob {
	readonly model: string;
	/** From the order to the finished video, in milliseconds. */
	readonly generationMs: number;
}

/** A random source with a seed, from 0 up to 1 (mulberry32). */
export function createRandom(seed: number): Random {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** A random number of the normal distribution (Box-Muller). */
export function normal(random: Random): number {
	return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

const logNormal = (random: Random, spread: number) => Math.exp(spread * normal(random));

/** Share of the standard normal distribution below z (Abramowitz and Stegun 7.1.26). */
function below(z: number): number {
	const x = Math.abs(z) / Math.SQRT2;
	const t = 1 / (1 + 0.3275911 * x);
	const poly =
		((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
	const erf = 1 - poly * Math.exp(-x * x);
	return z >= 0 ? (1 + erf) / 2 : (1 - erf) / 2;
}

/** How the times of one model are spread. */
export interface Spread {
	/** A time in milliseconds around the model's usual one. */
	draw(usualMs: number, random: Random): number;
	/** The chance that a time is below `ms`, for the bound. */
	chanceBelow(usualMs: number, ms: number): number;
	/** How many usual times reach far enough for the bound. */
	readonly reach: number;
}

/** `bench`: three in a hundred are stragglers of 2.5 times as long. */
export const SPREADS = {
	bench: {
		draw: (usual, random) => usual * logNormal(random, 0.25) * (random() < 0.03 ? 2.5 : 1),
		chanceBelow: (usual, ms) =>
			0.97 * below(Math.log(ms / usual) / 0.25) + 0.03 * below(Math.log(ms / 2.5 / usual) / 0.25),
		reach: 7,
	},
	tight: {
		draw: (usual, random) => usual * logNormal(random, 0.05),
		chanceBelow: (usual, ms) => below(Math.log(ms / usual) / 0.05),
		reach: 3,
	},
	heavy: {
		draw: (usual, random) => usual * logNormal(random, 0.9),
		chanceBelow: (usual, ms) => below(Math.log(ms / usual) / 0.9),
		reach: 20,
	},
	bimodal: {
		draw: (usual, random) => usual * (random() < 0.6 ? 0.6 : 3) * logNormal(random, 0.1),
		chanceBelow: (usual, ms) =>
			0.6 * below(Math.log(ms / usual / 0.6) / 0.1) + 0.4 * below(Math.log(ms / usual / 3) / 0.1),
		reach: 6,
	},
} satisfies Record<string, Spread>;

/** What a look reports of a running job, given the share of its time that has passed, and that time. */
export type Shape = (share: number, random: Random, elapsedMs: number) => number | undefined;

const percent = (value: number, highest = 95) => Math.min(highest, Math.max(0, Math.round(value)));

/** What services may report. None of them is a shape of the node's own, word for word. */
export const SHAPES = {
	none: () => undefined,
	fine: (share, random) => percent(95 * share + normal(random)),
	coarse: (share) => percent(Math.floor(9.5 * share) * 10),
	'steps of 25': (share) => percent(Math.floor(4 * share) * 25, 75),
	'ends at 80': (share, random) => percent(80 * share + normal(random), 80),
	'ends at 50': (share, random) => percent(50 * share + normal(random), 50),
	'stuck at 50': () => 50,
	'stuck at 0': () => 0,
	'jumps to 95': (share) => (share > 0.15 ? 95 : 10),
	'fast at first': (share) => percent(95 * (1 - Math.exp(-3 * share))),
	'ease-in': (share, random) => percent(95 * share * share + normal(random)),
	late: (share, random) => (share < 0.6 ? 0 : percent((95 * (share - 0.6)) / 0.4 + normal(random))),
	'by the clock': (_share, _random, elapsedMs) => percent(95 * Math.min(1, elapsedMs / 90_000)),
} satisfies Record<string, Shape>;

/**
 * Jobs of several models. Each model really takes 0.6 to 1.6 times what the catalogue expects; each job varies
 * around that as `bench` says.
 */
export function createWorkload(count: number, seed: number): BenchJob[] {
	const random = createRandom(seed);
	const real = MODELS.map(({ id, typicalSeconds }) => ({
		model: id,
		usualMs: typicalSeconds * 1000 * (0.6 + random()),
	}));
	return Array.from({ length: count }, () => {
		const { model, usualMs } = real[Math.floor(random() * real.length)] ?? real[0]!;
		return { model, generationMs: SPREADS.bench.draw(usualMs, random) };
	});
}
