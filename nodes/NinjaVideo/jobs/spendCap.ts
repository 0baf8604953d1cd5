import { lookUpOrder, type Order } from './submit';

/** What a run will cost before anything is ordered. */
export interface RunPrice {
	/** Videos that will be ordered, or ordered again; those already paid for are not counted. */
	readonly videos: number;
	/** US cents. */
	readonly cents: number;
}

/**
 * Prices the orders that may be charged in this run: those the ledger does not hold, and those of unknown fate that
 * will be sent again, because the first try may never have arrived.
 */
export function priceRun(
	orders: readonly Order[],
	deps: Parameters<typeof lookUpOrder>[1],
): RunPrice {
	const open = orders.filter((order) => {
		const { kind, route } = lookUpOrder(order, deps);
		return kind === 'free' || route !== undefined;
	});
	return { videos: open.length, cents: open.reduce((sum, order) => sum + order.priceCents, 0) };
}

/** Whether a run is over its cap, in US cents. A cap of 0 is none. */
export function isOverCap(price: RunPrice, capCents: number): boolean {
	return capCents > 0 && price.cents > capCents;
}
