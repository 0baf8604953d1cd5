/* eslint-disable @n8n/community-nodes/no-restricted-imports -- writes the files of workflows */
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { installHost } from '../../../tools/host/installHost';

type Cell = string | number;

/** A row of a sheet: column to cell. */
export type SheetRow = Readonly<Record<string, Cell>>;

const quote = (cell: Cell) => `"${String(cell).replaceAll('"', '""')}"`;
const columnsOf = (rows: readonly SheetRow[]) => [...new Set(rows.flatMap(Object.keys))];

/** Writes rows as a CSV file with a header. */
export async function writeCsv(path: string, rows: readonly SheetRow[]): Promise<void> {
	const columns = columnsOf(rows);
	const lines = rows.map((row) => columns.map((column) => quote(row[column] ?? '')).join(','));
	await writeFile(path, [columns.join(','), ...lines, ''].join('\r\n'));
}

interface Xlsx {
	utils: {
		book_new(): unknown;
		aoa_to_sheet(cells: unknown[][]): unknown;
		book_append_sheet(book: unknown, sheet: unknown, name: string): void;
	};
	write(book: unknown, options: { type: 'buffer'; bookType: 'xlsx' }): Buffer;
}

/** A cell as a spreadsheet program keeps it once it was typed in: `16:9` is the time of day 16:09. */
function toStored(cell: Cell | undefined): unknown {
	const [, hours, minutes] = /^(\d+):(\d+)$/.exec(String(cell)) ?? [];
	if (hours === undefined) return cell === '' ? undefined : cell;
	return { t: 'n', v: (Number(hours) + Number(minutes) / 60) / 24, z: 'h:mm' };
}

/** Writes rows as an XLSX file, with the library that n8n reads it with. */
export async function writeXlsx(path: string, rows: readonly SheetRow[]): Promise<void> {
	const { modules } = await installHost('current', () => {});
	const xlsx = createRequire(join(modules, 'none.js'))('@e965/xlsx') as Xlsx;
	const columns = columnsOf(rows);
	const cells = rows.map((row) => columns.map((column) => toStored(row[column])));
	const book = xlsx.utils.book_new();
	xlsx.utils.book_append_sheet(book, xlsx.utils.aoa_to_sheet([columns, ...cells]), 'Sheet1');
	await writeFile(path, xlsx.write(book, { type: 'buffer', bookType: 'xlsx' }));
}
