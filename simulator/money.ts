/** A customer of the simulated service, with one API key. Money in US cents. */
export interface Account {
	readonly key: string;
	balanceCents: number;
}

/** One movement of money. `at` in milliseconds of the world's clock, `cents` always positive. */
export interface LedgerEntry {
	readonly at: number;
	readonly kind: 'charge' | 'refund';
	readonly cents: number;
	/** The job's id. */
	readonly requestId: string;
	/** Key of the account. */
	readonly key: string;
	readonly idempotencyKey?: string;
	/** The id of the HTTP request that was charged, where it has one. */
	readonly httpId?: string;
}

/** What a movement changed for its account, in US cents. */
export interface Movement {
	readonly at: number;
	readonly key: string;
	readonly balanceBefore: number;
	readonly balanceAfter: number;
	/** Charges less refunds. */
	readonly spentBefore: number;
	readonly spentAfter: number;
}

/** The money of a world: accounts and the one ledger of both versions. */
export type Money = ReturnType<typeof createMoney>;

/** Makes it. `onMove` is told of every movement, right after it was booked. */
export function createMoney(
	given: ReadonlyArray<Readonly<Account>>,
	onMove: (movement: Movement) => void,
) {
	const accounts = new Map(given.map((account) => [account.key, { ...account }]));
	const spent = new Map<string, number>();
	const ledger: LedgerEntry[] = [];

	function accountOf(key: string): Account {
		const account = accounts.get(key);
		if (account === undefined) throw new Error('No such account in the simulator');
		return account;
	}

	const netOf = (entries: LedgerEntry[], worth: (entry: LedgerEntry) => number): number =>
		entries.reduce((sum, entry) => sum + (entry.kind === 'charge' ? 1 : -1) * worth(entry), 0);

	return {
		/** By key. */
		accounts,
		ledger,
		/** Throws if there is none. */
		accountOf,
		/** Books a charge or a refund. */
		move(entry: LedgerEntry): void {
			const account = accountOf(entry.key);
			const balanceBefore = account.balanceCents;
			const spentBefore = spent.get(entry.key) ?? 0;
			const cents = entry.kind === 'charge' ? entry.cents : -entry.cents;
			account.balanceCents -= cents;
			spent.set(entry.key, spentBefore + cents);
			ledger.push(entry);
			onMove({
				at: entry.at,
				key: entry.key,
				balanceBefore,
				balanceAfter: account.balanceCents,
				spentBefore,
				spentAfter: spentBefore + cents,
			});
		},
		/** What an account was charged less what it got back, in US cents. */
		spentCents(key: string): number {
			return spent.get(key) ?? 0;
		},
		/** All charges less all refunds, in US cents. */
		chargedCents(): number {
			return netOf(ledger, (entry) => entry.cents);
		},
		/** The number of charges less the number of refunds, of one job or of all. */
		charges(requestId?: string): number {
			const entries = ledger.filter(
				(entry) => requestId === undefined || entry.requestId === requestId,
			);
			return netOf(entries, () => 1);
		},
	};
}
