import { PRICE_SECONDS } from './learning';
import { SPREADS } from './workload';

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
