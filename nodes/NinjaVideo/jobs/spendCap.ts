import type { Ledger } from './ledger';
import type { Order } from './submit';

/** What a run will cost before anything is ordered. */
export interface RunPrice {
	/** Videos that will be ordered; those already paid for are not counted. */
	readonly videos: number;
	/** US cents. */
	readonly cents: number;
}

/** Prices the orders that the ledger does not hold yet. */
export function priceRun(orders: readonly Order[], ledger: Ledger): RunPrice {
	const open = orders.filter((order) => ledger.find(order.slot).kind === 'free');
	return { videos: open.length, cents: open.reduce((sum, order) => sum + order.priceCents, 0) };
}

/** Whether a run is over its cap, in US cents. A cap of 0 is none. */
export function isOverCap(price: RunPrice, capCents: number): boolean {
	return capCents > 0 && price.cents > capCents;
}
