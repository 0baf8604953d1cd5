import type { Script } from './script';

/**
 * Which item stands at each place when the input is worked out for the nth time. Nobody can tell equal rows apart, so
 * these keep their order; nor does a row stay known that moves while its words change.
 */
export function rowsOf({ items, changes, moves }: Script, input: number): number[] {
	const places = items.map((_, place) => place);
	if (!moves || changes) return places;
	const words = items.map((item) => JSON.stringify(item));
	const moved = places.map((place) => (place + input) % items.length);
	const equal = (to: number) => places.filter((place) => words[place] === words[to]);
	const seen = new Map<string, number>();
	return moved.map((item) => {
		const nth = seen.get(words[item]!) ?? 0;
		seen.set(words[item]!, nth + 1);
		return equal(item)[nth]!;
	});
}

type Output = ReadonlyArray<{ readonly json: unknown; readonly pairedItem?: unknown }>;

/** The output by the items of the script, wherever their rows stand; as it is where it is not one item for each. */
export function inScriptOrder(output: Output, rows: readonly number[]): Output {
	if (output.length !== rows.length) return output;
	const ordered = output.map(({ json, pairedItem }) => {
		const { item = -1 } = pairedItem as { item?: number };
		return { json, pairedItem: { item: rows[item] } };
	});
	return rows.map((_, item) => ordered[rows.indexOf(item)]!);
}
