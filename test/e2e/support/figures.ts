/* eslint-disable no-console -- prints what a test measured; not part of the package */

/** Prints what a test measured, as names and values. */
export function printFigures(figures: Readonly<Record<string, string | number>>): void {
	for (const [what, value] of Object.entries(figures)) console.log(`${what}: ${value}`);
}
