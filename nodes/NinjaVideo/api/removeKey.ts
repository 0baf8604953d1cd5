/** What stands where the API key stood. */
const REMOVED = '[API key removed]';

/** How every key of the service begins. */
const PREFIX = 'nj_sk_';
/** What may follow it in a key of somebody else. */
const REST = '[A-Za-z0-9_.~%+=/-]';
/** The shortest part of a secret that is removed where it stands without the prefix, in characters. */
const SHORTEST_PART = 12;

/**
 * What nobody sees between two letters, as it is or as JSON writes it: line breaks, the null bytes of UTF-16 and
 * UTF-32, spaces without a width.
 */
const UNSEEN =
	'(?:[\\0-\\x20\\x7f-\\xa0\\xad\\u200b-\\u200f\\u2028-\\u202f\\u2060\\ufeff\\ufffd]|\\\\{1,8}(?:u[0-9a-f]{4}|[bfnrt])){0,8}';

const toHex = (character: string): string => character.charCodeAt(0).toString(16);

/** A character as it is, URL-encoded (more than once too), or as an HTML entity. */
function spellingsOf(character: string): string {
	const plain = character.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
	const named = /[A-Za-z0-9]/.test(character) ? '' : '|[a-z]{2,8}';
	return `(?:${plain}|%(?:25)*${toHex(character)}|&(?:#0*${character.charCodeAt(0)}|#x0*${toHex(character)}${named});)`;
}

/** A text from its beginning on, as far as it goes but at least `least` characters: answers are cut anywhere. */
const beginningOf = (text: string, least: number): string =>
	[...text].reduceRight((rest, character, index) => {
		const next = `${index === 0 ? '' : UNSEEN}${spellingsOf(character)}${rest}`;
		return index < least ? next : `(?:${next})?`;
	}, '');

/** What the Base64 of every text has in common that holds the prefix, at each of the three places it can begin. */
const BASE64 = [0, 1, 2].map((before) => {
	const text = Buffer.from('x'.repeat(before) + PREFIX).toString('base64');
	return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + PREFIX.length) * 8) / 6));
});

/** The prefix as the hexadecimal of a dump. */
const HEX = Buffer.from(PREFIX).toString('hex');

/**
 * A function that takes the API key out of a text: whole or cut off, as it is, without its prefix, URL-encoded, with
 * HTML entities, in Base64, in hexadecimal, with what nobody sees between its letters; and every other key of the
 * service.
 */
export function createKeyRemover(key: string): (text: string) => string {
	const secret = key.trim();
	const bare = secret.slice(PREFIX.length);
	const pattern = new RegExp(
		[
			...(bare === '' ? [] : [`${beginningOf(secret, PREFIX.length + 1)}${REST}*`]),
			...(bare.length < SHORTEST_PART ? [] : [beginningOf(bare, SHORTEST_PART)]),
			`${beginningOf(PREFIX, PREFIX.length)}${REST}+`,
			`(?:${BASE64.join('|')})[A-Za-z0-9+/_-]*={0,2}`,
			`${HEX}[0-9a-f]*`,
		].join('|'),
		'gi',
	);
	return (text) => decodeEscapes(text).replace(pattern, REMOVED);
}

/** How much of a text is looked at in one go, in characters: every escape takes a hundred times its own memory. */
const PIECE = 65_536;

/** JSON may write any character as `\u005f`, and a slash as `\/`: those that need no escape are written plainly. */
function decodeEscapes(text: string): string {
	if (!text.includes('\\')) return text;
	const pieces: string[] = [];
	// A run of backslashes begins where no escape is open.
	const runs = /(?<!\\)\\/g;
	for (let from = 0; from < text.length; ) {
		runs.lastIndex = from + PIECE;
		const to = runs.exec(text)?.index ?? text.length;
		pieces.push(decodePiece(text.slice(from, to)));
		from = to;
	}
	return pieces.join('');
}

/** An even number of backslashes before an escape are escaped themselves. */
const decodePiece = (text: string): string =>
	text.replace(
		/(?<!\\)(\\+)(?:u00([2-7][0-9a-f])|\/)/gi,
		(escape: string, backslashes: string, hex: string | undefined) => {
			const character = hex === undefined ? '/' : String.fromCharCode(parseInt(hex, 16));
			const isPlain = backslashes.length % 2 === 1 && !/["\\\u007f]/.test(character);
			return isPlain ? backslashes.slice(1) + character : escape;
		},
	);

const removeEveryKey = createKeyRemover('');

/** Takes every key of the service out of a text that a person typed; a text without one stays as it is. */
export function removeAnyKey(text: string): string {
	const clean = removeEveryKey(text);
	return clean.includes(REMOVED) ? clean : text;
}
