import type { Order } from '../jobs/knownOrder';
import type { Ledger } from '../jobs/ledger';
import type { Failure } from '../output/failure';
import { success, type Result } from '../result';

/** How many orders each run of the node had for one video: by run index, then by a hash of the order. Plain JSON. */
export type CopyCounts = Record<string, Record<string, number>>;

/**
 * Numbers the orders of an execution that ask for just the same video, from 1. After a crash the nodes before ours run
 * again, and a row may stand at another place: its words and this number tell it there, and it keeps its place.
 * @param runIndex which run of the node this is in its execution, from 0
 * @param counts what earlier runs of the execution had; this run is added, or written anew if it is a second try
 */
export function numberCopies(
	items: ReadonlyArray<Result<Order, Failure>>,
	runIndex: number,
	counts: CopyCounts,
	ledger: Pick<Ledger, 'findMoved'>,
): Array<Result<Order, Failure>> {
	const now: Record<string, number> = {};
	const placeOf = ledger.findMoved();
	const earlier = Object.entries(counts).filter(([run]) => Number(run) < runIndex);
	const numbered = items.map((item) => {
		if (!item.ok) return item;
		const { evaluated } = item.value.hashes;
		const here = (now[evaluated] ?? 0) + 1;
		now[evaluated] = here;
		const before = earlier.reduce((sum, [, count]) => sum + (count[evaluated] ?? 0), 0);
		const order = { ...item.value, copy: before + here };
		return success({ ...order, place: placeOf(order) ?? order.place });
	});
	counts[runIndex] = now;
	return numbered;
}
