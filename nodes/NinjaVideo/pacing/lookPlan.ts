/** What is known of a job when its next look is planned. Times are milliseconds since its order. */
export interface PlanInput {
	/** The last look, at which it was not ready; 0 without one. */
	readonly lastLookMs: number;
	/** No look before this moment. */
	readonly earliestMs: number;
	/** The least time between two looks. */
	readonly shortestGapMs: number;
	/** What one request is worth, in milliseconds of lag. */
	readonly priceMs: number;
	/** How much a first report is likely to say of the end, from 0 to 1; 0 once there was one. */
	readonly tells: number;
	/** The chance that the job is ready by a moment. */
	chanceReady(elapsedMs: number): number;
	/** The moment by which it is ready with a chance. */
	quantile(chance: number): number;
}

/** The most moments that are weighed, and by how much the chance may grow between two of them. */
const MOST_MOMENTS = 90;
const CHANCE_STEP = 0.02;
/** The same for their distance, as a share of the time since the last look. */
const DISTANCE_STEP = 0.12;
/** Nothing happens before the chance has reached the first; after the second nothing more is planned. */
const FIRST_CHANCE = 0.005;
const LAST_CHANCE = 0.995;
/** After a report that tells the end: looks needed, and lag as a share of the time. */
const LOOKS_AFTER_REPORT = 1.15;
const LAG_AFTER_REPORT = 0.012;

/**
 * The moment of the next look: the one with the least expected sum of lag and price of looks, over all looks that
 * may follow (dynamic programming, backward). With F the chance of being ready, S = 1 - F and G the integral of F:
 *
 * V(i) = min over s > i of  price * S(i) + [G(s) - G(i) - F(i) * (s - i)] + V(s)
 *
 * The bracket is the lag of what becomes ready between i and s. Before a first report V(s) is partly replaced by
 * what remains to be paid once a report has told the end: that pays for an early look.
 */
export function planNextLook(input: PlanInput): number {
	const { priceMs, shortestGapMs, tells } = input;
	const { at, ready } = momentsToWeigh(input);
	const last = at.length - 1;
	const area = new Float64Array(last + 1);
	for (let i = 1; i <= last; i += 1) {
		area[i] = area[i - 1]! + ((at[i]! - at[i - 1]!) * (ready[i - 1]! + ready[i]!)) / 2;
	}
	const cost = new Float64Array(last + 1);
	cost[last] = (1 - ready[last]!) * (2 * priceMs + 0.1 * at[last]!);
	let next = last;
	for (let i = last - 1; i >= 0; i -= 1) {
		let least = Infinity;
		for (let s = i + 1; s <= last; s += 1) {
			const gap = at[s]! - at[i]!;
			if (i > 0 && s < last && gap < shortestGapMs * 0.99) continue;
			let after = cost[s]!;
			if (i === 0 && tells > 0) {
				const told = (1 - ready[s]!) * (LOOKS_AFTER_REPORT * priceMs + LAG_AFTER_REPORT * at[s]!);
				after = (1 - tells) * after + tells * Math.min(after, told);
			}
			const lag = area[s]! - area[i]! - ready[i]! * gap;
			const total = priceMs * (1 - ready[i]!) + lag + after;
			if (total < least) {
				least = total;
				if (i === 0) next = s;
			}
		}
		cost[i] = least;
	}
	return at[next]!;
}

/** The last look, then moments at which the chance or the time has grown by a step. */
function momentsToWeigh(input: PlanInput): { at: number[]; ready: number[] } {
	const { lastLookMs, earliestMs, shortestGapMs, chanceReady, quantile } = input;
	const at = [lastLookMs];
	const ready = [0];
	let moment = Math.max(earliestMs, lastLookMs + shortestGapMs, quantile(FIRST_CHANCE));
	while (at.length <= MOST_MOMENTS) {
		const chance = chanceReady(moment);
		at.push(moment);
		ready.push(chance);
		if (chance > LAST_CHANCE) break;
		const byChance = quantile(Math.min(0.9999, chance + CHANCE_STEP));
		const byDistance = moment + shortestGapMs / 2 + DISTANCE_STEP * (moment - lastLookMs);
		moment = Math.max(moment + shortestGapMs / 3, Math.min(byChance, byDistance));
	}
	return { at, ready };
}
