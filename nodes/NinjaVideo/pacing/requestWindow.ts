import { backoffMs } from './backoff';

/** The vendor's window: a request counts for this long, in milliseconds. */
export const WINDOW_MS = 60_000;

/** How long an answer usually takes at most, in milliseconds. */
const ANSWER_MS = 500;

/** A place that will be needed: when, and how likely, from 0 to 1. Times are milliseconds since the epoch. */
export interface Need {
	readonly atMs: number;
	readonly chance: number;
}

/** How a limit falls at a 429, and how it comes back. */
const FALLS_TO = 0.7;
const FALLS_AT_MOST_EVERY_MS = 2000;
const LEAST_LIMIT = 0.2;
const CREEPS_EVERY_MS = 10_000;
/** After a first 429 others use the account too: then requests keep this distance, in milliseconds. */
const DISTANCE_AFTER_REFUSAL_MS = 1000;
/** How long to stay away where a 429 does not say, in milliseconds: doubles with every one in a row. */
const PAUSE_MS = { first: 2000, most: 30_000 } as const;
/** A shorter pause than this, in milliseconds, is none: who asks for it may ask for it for ever. */
const LEAST_PAUSE_MS = 1000;
/** The longest that one 429 keeps a whole account away, whatever it asks for, in milliseconds. */
const LONGEST_PAUSE_MS = 120_000;

/**
 * The places of a sliding window. A place is free again `WINDOW_MS` after its request was *answered*: however long
 * the network takes, the service never sees more than the limit in any window. All times are milliseconds since the
 * epoch and are handed in.
 *
 * At a 429 other processes use the same account. Then `limit = max(0.2, min(limit, places in use) * 0.7)`, and it
 * creeps back by `min(1, ceiling / 60)` every 10 s. Below 1 there is one place, for `60 s / limit`.
 */
export class RequestWindow {
	private limit: number;
	private underWay = 0;
	/** When the requests were answered whose places are still taken, ascending. */
	private answers: number[] = [];
	private pausedUntilMs = -Infinity;
	private nextAllowedMs = -Infinity;
	private refusals = 0;
	private lastFallMs = -Infinity;
	private creptMs = 0;

	/** @param ceiling the most requests in any window */
	constructor(private ceiling: number) {
		this.limit = ceiling;
	}

	/** How many requests may be sent in a window now. */
	get places(): number {
		return this.limit;
	}

	/** Sets the most requests in any window; a limit that has fallen stays where it is. */
	setCeiling(ceiling: number): void {
		if (this.limit === this.ceiling || this.limit > ceiling) this.limit = ceiling;
		this.ceiling = ceiling;
	}

	/** When the next request may be sent; now or earlier if one may be sent now, `Infinity` if that cannot be known. */
	nextMs(nowMs: number): number {
		this.creep(nowMs);
		const openMs = Math.max(
			this.pausedUntilMs,
			this.lastFallMs > -Infinity ? this.nextAllowedMs : -Infinity,
		);
		if (this.free(nowMs) > 0) return openMs;
		return Math.max(openMs, this.nextReturnMs());
	}

	/** When the next used place is free again. */
	nextReturnMs(): number {
		return (this.answers[0] ?? Infinity) + this.takenMs();
	}

	/** A request leaves. */
	take(nowMs: number): void {
		this.underWay += 1;
		this.nextAllowedMs = nowMs + DISTANCE_AFTER_REFUSAL_MS;
	}

	/** It was answered, or failed. */
	giveBack(nowMs: number): void {
		this.underWay -= 1;
		this.refusals = 0;
		this.answers.push(nowMs);
	}

	/** It was refused by a 429, and takes no place. */
	refuse(nowMs: number, retryAfterMs: number | undefined): void {
		this.underWay -= 1;
		this.free(nowMs);
		const inUse = this.answers.length + this.underWay;
		if (nowMs - this.lastFallMs > FALLS_AT_MOST_EVERY_MS) {
			this.limit = Math.max(LEAST_LIMIT, Math.min(this.limit, Math.max(1, inUse)) * FALLS_TO);
			this.lastFallMs = nowMs;
			this.creptMs = nowMs;
		}
		this.refusals += 1;
		const isSaid = retryAfterMs !== undefined && retryAfterMs >= LEAST_PAUSE_MS;
		const pauseMs = isSaid ? retryAfterMs : backoffMs(this.refusals, PAUSE_MS.first, PAUSE_MS.most);
		this.pausedUntilMs = Math.max(this.pausedUntilMs, nowMs + Math.min(pauseMs, LONGEST_PAUSE_MS));
	}

	/** When a place that is taken now is free again, at the latest. */
	backAgainMs(nowMs: number): number {
		return nowMs + ANSWER_MS + this.takenMs();
	}

	/** Whether one more request now leaves a place for each of these needs, until that one is free again. */
	leavesPlaces(nowMs: number, needs: readonly Need[]): boolean {
		let free = this.free(nowMs) - 1;
		if (free < 0) return false;
		let returned = 0;
		const takenMs = this.takenMs();
		const untilMs = this.backAgainMs(nowMs);
		const soon = needs.filter(({ atMs }) => atMs < untilMs).sort((a, b) => a.atMs - b.atMs);
		for (const { atMs, chance } of soon) {
			while (returned < this.answers.length && this.answers[returned]! + takenMs <= atMs) {
				free += 1;
				returned += 1;
			}
			free -= chance;
			if (free < 0) return false;
		}
		return true;
	}

	/** Whether nothing was sent within the last window. */
	isIdle(nowMs: number): boolean {
		this.free(nowMs);
		return this.underWay === 0 && this.answers.length === 0;
	}

	private free(nowMs: number): number {
		let returned = 0;
		const answeredMs = nowMs - this.takenMs();
		while (returned < this.answers.length && this.answers[returned]! <= answeredMs) returned += 1;
		if (returned > 0) this.answers.splice(0, returned);
		return Math.max(1, Math.floor(this.limit)) - this.underWay - this.answers.length;
	}

	/** How long a place is taken after the answer, in milliseconds. */
	private takenMs(): number {
		return WINDOW_MS * Math.max(1, 1 / this.limit);
	}

	private creep(nowMs: number): void {
		if (this.limit >= this.ceiling) return;
		const times = Math.floor((nowMs - this.creptMs) / CREEPS_EVERY_MS);
		if (times <= 0) return;
		this.creptMs += times * CREEPS_EVERY_MS;
		this.limit = Math.min(this.ceiling, this.limit + times * Math.min(1, this.ceiling / 60));
	}
}
