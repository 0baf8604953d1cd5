import type { Order } from '../jobs/knownOrder';

/** How many orders each run of the node had for one video: by run index, then by a hash of the order. Plain JSON. */
export type CopyCounts = Record<string, Record<string, number>>;

/**
 * Numbers the orders of an execution that ask for just the same video, from 1. After a crash the nodes before ours run
 * again, and a row may stand at another place: its words and this number tell it there.
 * @param runIndex which run of the node this is in its execution, from 0
 * @param counts what earlier runs of the execution had; this run is added, or written anew if it is a second try
 */
export function numberCopies(
	orders: readonly Order[],
	runIndex: number,
	counts: CopyCounts,
): Order[] {
	const now: Record<string, number> = {};
	const earlier = Object.entries(counts).filter(([run]) => Number(run) < runIndex);
	const numbered = orders.map((order) => {
		const { evaluated } = order.hashes;
		const here = (now[evaluated] ?? 0) + 1;
		now[evaluated] = here;
		const before = earlier.reduce((sum, [, count]) => sum + (count[evaluated] ?? 0), 0);
		return { ...order, copy: before + here };
	});
	counts[runIndex] = now;
	return numbered;
}
