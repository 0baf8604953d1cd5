import { typicalSecondsOf } from '../nodes/NinjaVideo/catalog/models';
import { Timing } from '../nodes/NinjaVideo/pacing/timing';
import { createRandom, SHAPES, SPREADS, type Shape, type Spread } from './workload';

/** What one request is worth in the cost of a video, in seconds of lag. */
export const PRICE_SECONDS = 0.7;

/** Lag and requests of some videos; lag in seconds. */
export interface Cost {
	readonly lag: number;
	readonly requests: number;
	/** Lag plus the price of the requests, in seconds. */
	readonly cost: number;
}

/** Executions of one model that follow each other, one video each, on one account. */
export interface Life {
	readonly shape: keyof typeof SHAPES;
	readonly spread: keyof typeof SPREADS;
	/** The model's usual time over what the catalogue believes; drawn from 0.9 to 2.4 where it is not given. */
	readonly mistakenBy?: number;
}

/** Ours, and looks at fixed intervals of 10 s at the same videos. */
export interface LifeFigures {
	readonly ours: Cost;
	readonly f10: Cost;
}

const MODEL = 'veo-3.1-fast';
const POST_MS = 500;
const GET_MS = 200;

/** From the answer to the order until the service sees a look sent `afterMs` later, since it began. */
const seenAfter = (afterMs: number) => POST_MS / 2 + afterMs + GET_MS / 2;

function meanOf(costs: ReadonlyArray<{ lagMs: number; requests: number }>): Cost {
	const mean = (pick: (one: (typeof costs)[number]) => number) =>
		costs.reduce((sum, one) => sum + pick(one), 0) / costs.length;
	const lag = mean(({ lagMs }) => lagMs) / 1000;
	const requests = mean((one) => one.requests);
	return { lag, requests, cost: lag + PRICE_SECONDS * requests };
}

function atFixedInterval(generationMs: number, intervalMs: number) {
	let requests = 1;
	for (let sentMs = intervalMs; ; sentMs += intervalMs + GET_MS) {
		requests += 1;
		if (seenAfter(sentMs) >= generationMs) {
			return { lagMs: seenAfter(sentMs) + GET_MS / 2 - generationMs, requests };
		}
	}
}

function withTiming(timing: Timing, generationMs: number, shape: Shape, random: () => number) {
	const job = timing.follow(MODEL);
	let requests = 1;
	for (let elapsedMs = 0; ; ) {
		const sentMs = Math.max(elapsedMs, job.nextLookMs(elapsedMs, PRICE_SECONDS * 1000));
		requests += 1;
		elapsedMs = sentMs + GET_MS;
		const seenMs = seenAfter(sentMs);
		if (seenMs >= generationMs) {
			job.ready(elapsedMs);
			return { lagMs: seenMs + GET_MS / 2 - generationMs, requests };
		}
		job.notReady(elapsedMs, shape(seenMs / generationMs, random, seenMs));
	}
}

/**
 * Lives through executions, once per seed, and gives the figures of those from `from` up to `to` (from 0). The
 * window is never short here: what is measured is when to look.
 */
export function liveThrough(
	life: Life,
	{ from, to, seeds }: { readonly from: number; readonly to: number; readonly seeds: number },
): LifeFigures {
	const ours: Array<{ lagMs: number; requests: number }> = [];
	const f10: typeof ours = [];
	const spread: Spread = SPREADS[life.spread];
	for (let seed = 1; seed <= seeds; seed += 1) {
		const random = createRandom(seed * 77 + 5);
		const believedMs = typicalSecondsOf(MODEL) * 1000;
		const usualMs = believedMs * (life.mistakenBy ?? 0.9 + 1.5 * random());
		const timing = new Timing((model) => typicalSecondsOf(model) * 1000);
		for (let execution = 0; execution < to; execution += 1) {
			const generationMs = spread.draw(usualMs, random);
			const one = withTiming(timing, generationMs, SHAPES[life.shape], random);
			if (execution < from) continue;
			ours.push(one);
			f10.push(atFixedInterval(generationMs, 10_000));
		}
	}
	return { ours: meanOf(ours), f10: meanOf(f10) };
}
