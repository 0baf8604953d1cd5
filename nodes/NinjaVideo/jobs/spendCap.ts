import type { KnownOrder, Order } from './knownOrder';

/** Money that may be spent, by one run or by a whole account. Amounts in US cents. */
export interface Budget {
	/** `Infinity` for no limit. */
	readonly capCents: number;
	/** What is spent or in flight. */
	committedCents(): number;
	/** Changes what is in flight by an amount; negative where an order is no longer. */
	commit(cents: number): void;
	/** Counts what an order came to. */
	charge(cents: number): void;
	/** Brings the count up to date before an order is checked, where somebody else knows it better. */
	refresh?(): Promise<void>;
}

/** Where a budget keeps what is spent or in flight, in US cents. Plain JSON. */
export interface SpentStore {
	cents: number;
	/** The highest ratio of charge to expectation that was met, 1 or more; absent before a charge was above it. */
	ratio?: number;
}

/** A budget over a store, which several runs may share. */
export const createBudget = (capCents: number, spent: SpentStore): Budget => ({
	capCents,
	committedCents: () => spent.cents,
	commit(cents) {
		spent.cents += cents;
	},
	charge(cents) {
		spent.cents += cents;
	},
});

/** Whether orders for an amount in US cents are over a cap. 0 allows nothing, not even a video that is free. */
export const exceeds = (capCents: number, cents: number): boolean =>
	capCents <= 0 || cents > capCents;

/** What the orders of a run would cost, in US cents. */
export interface RunPrice {
	/** Videos that will be ordered, or ordered again. */
	readonly videos: number;
	readonly cents: number;
	/** What the ledger holds of earlier tries: charged, or maybe charged and not to be sent again. */
	readonly spentCents: number;
	/** The highest ratio of charge to expectation that earlier tries met, 1 or more. */
	readonly ratio: number;
}

/** Whether an order will be sent, for the first time or again. */
export const isWanted = (known: KnownOrder): boolean =>
	known.kind === 'free' || (known.kind === 'unknown' && known.route !== undefined);

/** What the answer to an order said it was charged, where it is not known whether it was accepted, in US cents. */
const maybeChargedCents = (known: KnownOrder): number | undefined =>
	known.kind === 'unknown' ? known.error?.facts.priceCents : undefined;

/**
 * Prices a run. An order whose result is unknown and that will be sent again counts once, as an order. Rows with one
 * unique key share one video, so they count once, at the dearest of their prices: which of them goes first is open.
 * @param known what is known of each order
 */
export function priceRun(orders: readonly Order[], known: readonly KnownOrder[]): RunPrice {
	const [wanted, spent] = [new Map<string, number>(), new Map<string, number>()];
	const priced = orders.flatMap((order, position) => {
		const one = known[position];
		const isOrdered = one?.kind === 'ordered';
		if (one === undefined || one.kind === 'refused' || (isOrdered && one.isBefore)) return [];
		return [{ order, one, stated: isOrdered ? one.job.priceCents : maybeChargedCents(one) }];
	});
	const ratio = priced.reduce(
		(most, { order: { priceCents }, stated = 0 }) =>
			priceCents > 0 ? Math.max(most, stated / priceCents) : most,
		1,
	);
	for (const { order, one, stated } of priced) {
		const prices = isWanted(one) ? wanted : spent;
		// What was charged without a word of it may have risen as much as the others.
		const expected = isWanted(one) ? order.priceCents : Math.ceil(order.priceCents * ratio);
		prices.set(order.place, Math.max(prices.get(order.place) ?? 0, stated ?? expected));
	}
	const sum = (prices: ReadonlyMap<string, number>) =>
		[...prices.values()].reduce((total, cents) => total + cents, 0);
	return { videos: wanted.size, cents: sum(wanted), spentCents: sum(spent), ratio };
}
