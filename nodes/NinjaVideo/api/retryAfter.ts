/**
 * Reads a `Retry-After` header: seconds, or an HTTP date.
 * @returns seconds from now, at least 0; undefined where the header is missing or unreadable
 */
export function readRetryAfter(header: string | undefined, nowMs: number): number | undefined {
	const text = header?.trim();
	if (text === undefined || text === '') return undefined;
	if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
	const dateMs = Date.parse(text);
	return Number.isNaN(dateMs) ? undefined : Math.max(0, (dateMs - nowMs) / 1000);
}
