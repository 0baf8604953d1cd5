/** Orders leave in a burst of this many, then at this rate per second. */
const BURST = 20;
const PER_SECOND = 1.5;

/** Keeps orders apart (a token bucket), so that the looks at their videos fall apart too. */
export class OrderPace {
	private tokens = BURST;
	private atMs = -Infinity;

	/**
	 * When the next order may leave; now if one may leave now. Times are milliseconds since the epoch.
	 * @param rate how many times the vendor's limit the account is allowed
	 */
	nextMs(nowMs: number, rate: number): number {
		const perMs = (PER_SECOND * rate) / 1000;
		const gained = Math.max(0, nowMs - this.atMs) * perMs;
		this.tokens = Math.min(BURST * rate, this.tokens + gained);
		this.atMs = nowMs;
		return this.tokens >= 1 ? nowMs : nowMs + (1 - this.tokens) / perMs + 1;
	}

	/** An order leaves. */
	take(): void {
		this.tokens -= 1;
	}
}
