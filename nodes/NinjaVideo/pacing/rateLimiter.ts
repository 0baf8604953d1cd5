import type { Clock } from './clock';

/** Who goes first when the budget is short: a submit before a poll. */
export type Priority = 'submit' | 'poll';

/** The requests one run may send. Every request of the run goes through one limiter. */
export interface RateLimiter {
	/**
	 * Waits for its turn, then runs `send`. A request counts from the moment it leaves until `windowMs` after
	 * its answer: however long the network takes, the service never sees more than its limit in any window.
	 * @param giveUp leaves the line when it aborts
	 * @returns `sent: false` when the run ended, or `giveUp` aborted, before its turn came; nothing was sent
	 */
	schedule<T>(
		priority: Priority,
		send: () => Promise<T>,
		giveUp?: AbortSignal,
	): Promise<{ readonly sent: true; readonly value: T } | { readonly sent: false }>;
	/** Sends nothing more for `ms` milliseconds: the service asked us to stay away. */
	pauseFor(ms: number): void;
}

/** What a budget is made of. */
export interface RateLimiterOptions {
	/** Requests allowed in any window. */
	readonly requests: number;
	/** Length of the window in milliseconds. */
	readonly windowMs: number;
	readonly clock: Clock;
	/** Ends all waiting when it aborts. */
	readonly signal: AbortSignal;
}

/** A sliding-window limiter with two priorities. */
export function createRateLimiter(options: RateLimiterOptions): RateLimiter {
	const { clock, signal, windowMs } = options;
	const lines: Record<Priority, Array<(granted: boolean) => void>> = { submit: [], poll: [] };
	/** When each place is free again, ascending; places of requests under way are not in it. */
	const freeAt: number[] = Array.from({ length: options.requests }, () => -Infinity);
	let closedUntil = -Infinity;
	let serving = false;
	let wake: AbortController | undefined;

	const nextInLine = () => lines.submit.shift() ?? lines.poll.shift();
	const someoneWaits = () => lines.submit.length + lines.poll.length > 0;

	async function serve(): Promise<void> {
		if (serving) return;
		serving = true;
		while (someoneWaits() && !signal.aborted) {
			const place = freeAt[0];
			const waitMs = place === undefined ? windowMs : Math.max(place, closedUntil) - clock.now();
			if (waitMs > 0) {
				wake = new AbortController();
				await clock.sleep(waitMs, AbortSignal.any([signal, wake.signal]));
				continue;
			}
			freeAt.shift();
			nextInLine()?.(true);
		}
		while (someoneWaits()) nextInLine()?.(false);
		serving = false;
	}

	async function waitInLine(priority: Priority, giveUp?: AbortSignal): Promise<boolean> {
		let leave = () => {};
		const turn = new Promise<boolean>((resolve) => {
			const line = lines[priority];
			line.push(resolve);
			leave = () => {
				const place = line.indexOf(resolve);
				if (place < 0) return;
				line.splice(place, 1);
				resolve(false);
			};
		});
		giveUp?.addEventListener('abort', leave);
		void serve();
		const granted = await turn;
		giveUp?.removeEventListener('abort', leave);
		return granted;
	}

	return {
		async schedule(priority, send, giveUp) {
			const hasGivenUp = () => giveUp?.aborted === true;
			if (signal.aborted || hasGivenUp()) return { sent: false };
			const granted = await waitInLine(priority, giveUp);
			if (!granted || signal.aborted) return { sent: false };
			if (hasGivenUp()) {
				// It gave up in the moment of its turn: the place goes to the next.
				freeAt.unshift(-Infinity);
				wake?.abort();
				return { sent: false };
			}
			const value = await send().finally(() => {
				freeAt.push(clock.now() + windowMs);
				wake?.abort();
			});
			return { sent: true, value };
		},
		pauseFor(ms) {
			closedUntil = Math.max(closedUntil, clock.now() + ms);
		},
	};
}
