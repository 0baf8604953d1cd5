/** Characters that Markdown would read as a mark; a word that ends in an underscore would be one of emphasis. */
const toCell = (text: string): string =>
	text.replaceAll('|', '\\|').replace(/\b\w+_(?!\w)/g, '`$&`');

/** A Markdown table of plain texts, its columns padded as Prettier pads them. */
export function renderTable(
	head: readonly string[],
	rows: ReadonlyArray<readonly string[]>,
): string {
	const lines = [head, ...rows].map((cells) => cells.map(toCell));
	const widths = head.map((_, column) =>
		Math.max(3, ...lines.map((cells) => (cells[column] ?? '').length)),
	);
	const toLine = (cells: readonly string[]) =>
		`| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
	const [first = [], ...rest] = lines;
	return [first, widths.map((width) => '-'.repeat(width)), ...rest].map(toLine).join('\n');
}
