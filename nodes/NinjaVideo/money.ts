/** US cents of an amount such as `"$3.00"`, `"1,234.50"` or `3`; undefined where it is not an amount. */
export function toCents(amount: string | number | null | undefined): number | undefined {
	const dollars =
		typeof amount === 'number'
			? amount
			: Number((amount ?? 'none').replace(/[$,\s]|USD/g, '') || 'none');
	return Number.isFinite(dollars) ? Math.round(dollars * 100) : undefined;
}

/** US cents as dollars. */
export const toDollars = (cents: number): number => cents / 100;

/** US cents as text, as the service writes them: `$3.00`. */
export const formatDollars = (cents: number): string => `$${toDollars(cents).toFixed(2)}`;
