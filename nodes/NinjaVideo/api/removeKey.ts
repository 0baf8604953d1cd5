/** What stands where the API key stood. */
const REMOVED = '[API key removed]';

/** Anything that looks like a key of the service. */
const ANY_KEY = 'nj(?:_|%5f)sk(?:_|%5f)[A-Za-z0-9_.~%+=-]+';

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** A function that takes the API key out of a text: as it is, without its prefix, URL-encoded, in Base64; and every other key. */
export function createKeyRemover(key: string): (text: string) => string {
	const secret = key.trim();
	const bare = secret.replace(/^nj_sk_/, '');
	const forms = [
		secret,
		encodeURIComponent(secret),
		...(bare.length >= 16 ? [bare, encodeURIComponent(bare)] : []),
		...(secret.length >= 8
			? [secret, `Bearer ${secret}`].map((text) =>
					Buffer.from(text).toString('base64').replace(/=+$/, ''),
				)
			: []),
	].filter((form) => form !== '');
	const pattern = new RegExp(
		[...new Set(forms)]
			.sort((a, b) => b.length - a.length)
			.map(escapeRegExp)
			.concat(ANY_KEY)
			.join('|'),
		'gi',
	);
	return (text) => decodeEscapes(text).replace(pattern, REMOVED);
}

/** JSON may write any character as `\u005f`, and a slash as `\/`: those that need no escape are written plainly. */
const decodeEscapes = (text: string): string =>
	text.includes('\\')
		? text.replace(
				/\\(u00([2-7][0-9a-f])|[\s\S])/gi,
				(escape: string, what: string, hex?: string) => {
					if (what === '/') return what;
					const character = hex === undefined ? '"' : String.fromCharCode(parseInt(hex, 16));
					return /["\\\u007f]/.test(character) ? escape : character;
				},
			)
		: text;
