/**
 * Reads a URL; undefined where the text is none. `URL.canParse` of Node.js 20 calls a good URL bad, once it has been
 * called often, if the text has letters such as ü, so those are encoded for it.
 */
export function parseUrl(text: string, base?: string): URL | undefined {
	const ascii = text.replace(/[\u0080-\u00ff]/g, encodeURIComponent);
	return URL.canParse(ascii, base) ? new URL(text, base) : undefined;
}
