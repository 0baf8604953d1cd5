import { MODELS } from '../nodes/NinjaVideo/catalog/models';

/** One job of a workload. */
export interface BenchJob {
	readonly model: string;
	/** From the order to the finished video, in milliseconds. */
	readonly generationMs: number;
}

/** A random source with a seed, from 0 up to 1 (mulberry32). */
export function createRandom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** A random number of the normal distribution (Box-Muller). */
export function normal(random: () => number): number {
	return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/**
 * Jobs of several models. Each model really takes 0.6 to 1.6 times what the catalogue expects; each job varies
 * around that (log-normal, sigma 0.25); three in a hundred are stragglers of 2.5 times as long.
 */
export function createWorkload(count: number, seed: number): BenchJob[] {
	const random = createRandom(seed);
	const real = MODELS.map(({ id, typicalSeconds }) => ({
		model: id,
		usualMs: typicalSeconds * 1000 * (0.6 + random()),
	}));
	return Array.from({ length: count }, () => {
		const { model, usualMs } = real[Math.floor(random() * real.length)] ?? real[0]!;
		const straggles = random() < 0.03 ? 2.5 : 1;
		return { model, generationMs: usualMs * Math.exp(0.25 * normal(random)) * straggles };
	});
}
