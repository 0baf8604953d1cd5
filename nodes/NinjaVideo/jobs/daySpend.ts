import type { Clock } from '../pacing/clock';
import type { Budget } from './spendCap';
import type { FirstOrder } from './spendGuard';

/** What the service said of the last day: an amount in US cents, that it cannot say, or nothing because of Stop. */
export type UsageAnswer = number | 'unavailable' | 'stopped';

const DAY_MS = 86_400_000;
/** How long an answer of the service is used before it is asked again, in milliseconds. */
const KEPT_MS = 30_000;

/** What an account spent in the last day; one for all executions of a process. Amounts in US cents. */
export class DaySpend {
	/** Executions at once wait for one order at a time to learn what is charged: together they must not pass the limit. */
	readonly first: FirstOrder = {};
	private charges: Array<{ readonly atMs: number; readonly cents: number }> = [];
	private reservedCents = 0;
	private usage: { readonly askedMs: number; readonly cents: number } | undefined;
	private nextAskMs = 0;
	private asking: Promise<void> | undefined;

	constructor(private readonly clock: Clock) {}

	/** Whether the count starts from what the service said; otherwise it is this process's own. */
	isByService(): boolean {
		return this.usage !== undefined && this.clock.now() - this.usage.askedMs < DAY_MS;
	}

	/** The budget of one run; `ask` is how the run asks the service. */
	budget(capCents: number, ask: () => Promise<UsageAnswer>): Budget {
		return {
			capCents,
			// What is ordered without a limit counts for a limit that is set later, and needs no question.
			...(capCents === Infinity ? {} : { refresh: async () => await this.refresh(ask) }),
			committedCents: () => this.committedCents(),
			commit: (cents) => {
				this.reservedCents += cents;
			},
			charge: (cents) => {
				this.charges.push({ atMs: this.clock.now(), cents });
			},
		};
	}

	/** What left after the service was asked may be missing in its answer, so it counts besides. */
	private committedCents(): number {
		const dayAgoMs = this.clock.now() - DAY_MS;
		this.charges = this.charges.filter(({ atMs }) => atMs > dayAgoMs);
		const usage = this.isByService() ? this.usage : undefined;
		const sinceMs = usage?.askedMs ?? dayAgoMs;
		const own = this.charges.filter(({ atMs }) => atMs >= sinceMs);
		return own.reduce((sum, { cents }) => sum + cents, this.reservedCents + (usage?.cents ?? 0));
	}

	private async refresh(ask: () => Promise<UsageAnswer>): Promise<void> {
		while (this.clock.now() >= this.nextAskMs) {
			if (this.asking === undefined) {
				this.asking = this.askNow(ask);
				await this.asking;
				return;
			}
			// An answer that another run's Stop cut off leaves the question to the next one.
			await this.asking;
		}
	}

	private async askNow(ask: () => Promise<UsageAnswer>): Promise<void> {
		const askedMs = this.clock.now();
		const cents = await ask();
		this.asking = undefined;
		if (cents === 'stopped') return;
		this.nextAskMs = this.clock.now() + KEPT_MS;
		// An older answer, with everything ordered since, still never counts too little.
		if (cents !== 'unavailable') this.usage = { askedMs, cents };
	}
}
