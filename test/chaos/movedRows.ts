import type { Script } from './script';

/** Which item stands at each place when the input is worked out for the nth time. A row that changes does not move. */
export function rowsOf({ items, changes, moves }: Script, input: number): number[] {
	const places = items.map((_, place) => place);
	return moves && !changes ? places.map((place) => (place + input) % items.length) : places;
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
