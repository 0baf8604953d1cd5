import { labelOf, type KnownOrder, type Order } from '../jobs/knownOrder';
import type { Refusal } from '../jobs/outcome';
import { outcomeFailure, type Failure } from '../output/failure';
import { failure, type Result } from '../result';

/** The refusal of a row that asks for another video than an earlier row of the run with the same unique key. */
export const sharedKey = (order: Order, first: Order): Refusal => ({
	kind: 'key-shared',
	uniqueKey: order.uniqueKey ?? '',
	wanted: labelOf(order.request),
	first: labelOf(first.request),
});

/**
 * Finds the rows whose unique key was used for another video, or stands for another one in an earlier row, so that
 * they are refused before the first order. In a retry that knows of orders each row says it by itself: what is paid
 * for is delivered first.
 * @param known what is known of the orders, by item
 */
export function refuseTakenKeys(
	items: ReadonlyArray<Result<Order, Failure>>,
	known: ReadonlyArray<KnownOrder | undefined>,
): ReadonlyArray<Result<Order, Failure>> {
	const isRetry = known.some(
		(one) => one?.kind === 'unknown' || (one?.kind === 'ordered' && !one.isBefore),
	);
	if (isRetry) return items;
	const firsts = new Map<string, Order>();
	return items.map((item, index) => {
		if (!item.ok || item.value.uniqueKey === undefined) return item;
		const order = item.value;
		const one = known[index];
		const first = firsts.get(order.place) ?? order;
		firsts.set(order.place, first);
		const isShared = first.hashes.evaluated !== order.hashes.evaluated;
		if (one?.kind !== 'refused' && !isShared) return item;
		const refusal = one?.kind === 'refused' ? one.refusal : sharedKey(order, first);
		return failure(outcomeFailure({ kind: 'not-submitted', refusal }, order.request));
	});
}
