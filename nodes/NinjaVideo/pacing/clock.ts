/** Time, handed in so that tests and benchmarks run hours in milliseconds. */
export interface Clock {
	/** Milliseconds since the epoch. */
	now(): number;
	/**
	 * Waits for `ms` milliseconds, or until the signal aborts, whichever is first. Never rejects: whoever
	 * waits looks at the signal afterwards.
	 */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
