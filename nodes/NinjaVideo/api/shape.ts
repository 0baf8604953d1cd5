import { parseJson } from './json';

/** One member of an answer, wherever it stands. */
export interface Field {
	/** In lower case, without `_`, `-` and spaces: `requestId` and `request_id` are the same name. */
	readonly name: string;
	readonly value: unknown;
	/** The names of the objects it stands in, the outermost first; list indexes are left out. */
	readonly path: readonly string[];
}

const MAX_DEPTH = 8;
const MAX_FIELDS = 50_000;

/** A name as answers are searched by it. */
export const normalizeName = (name: string): string => name.toLowerCase().replace(/[_\-\s]/g, '');

/** Every member of an answer, those nearest to the root first. Huge and deep answers are read in part. */
export function listFields(json: unknown): readonly Field[] {
	const fields: Field[] = [];
	let level: Array<{ value: unknown; path: readonly string[] }> = [{ value: json, path: [] }];
	for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth += 1) {
		const next: typeof level = [];
		for (const { value: given, path } of level) {
			if (fields.length > MAX_FIELDS) return fields;
			const value = readInner(given);
			if (Array.isArray(value)) {
				next.push(...value.slice(0, MAX_FIELDS).map((item: unknown) => ({ value: item, path })));
			} else if (isRecord(value)) {
				for (const [key, member] of Object.entries(value).slice(0, MAX_FIELDS)) {
					const name = normalizeName(key);
					fields.push({ name, value: member, path });
					next.push({ value: member, path: [...path, name] });
				}
			}
		}
		level = next;
	}
	return fields;
}

/** JSON that stands in a text of JSON, as services do that hand on the answer of another. */
const readInner = (value: unknown): unknown =>
	typeof value === 'string' && /^\s*[{[]/.test(value) ? (parseJson(value) ?? value) : value;

/** Whether a value is a JSON object. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A text or a number as clean text without control characters, and without halves of characters, which no URL can
 * have; empty for everything else.
 */
export const toText = (value: unknown): string =>
	typeof value === 'string' || typeof value === 'number'
		? String(value)
				.replace(/\p{Cs}/gu, '\ufffd')
				.replace(/\s*[\p{Cc}\p{Cf}\u2028\u2029]+\s*/gu, ' ')
				.trim()
		: '';
