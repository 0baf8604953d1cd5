import { tidy } from './readStatus';
import { isRecord, toText } from './shape';

/** What an error body says, in whatever shape. */
export interface ErrorBody {
	/** The service's own code; absent where it gave none. */
	readonly code?: string;
	/** The service's words and the fields it names, cut at 500 characters. */
	readonly message: string;
	/** The service says that another try is of no use. */
	readonly isFinal: boolean;
}

/** A code has no spaces; anything else in its place is words. */
const CODE = /^[\w.:-]{1,80}$/;

const asCode = (value: unknown): string =>
	typeof value === 'string' && CODE.test(value.trim()) ? value.trim() : '';

const withField = (field: string, words: string) =>
	field === '' || words === '' ? words : `${field}: ${words}`;

/**
 * Reads an error body: `{ error: CODE, message, details }` (vendor's error page), `{ error: { message, code, param } }`
 * (vendor's OpenAPI document), a flat `{ message, code }` (vendor's SDK), and what gateways answer.
 * @returns undefined for anything that is not one
 */
export function readErrorBody(json: unknown): ErrorBody | undefined {
	if (Array.isArray(json)) return readErrorBody(json[0]);
	if (!isRecord(json)) return undefined;
	if (json.error === undefined && isRecord(json.data)) return readErrorBody(json.data);
	const inner = isRecord(json.error) ? json.error : {};
	const text = typeof json.error === 'string' ? json.error.trim() : '';
	const code = [inner.code, text, json.code, json.error_code, inner.type, json.type].map(asCode);
	const param = toText(inner.param ?? json.param);
	const [words = ''] = [
		withField(param, toText(inner.message)),
		withField(param, toText(json.message)),
		toText(json.error_description),
		toText(inner.detail ?? json.detail),
		toText(json.title),
		asCode(text) === '' ? text : '',
	].filter((word) => word !== '');
	const fields = [json.details, json.errors, json.detail, inner.details].flatMap(readFields);
	const found = code.find((one) => one !== '');
	const message = tidy([words, ...fields].filter((part) => part !== '').join('; '));
	if (found === undefined && message === '') return undefined;
	const isFinal = json.retryable === false || inner.retryable === false;
	return { message, isFinal, ...(found === undefined ? {} : { code: found }) };
}

/** The fields an error names: `[{ field, message }]`, or `[{ loc, msg }]`. */
function readFields(list: unknown): string[] {
	if (!Array.isArray(list)) return [];
	return list.slice(0, 20).map((item: unknown) => {
		if (!isRecord(item)) return toText(item);
		const place = Array.isArray(item.loc) ? item.loc.map(toText).join('.') : toText(item.field);
		return withField(place, toText(item.message ?? item.msg));
	});
}
