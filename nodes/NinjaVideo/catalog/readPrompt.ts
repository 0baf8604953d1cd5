import { MAX_PROMPT_CHARACTERS } from './models';
import { asText, isBlank, show, type Problem } from './values';

/** An accident that looks like a prompt: what it is, and what to do about it. */
interface Accident {
	readonly found: RegExp;
	readonly reason: string;
	readonly advice: string;
}

const FIX_EXPRESSION = "Check the expression of 'Prompt': it found no text in this item.";
const FIX_TEXT = 'Give the text of the video.';

/** In the order in which they are looked for. */
const ACCIDENTS: readonly Accident[] = [
	{
		found: /^\W*(undefined|null|nan|none|nil|true|false)\W*$|[:=]\s*(undefined|null|NaN)\b/i,
		reason: 'is a missing value, not a text',
		advice: FIX_EXPRESSION,
	},
	{
		found: /^\s*(https?:\/\/\S+|\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-][\d:]+)?)?)\s*$/i,
		reason: 'is a URL or a date, not a text',
		advice: "Check which field 'Prompt' is taken from.",
	},
	{
		found: /\[(object \w+|undefined|null|Array)\]/,
		reason: 'has a whole object in it, not its text',
		advice:
			"Check the expression of 'Prompt': name the field that has the text, such as {{ $json.prompt }}.",
	},
	{
		found: /#(REF!|N\/A|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!|CALC!|ERROR!|GETTING_DATA)/,
		reason: 'comes from a spreadsheet formula that does not work',
		advice: 'Correct the cell in the spreadsheet.',
	},
	{
		found: /^\W*(n\/a|tb[ad]|to ?do|loading(\.\.\.|…))\W*$/i,
		reason: 'stands for a text that is not there yet',
		advice: FIX_TEXT,
	},
	{
		found:
			/^\s*=\s*(("[^"]*"|('[^']+'!|\w+!)?\$?[A-Z]{1,3}\$?\d+)\s*([-+*/&^<>,:;].*)?$|[A-Z][A-Z0-9._]*\()/is,
		reason: 'is a spreadsheet formula that was not worked out',
		advice: 'Give the value of the cell, not its formula.',
	},
	{
		found: /^\s*[+-]?[\d.,\s]*\d[\d.,\s]*%?\s*$/,
		reason: 'is only a number',
		advice: "Check which field 'Prompt' is taken from.",
	},
	{
		found: /\{\{|\}\}/,
		reason: 'has an expression in it that was not worked out',
		advice: "Set 'Prompt' to 'Expression', not 'Fixed', or delete the braces.",
	},
	{
		found: /\$(json|input|node)\b[.[(]/,
		reason: 'has an expression in it that was not worked out',
		advice: "Set 'Prompt' to 'Expression' and write it in braces, such as {{ $json.prompt }}.",
	},
	{
		found: /\uFFFD|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/,
		reason: 'has broken characters in it',
		advice:
			'The text was cut inside a character, or its file was read in a wrong encoding: use UTF-8.',
	},
	{
		found: /Ã[\u0080-\u00BF]|â€[\u0080-\u00BF™œ“”˜]/,
		reason: 'has broken characters in it',
		advice: 'Its file was read in a wrong encoding: use UTF-8.',
	},
	{
		found: /^[^\p{L}\p{N}\p{Extended_Pictographic}]*$/u,
		reason: 'has no words in it',
		advice: FIX_TEXT,
	},
];

/** What is wrong with a text that an expression gave by accident, and what to do about it in the field of this label. */
export function findAccident(
	text: string,
	label = 'Prompt',
): Pick<Problem, 'reason' | 'allowed'> | undefined {
	const accident = ACCIDENTS.find(({ found }) => found.test(text));
	return accident === undefined
		? undefined
		: { reason: accident.reason, allowed: accident.advice.replace("'Prompt'", `'${label}'`) };
}

/** Whether a prompt can be ordered: neither empty, nor too long, nor an accident that would be paid for. */
export function findPromptProblem(prompt: unknown): Problem | undefined {
	const problem = (reason: string, allowed = ''): Problem => ({
		field: 'Prompt',
		value: isBlank(prompt) ? '' : show(prompt),
		reason,
		allowed: `${allowed} A text of 1 to ${MAX_PROMPT_CHARACTERS} characters is needed.`.trim(),
	});
	if (isBlank(prompt)) return problem('is empty');
	const text = asText(prompt);
	if (text === undefined) return problem('is not a text');
	const accident = findAccident(text);
	if (accident !== undefined) return problem(accident.reason, accident.allowed);
	// The service counts characters as people do, not the two halves of an emoji.
	const { length } = [...text];
	return length > MAX_PROMPT_CHARACTERS ? problem(`is ${length} characters long`) : undefined;
}

/**
 * Whether every expression of a prompt came out empty, so that only the fixed words around them are left: `A film
 * about: .`
 * @param template the parameter as it was written, with its expressions
 */
export function isOnlyTemplate(template: unknown, prompt: unknown): boolean {
	if (typeof template !== 'string' || typeof prompt !== 'string') return false;
	if (!template.startsWith('=')) return false;
	const words = template.slice(1).replace(/\{\{[\s\S]*?\}\}/g, '');
	const plain = (text: string) => text.replace(/\s+/g, ' ').trim();
	return words.length < template.length - 1 && plain(words) === plain(prompt);
}

/** What is said of such a prompt. */
export const onlyTemplate = (prompt: unknown): Problem => ({
	field: 'Prompt',
	value: show(prompt),
	reason: 'has nothing of this item in it',
	allowed: `${FIX_EXPRESSION} Leave such items out before this node.`,
});
