import { typicalSecondsOf } from '../../../nodes/NinjaVideo/catalog/models';
import { Timing } from '../../../nodes/NinjaVideo/pacing/timing';
import { createFormerPolicy } from './formerPolicy';
import { createRandom, SHAPES, SPREADS, type Random, type Shape, type Spread } from './workload';

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

/** Ours, and what others do with the same videos. */
export type LifeFigures = Readonly<Record<'ours' | 'former' | keyof typeof RIVALS, Cost>>;

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

/** Looks at one video until it is ready; `plan` gives the moment of the next look, in milliseconds since the order. */
function lookUntilReady(
	generationMs: number,
	plan: (elapsedMs: number) => number,
	notReady: (elapsedMs: number, seenMs: number) => void = () => {},
) {
	let requests = 1;
	for (let elapsedMs = 0; ; ) {
		const sentMs = Math.max(elapsedMs, plan(elapsedMs));
		requests += 1;
		elapsedMs = sentMs + GET_MS;
		const seenMs = seenAfter(sentMs);
		if (seenMs >= generationMs) {
			return { requests, elapsedMs, lagMs: seenMs + GET_MS / 2 - generationMs };
		}
		notReady(elapsedMs, seenMs);
	}
}

function withTiming(timing: Timing, generationMs: number, shape: Shape, random: Random) {
	const job = timing.follow(MODEL);
	const looked = lookUntilReady(
		generationMs,
		(elapsedMs) => job.nextLookMs(elapsedMs, PRICE_SECONDS * 1000),
		(elapsedMs, seenMs) => job.notReady(elapsedMs, shape(seenMs / generationMs, random, seenMs)),
	);
	job.ready(looked.elapsedMs);
	return looked;
}

function asBefore(generationMs: number, shape: Shape, random: Random) {
	const job = createFormerPolicy(typicalSecondsOf(MODEL) * 1000);
	return lookUntilReady(
		generationMs,
		(elapsedMs) => job.nextLookMs(elapsedMs),
		(elapsedMs, seenMs) => job.notReady(elapsedMs, shape(seenMs / generationMs, random, seenMs)),
	);
}

/** What others do: looks at a fixed interval, and looks by an oracle that knows when the video is ready. */
const RIVALS = {
	f5: (generationMs: number) => lookUntilReady(generationMs, (elapsedMs) => elapsedMs + 5000),
	f10: (generationMs: number) => lookUntilReady(generationMs, (elapsedMs) => elapsedMs + 10_000),
	f15: (generationMs: number) => lookUntilReady(generationMs, (elapsedMs) => elapsedMs + 15_000),
	oracle: (generationMs: number) => lookUntilReady(generationMs, () => generationMs - seenAfter(0)),
};

/**
 * Lives through executions, once per seed, and gives the figures of those from `from` up to `to` (from 0). The
 * window is never short here: what is measured is when to look.
 */
export function liveThrough(
	life: Life,
	{ from, to, seeds }: { readonly from: number; readonly to: number; readonly seeds: number },
): LifeFigures {
	const videos: number[] = [];
	const ours: Array<{ lagMs: number; requests: number }> = [];
	const former: typeof ours = [];
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
			former.push(asBefore(generationMs, SHAPES[life.shape], createRandom(seed + execution)));
			videos.push(generationMs);
		}
	}
	const rival = (name: keyof typeof RIVALS) => meanOf(videos.map(RIVALS[name]));
	return {
		ours: meanOf(ours),
		former: meanOf(former),
		f5: rival('f5'),
		f10: rival('f10'),
		f15: rival('f15'),
		oracle: rival('oracle'),
	};
}
