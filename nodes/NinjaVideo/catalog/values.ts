import { parseUrl } from '../url';

/** One thing that is wrong with a request. Texts are made of it later. */
export interface Problem {
	/** The field's label in the form. */
	readonly field: string;
	/** What was given, as short text. */
	readonly value: string;
	/** What is wrong with it, to follow the field and the value: "is not …". */
	readonly reason: string;
	/** What would be right, as a sentence. */
	readonly allowed: string;
}

/** A text without what nobody sees: zero-width characters, marks of direction, fillers, and spaces around it. */
export const withoutInvisible = (text: string): string =>
	text.replace(/\p{Default_Ignorable_Code_Point}/gu, '').trim();

/** Whether nothing was given: spreadsheets leave such cells empty. */
export const isBlank = (value: unknown): boolean =>
	value === undefined ||
	value === null ||
	(typeof value === 'string' && withoutInvisible(value) === '');

/** What people type into a cell that they mean to leave to the default. */
const NOTHING_TYPED = /^([-–—]+|n\/a|none|default|auto|automatic)$/i;

/** Whether a cell is empty, or says in one word that it is left to the default. */
export const isLeftOpen = (value: unknown): boolean =>
	isBlank(value) || (typeof value === 'string' && NOTHING_TYPED.test(withoutInvisible(value)));

/** A value as text; undefined for one that is no single value. */
export const asText = (value: unknown): string | undefined => {
	if (typeof value === 'string') return value;
	return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
};

/**
 * A typed text without what people do not mean: other widths of a character, invisible ones, spaces around, doubled
 * spaces.
 */
export const asTyped = (value: unknown): string =>
	withoutInvisible(asText(value) ?? '')
		.normalize('NFKC')
		.replace(/\s+/g, ' ')
		.trim();

/** A value as short text, for messages. */
export const show = (value: unknown): string => {
	const characters = [...(asText(value) ?? JSON.stringify(value) ?? String(value))];
	return characters.length > 60 ? `${characters.slice(0, 57).join('')}...` : characters.join('');
};

/** Whether a text is an absolute http or https address. */
export function isWebAddress(text: string): boolean {
	return ['http:', 'https:'].includes(parseUrl(text)?.protocol ?? '');
}
