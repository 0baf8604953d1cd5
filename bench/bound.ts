import { Timing } from '../nodes/NinjaVideo/pacing/timing';
import { PRICE_SECONDS } from '../test/support/timing/lives';
import { createRandom, SPREADS } from '../test/support/timing/workload';

/** The usual time for which the bound is computed, in seconds; ours is measured around the same one. */
export const BOUND_USUAL_SECONDS = 90;
const STEP_SECONDS = 1;

/**
 * The least expected cost of a silent video whose distribution is known exactly (optimal inspection, by dynamic
 * programming over seconds): lag plus the price of the looks, in seconds. The order itself is not counted.
 */
export function boundCost(spreadName: keyof typeof SPREADS): number {
	const spread = SPREADS[spreadName];
	const last = BOUND_USUAL_SECONDS * spread.reach;
	const ready = Float64Array.from({ length: last + 1 }, (_, i) =>
		i === 0 ? 0 : spread.chanceBelow(BOUND_USUAL_SECONDS * 1000, i * STEP_SECONDS * 1000),
	);
	ready[last] = 1;
	const area = new Float64Array(last + 1);
	for (let i = 1; i <= last; i += 1) area[i] = area[i - 1]! + (ready[i - 1]! + ready[i]!) / 2;
	const cost = new Float64Array(last + 1);
	for (let i = last - 1; i >= 0; i -= 1) {
		const running = 1 - ready[i]!;
		if (running < 1e-9) continue;
		let least = Infinity;
		for (let s = i + 1; s <= last; s += 1) {
			const now = PRICE_SECONDS * running + area[s]! - area[i]! - ready[i]! * (s - i);
			least = Math.min(least, now + cost[s]!);
			if (now > least) break;
		}
		cost[i] = least;
	}
	// An answer takes a tenth of a second to come back.
	return cost[0]! + 0.1;
}

/** What ours costs on the same terms: silent videos, after ten of the model, the catalogue mistaken by 0.6 to 1.6. */
export function learnedCost(spreadName: keyof typeof SPREADS, seeds: number): number {
	const usualMs = BOUND_USUAL_SECONDS * 1000;
	let total = 0;
	let videos = 0;
	for (let seed = 1; seed <= seeds; seed += 1) {
		const random = createRandom(seed * 77);
		const believedMs = usualMs / (0.6 + random());
		const timing = new Timing(() => believedMs);
		for (let execution = 0; execution < 20; execution += 1) {
			const generationMs = SPREADS[spreadName].draw(usualMs, random);
			const job = timing.follow('a model');
			let looks = 0;
			let answeredMs = 0;
			for (let seenMs = 0; seenMs < generationMs; answeredMs = seenMs + 100) {
				if (looks > 0) job.notReady(answeredMs, undefined);
				seenMs = job.nextLookMs(answeredMs, PRICE_SECONDS * 1000) + 100;
				looks += 1;
			}
			job.ready(answeredMs);
			if (execution < 10) continue;
			total += (answeredMs - generationMs) / 1000 + PRICE_SECONDS * looks;
			videos += 1;
		}
	}
	return total / videos;
}
