import type { Clock } from './clock';

/** So long one piece of work after the other may take in one turn of the event loop, in milliseconds. */
const TURN_MS = 10;

/** Waits for the next turn of the event loop where the work of this one has taken long enough. */
export type NextTurn = () => Promise<void>;

/**
 * Shares the event loop: n8n serves everybody else from the process in which a node works on thousands of rows.
 * Whoever has many pieces of work waits here before each; the turn is common to all who wait here.
 */
export function createTurns(clock: Clock): NextTurn {
	let turn: { readonly sinceMs: number; readonly over: Promise<void> } | undefined;
	let line: Promise<void> = Promise.resolve();
	async function pass(): Promise<void> {
		while (turn !== undefined && clock.now() - turn.sinceMs >= TURN_MS) await turn.over;
		turn ??= {
			sinceMs: clock.now(),
			over: clock.sleep(0).then(() => {
				turn = undefined;
			}),
		};
	}
	// One after the other: thousands that come at once would all pass before the first has done anything.
	return async () => await (line = line.then(pass));
}

/** Maps items one after the other, in turns of the event loop. Rejects where `map` does. */
export async function mapInTurns<T, R>(
	items: readonly T[],
	clock: Clock,
	map: (item: T, index: number) => R | Promise<R>,
): Promise<R[]> {
	const nextTurn = createTurns(clock);
	const results: R[] = [];
	for (const [index, item] of items.entries()) {
		await nextTurn();
		results.push(await map(item, index));
	}
	return results;
}
