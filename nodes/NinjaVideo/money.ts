/** A comma before the last one or two digits, and no point: the decimal comma of `3,00`. */
const DECIMAL_COMMA = /^([^.,]*),(\d{1,2}\D*)$/;

/** A comma behind points: the decimal comma of `1.234,50`, where the points part thousands. */
const COMMA_LAST = /^([^,]*\.[^,]*),([^.,]*)$/;

/** The dollars in a text such as `"$3.00"`, `"1,234.50"`, `"1.234,50"` or `"3,00"`; NaN where it is no amount of money. */
export const readDollars = (text: string): number =>
	Number(
		text
			.replace(
				COMMA_LAST,
				(_, whole: string, part: string) => `${whole.replace(/\./g, '')}.${part}`,
			)
			.replace(DECIMAL_COMMA, '$1.$2')
			.replace(/[$,\s]|USD/g, '') || 'none',
	);

/** US cents of an amount, a text or a number of dollars; undefined where it is no amount of money. */
export function toCents(amount: string | number | null | undefined): number | undefined {
	const dollars = typeof amount === 'number' ? amount : readDollars(amount ?? '');
	const cents = Math.round(dollars * 100);
	return Number.isSafeInteger(cents) ? cents : undefined;
}

/** US cents as dollars. */
export const toDollars = (cents: number): number => cents / 100;

/** US cents as text, as the service writes them: `$3.00`. */
export const formatDollars = (cents: number): string =>
	`${cents < 0 ? '-' : ''}$${toDollars(Math.abs(cents)).toFixed(2)}`;
