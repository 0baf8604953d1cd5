/** The most JSON values taken from a text that is not JSON as a whole. */
const MAX_FRAGMENTS = 50;
/** How much of such a text is read, in characters, what is read twice counted twice. */
const MAX_SCANNED = 16_000_000;
/** The deepest value that is read from such a text. */
const MAX_DEPTH = 100;

/** The most often that one name of an object is told apart. */
const MAX_REPEATS = 20;

/**
 * JSON in which a name that an object has more than once is told apart by underscores, which names are read without:
 * of an id that stands twice, JSON.parse would keep the last alone.
 */
export function keepRepeats(json: string): string {
	const objects: Array<Map<string, number>> = [];
	return json.replace(
		/"([^"\\]*(?:\\[\s\S][^"\\]*)*)"(\s*:)|"[^"\\]*(?:\\[\s\S][^"\\]*)*"|[{}]/g,
		(token: string, name: string | undefined, colon: string) => {
			if (token === '{') objects.push(new Map());
			if (token === '}') objects.pop();
			const names = objects.at(-1);
			if (name === undefined || names === undefined) return token;
			const times = names.get(name) ?? 0;
			names.set(name, times + 1);
			return times > MAX_REPEATS ? token : `"${name}${'_'.repeat(times)}"${colon}`;
		},
	);
}

/**
 * The JSON in a body; undefined where it is none. Numbers that a double cannot hold come as text, because as numbers
 * they would be other ids.
 */
export function parseJson(body: string): unknown {
	const text = body.replace(/^\uFEFF/, '');
	try {
		return JSON.parse(keepLongNumbers(text)) as unknown;
	} catch {
		return undefined;
	}
}

const keepLongNumbers = (text: string): string =>
	/\d{16}|\de\+?\d\d/i.test(text)
		? text.replace(/"[^"\\]*(?:\\[\s\S][^"\\]*)*"|-?\d[\d.eE+-]*/g, (token: string) =>
				isBeyondDouble(token) ? `"${token}"` : token,
			)
		: text;

const isBeyondDouble = (number: string): boolean =>
	/^-?\d{16,}$/.test(number) || (/^-?\d.*e/i.test(number) && Math.abs(Number(number)) >= 1e16);

/**
 * The same for a body with something before or after its JSON, or one that was cut off: every value that can be
 * read, as a list. A cut-off value is read up to its last whole member.
 */
export function parseFragments(body: string): unknown {
	const whole = parseJson(body);
	if (whole !== undefined) return whole;
	const values: unknown[] = [];
	let budget = MAX_SCANNED;
	for (let from = 0; values.length < MAX_FRAGMENTS && budget > 0; ) {
		const start = from + body.slice(from).search(/[{[]/);
		if (start < from) break;
		const { text, end } = cutValue(body, start);
		const value = parseJson(text);
		if (value !== undefined) values.push(value);
		budget -= end - start;
		from = value === undefined ? start + 1 : end;
	}
	return values.length > 1 ? values : values[0];
}

/** A bracket that is open, and the one around it. */
interface Open {
	readonly closer: '}' | ']';
	readonly around: Open | undefined;
	readonly depth: number;
}

/** The value that starts at a bracket, closed where the text ends before it does; and where it ends. */
function cutValue(body: string, start: number): { text: string; end: number } {
	let open: Open | undefined;
	/** Up to where every member is whole, and what is open there. */
	let whole: { end: number; open: Open | undefined } = { end: start, open };
	const tokens = /"[^"\\]*(?:\\[\s\S][^"\\]*)*("|$)|[{}[\],]/g;
	tokens.lastIndex = start;
	for (let token = tokens.exec(body); token !== null; token = tokens.exec(body)) {
		const [text, quote] = token;
		const end = tokens.lastIndex;
		if (text === '{' || text === '[') {
			const depth = (open?.depth ?? 0) + 1;
			open = { closer: text === '{' ? '}' : ']', around: open, depth };
			if (depth > MAX_DEPTH) break;
			whole = { end, open };
		} else if (text === '}' || text === ']') {
			open = open?.around;
			if (open === undefined) return { text: body.slice(start, end), end };
			whole = { end, open };
		} else if (text === ',') {
			whole = { end: token.index, open };
		} else if (quote === '') {
			break;
		} else if (open?.closer === ']' || isAfterColon(body, token.index)) {
			whole = { end, open };
		}
	}
	let closers = '';
	for (let next = whole.open; next !== undefined; next = next.around) closers += next.closer;
	return { text: body.slice(start, whole.end) + closers, end: body.length };
}

const isAfterColon = (body: string, index: number): boolean =>
	/:\s*$/.test(body.slice(Math.max(0, index - 50), index));
