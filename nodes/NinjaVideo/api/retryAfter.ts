/**
 * Reads a `Retry-After` header: seconds, or an HTTP date.
 * @returns seconds from now, at least 0; undefined where the header is missing or unreadable
 */
export function readRetryAfter(header: string | undefined, nowMs: number): number | undefined {
	const text = header?.trim() ?? '';
	if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
	// A date starts with the name of its day; `Date.parse` alone would read a year into `-5`.
	const dateMs = /^[A-Z][a-z]{2}/.test(text) ? Date.parse(text) : Number.NaN;
	return Number.isNaN(dateMs) ? undefined : Math.max(0, (dateMs - nowMs) / 1000);
}
