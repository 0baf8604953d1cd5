import { failure, success, type Result } from '../result';
import { DEFAULTS } from './models';
import { asTyped, isLeftOpen, show, type Problem } from './values';

/** A model that may be named. */
export interface NamedModel {
	readonly id: string;
	readonly name: string;
}

/** Words that people leave out or add: the maker's name, and what every model makes. */
const COMMON_WORDS = /\b(google|runway|bytedance|kuaishou|openai|ai|video|videos|model)\b/g;

/** What makes two spellings the same: letters and digits, without case. */
const lettersAndDigits = (text: string): string =>
	text
		.normalize('NFKD')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]/gu, '');

const withoutCommonWords = (text: string): string =>
	lettersAndDigits(text.toLowerCase().replace(/[-_]+/g, ' ').replace(COMMON_WORDS, ''));

/** A name, and what the model list shows behind it: price and lengths. */
const WITH_NOTE = /^(.*?)\s*\((.*)\)$/;

/** Spellings that can mean a model, the strictest first: a later one counts only where an earlier finds nothing. */
const SPELLINGS: ReadonlyArray<(text: string) => string> = [
	(text) => text,
	lettersAndDigits,
	withoutCommonWords,
];

/** The ids of the models that a text can mean, none where it means nothing that is known. */
function findMatches(text: string, known: readonly NamedModel[]): readonly string[] {
	for (const spell of SPELLINGS) {
		const wanted = spell(text);
		if (wanted === '') continue;
		const byId = known.filter(({ id }) => spell(id) === wanted);
		const found = byId.length > 0 ? byId : known.filter(({ name }) => spell(name) === wanted);
		const ids = [...new Set(found.map(({ id }) => id))];
		if (ids.length > 0) return ids;
	}
	return [];
}

/** The same for a text with a note behind it. A note that is part of a name, or names a model itself, counts too. */
function findMeant(text: string, known: readonly NamedModel[]): readonly string[] {
	const matches = findMatches(text, known);
	const [, name = '', note = ''] = WITH_NOTE.exec(text) ?? [];
	if (matches.length > 0 || name === '') return matches;
	const named = findMatches(name, known);
	return named.length === 0 ? [] : [...new Set([...named, ...findMatches(note, known)])];
}

/** Ids that look like what was typed, the nearest first. */
function findNear(text: string, known: readonly NamedModel[]): string[] {
	const wanted = pairsOf(text);
	return known
		.map((model) => ({
			id: model.id,
			likeness: Math.max(
				likeness(wanted, pairsOf(model.id)),
				likeness(wanted, pairsOf(model.name)),
			),
		}))
		.filter(({ likeness: value }) => value >= 0.4)
		.sort((a, b) => b.likeness - a.likeness)
		.map(({ id }) => id)
		.filter((id, index, ids) => ids.indexOf(id) === index)
		.slice(0, 3);
}

const pairsOf = (text: string): ReadonlySet<string> => {
	const letters = withoutCommonWords(text);
	return new Set([...letters].map((_, index) => letters.slice(index, index + 2)));
};

const likeness = (a: ReadonlySet<string>, b: ReadonlySet<string>): number =>
	(2 * [...a].filter((pair) => b.has(pair)).length) / (a.size + b.size);

/**
 * The id of the model that a text means, by letters and digits of ids and names; the default for nothing. A text that
 * could mean two models, or none that is known, is refused with the ids that are known.
 * @param known every model that may be ordered
 */
export function readModel(value: unknown, known: readonly NamedModel[]): Result<string, Problem> {
	if (isLeftOpen(value)) return success(DEFAULTS.model);
	const text = asTyped(value);
	const matches = findMeant(text, known);
	const [match] = matches;
	if (match !== undefined && matches.length === 1) return success(match);
	const isText = typeof value === 'string';
	const near = matches.length > 0 ? matches : findNear(text, known);
	const meant = near.length === 0 ? '' : `Did you mean ${near.join(' or ')}? `;
	const ids = [...new Set(known.map(({ id }) => id))];
	return failure({
		field: 'Model',
		value: show(value),
		reason: !isText
			? 'is not a text'
			: matches.length > 1
				? 'can mean more than one model'
				: 'is not known',
		allowed: `${meant}Allowed: ${ids.join(', ')}.`,
	});
}
