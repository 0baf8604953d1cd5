import type { Clock } from './clock';

/** So many items are worked on in one turn of the event loop: with slow expressions some 20 milliseconds. */
const ITEMS_PER_TURN = 20;

/**
 * Maps items one after the other, and lets the event loop have its turn after every few: n8n serves everybody else
 * from the same process while a node reads thousands of rows. Rejects where `map` does.
 */
export async function mapInTurns<T, R>(
	items: readonly T[],
	clock: Pick<Clock, 'sleep'>,
	map: (item: T, index: number) => R | Promise<R>,
): Promise<R[]> {
	const results: R[] = [];
	for (const [index, item] of items.entries()) {
		if (index > 0 && index % ITEMS_PER_TURN === 0) await clock.sleep(0);
		results.push(await map(item, index));
	}
	return results;
}
