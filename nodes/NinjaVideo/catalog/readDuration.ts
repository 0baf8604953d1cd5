import { DEFAULTS } from './models';
import { asTyped, isLeftOpen } from './values';

/** A number with a unit of seconds, in the spellings of a few languages, or none. */
const WITH_UNIT =
	/^(\d+)(?:[.,](0+))?(?: ?(?:s|sec|secs|seconds?|sek|sekunden?|seg|segundos?|secondes?|secondi|"|″|''|′′))?\.?$/i;
const CLOCK = /^(?:0{1,2}:)?0{1,2}:(\d{2})$/;
const ISO = /^PT(\d+)S$/i;
const MILLISECONDS = /^(\d+)000 ?(?:ms|milliseconds?)$/i;

/**
 * A length as people type it, in whole seconds: `8`, `8 seconds`, `5s`, `5,0`, `0:08`; the default for nothing.
 * @returns NaN for what is no whole number of seconds
 */
export function readSeconds(value: unknown): number {
	if (isLeftOpen(value)) return DEFAULTS.durationSeconds;
	if (typeof value === 'number') return Number.isInteger(value) ? value : Number.NaN;
	if (typeof value !== 'string') return Number.NaN;
	const text = asTyped(value);
	const found = [WITH_UNIT, CLOCK, ISO, MILLISECONDS].map((form) => form.exec(text)?.[1]);
	return Number(found.find((digits) => digits !== undefined) ?? Number.NaN);
}
