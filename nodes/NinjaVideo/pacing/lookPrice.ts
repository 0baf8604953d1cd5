import { WINDOW_MS } from './requestWindow';

/** What a look costs while nobody waits for its place, in milliseconds of lag. */
const LEAST_MS = 700;
/** The only choice between a short batch and a short lag: the most a look may cost, in milliseconds of lag. */
const MOST_MS = 30_000;
/** Prices change in steps of a quarter, so that plans are not made anew for every little change. */
const STEP = Math.log(1.25);
/** Videos of a model that must be known before its looks cost the full price. */
const ENOUGH_KNOWN = 3;

/** What the price of a look depends on. */
export interface Demand {
	/** Requests a window holds. */
	readonly places: number;
	/** Orders that wait for their turn, and looks that are overdue. */
	readonly waiting: number;
	/** Jobs that are watched, and the mean of their usual times in milliseconds. */
	readonly watched: number;
	readonly usualMs: number;
}

/**
 * What one request is worth, in milliseconds of lag:
 *
 * price = min(30 s, max(0.7 s, backlog, crowd)), in steps of a quarter
 * backlog = waiting requests * 60 s / places: how long it takes to send them
 * crowd = (watched jobs * 60 s / places)^2 / (1.4 * usual time): the price at which the looks of all jobs that are
 * watched just fit into the window
 */
export function lookPriceMs({ places, waiting, watched, usualMs }: Demand): number {
	const backlogMs = (waiting * WINDOW_MS) / places;
	const turnMs = (watched * WINDOW_MS) / places;
	const crowdMs = watched === 0 ? 0 : turnMs ** 2 / (1.4 * usualMs);
	const price = Math.min(MOST_MS, Math.max(LEAST_MS, backlogMs, crowdMs));
	return Math.exp(Math.round(Math.log(price) / STEP) * STEP);
}

/** The first videos of a model teach all others of it, so their looks cost less: price * (known + 1) / 4. */
export const priceWhileLearning = (priceMs: number, known: number): number =>
	known < ENOUGH_KNOWN
		? Math.max(Math.min(priceMs, LEAST_MS), (priceMs * (known + 1)) / (ENOUGH_KNOWN + 1))
		: priceMs;
