import type { Clock } from './clock';

/** How a wait ended. */
export type PollEnd<T> =
	| { readonly kind: 'done'; readonly value: T }
	| { readonly kind: 'deadline' }
	| { readonly kind: 'stopped' };

/** What a poller is handed. */
export interface PollOptions<T> {
	/**
	 * One look. Gives undefined for "not yet". Never rejects. The signal aborts at the deadline and on Stop:
	 * a look that has not been sent by then must not be sent.
	 */
	look(tooLate: AbortSignal): Promise<T | undefined>;
	/** The wait before the next look, in milliseconds. Asked before every look. */
	nextWaitMs(): number;
	/** When to give up, in milliseconds since the epoch. */
	readonly deadlineMs: number;
	readonly clock: Clock;
	readonly signal: AbortSignal;
}

const TOO_LATE: unique symbol = Symbol('too late');

/** How long the look made at the deadline itself may take, in milliseconds. */
const LAST_LOOK_GRACE_MS = 2000;

/** Looks until done, deadline or Stop. The last wait is cut to the deadline, so the last look is made at it. */
export async function poll<T>(options: PollOptions<T>): Promise<PollEnd<T>> {
	const { clock, deadlineMs, signal } = options;
	for (let last = false; !last; ) {
		const leftMs = Math.max(0, deadlineMs - clock.now());
		const waitMs = options.nextWaitMs();
		last = waitMs >= leftMs;
		if (waitMs > 0 && leftMs > 0) await clock.sleep(Math.min(waitMs, leftMs), signal);
		if (signal.aborted) return { kind: 'stopped' };
		const value = await lookBefore(options, last ? LAST_LOOK_GRACE_MS : 0);
		if (signal.aborted && (value === TOO_LATE || value === undefined)) return { kind: 'stopped' };
		if (value === TOO_LATE) return { kind: 'deadline' };
		if (value !== undefined) return { kind: 'done', value };
	}
	return { kind: 'deadline' };
}

async function lookBefore<T>(
	options: PollOptions<T>,
	graceMs: number,
): Promise<T | undefined | typeof TOO_LATE> {
	const { clock, deadlineMs, signal } = options;
	const tooLate = new AbortController();
	const over = new AbortController();
	const leftMs = Math.max(0, deadlineMs - clock.now()) + graceMs;
	const timer = clock
		.sleep(leftMs, AbortSignal.any([signal, over.signal]))
		.then((): typeof TOO_LATE => {
			tooLate.abort();
			return TOO_LATE;
		});
	const value = await Promise.race<T | undefined | typeof TOO_LATE>([
		options.look(tooLate.signal),
		timer,
	]);
	over.abort();
	return value;
}
