import { toCents } from '../money';
import { keepRepeats, parseFragments, parseJson } from './json';
import { listFields, toText, type Field } from './shape';

/** What the answer to a paid call says, in whatever shape. */
export interface OrderFacts {
	/** Everything that may be the id of the job, most likely first. */
	readonly ids: readonly string[];
	/** Whether one of them is named as the id of a job; `request_id` may be that of the HTTP request. */
	readonly hasJobId: boolean;
	/** The model that makes it. */
	readonly model?: string;
	/** What was charged, in US cents. */
	readonly priceCents?: number;
	/** The balance after the charge, in US cents. */
	readonly balanceCents?: number;
	/** `object: "video"`: the answer of an API whose `/video` is the alias of `/videos` (vendor's OpenAPI document). */
	readonly isVideoObject: boolean;
}

/** Names of members that may hold the id of a job, most likely first. Names are normalised. */
const ID_NAMES = [
	'videoid',
	'jobid',
	'id',
	'requestid',
	'taskid',
	'generationid',
	'predictionid',
	'operationid',
	'operationname',
	'operation',
	'uuid',
	'tracerequestid',
];
/** Names that say of what the id is, in the case that no member is named as an id: `job: "abc"`. */
const MAYBE_ID = /^(video|job|task|generation|prediction|request)$/;
/** Names that end like that of an id and are those of something else; every other one is: `render_id`, `guid`. */
const NO_ID =
	/(user|account|owner|org|organi[sz]ation|team|project|workspace|tenant|customer|client|key|model|provider|webhook|input|image|prompt|plan|invoice|payment|trace|span|correlation|session|error|event|incident|reference|ray|parent)id$|^(paid|valid|invalid|grid|void|prepaid|unpaid)$/;
/** Names that no id of an HTTP request has. */
const JOB_ID_NAMES = ID_NAMES.filter((name) => !['requestid', 'tracerequestid'].includes(name));
/** Members whose ids are those of other things. */
const OF_OTHERS =
	/^(model|models|user|account|owner|organi[sz]ation|team|project|apikey|key|webhook|provider|input)$/;

/** The longest id that is believed, in characters. */
const MAX_ID = 1000;
/** How much of a text is searched for ids, in characters. */
const MAX_SEARCHED = 100_000;
/** At most so many ids of one answer are kept. */
const MAX_IDS = 20;

/** Ids inside texts: the query of the status call, and the path of the same under `/videos`. */
const IDS_IN_TEXT = [/[?&]request_?id=([^&\s"'<>#]+)/gi, /\/v\d+\/videos\/([^/?#\s"'<>]+)/gi];
/** What may stand before `id` in a name, in texts. */
const BEFORE_ID =
	'(?:request|job|video|task|generation|prediction|operation|render|clip|uu|gu)?[-_ ]?';
/** Ids in a body that is neither JSON nor a page: `request_id=abc`, `request_id: abc`, `<id>abc</id>`, `id="abc"`. */
const IDS_IN_PLAIN_TEXT = new RegExp(
	`(?:^|[^a-z0-9])${BEFORE_ID}id\\s*[=:>]\\s*["']?([^\\s"'&<>,;{}()[\\]]+)`,
	'gi',
);
/** Ids in JSON that is broken, or in what only looks like it. */
const IDS_IN_BROKEN_JSON = new RegExp(
	`["']${BEFORE_ID}id["']\\s*:\\s*(?:["']([^"'\\\\]+)["']|(\\d+)\\s*[,}\\]])`,
	'gi',
);
/** Headers that name a job. */
const ID_HEADER = /^(x-)?(ninja-)?(job|video|task|generation|prediction|operation)-?id$/;

/** Reads the answer to an order: what it says, in whatever shape. Never fails; an answer without ids has none. */
export function readOrder(body: string, headers: Readonly<Record<string, string>>): OrderFacts {
	const json = body.length > MAX_SEARCHED ? body : keepRepeats(body);
	const fields = listFields(parseFragments(json)).filter(
		({ path }) => !path.some((name) => OF_OTHERS.test(name)),
	);
	const model = fields.map(readModel).find((text) => text !== '');
	const priceCents = readPrice(fields);
	const balanceCents = firstCents(fields, balanceOf);
	return {
		ids: readIds(fields, body, headers),
		hasJobId: fields.some(({ name, value }) => JOB_ID_NAMES.includes(name) && isId(toText(value))),
		isVideoObject: fields.some(
			({ name, value, path }) => name === 'object' && value === 'video' && path.length === 0,
		),
		...(model === undefined ? {} : { model }),
		...(priceCents === undefined ? {} : { priceCents }),
		...(balanceCents === undefined ? {} : { balanceCents }),
	};
}

function readIds(
	fields: readonly Field[],
	body: string,
	headers: Readonly<Record<string, string>>,
): readonly string[] {
	const trace = toText(headers['x-request-id']);
	const rank = ({ name, path, value }: Field) => {
		const byName = ID_NAMES.indexOf(name === 'value' ? (path.at(-1) ?? '') : name);
		// The id of the HTTP request is asked for last.
		const isTrace = name === 'tracerequestid' || (trace !== '' && toText(value) === trace);
		return isTrace ? 1000 : byName < 0 ? 900 : path.length * 20 + byName;
	};
	const exact = fields.filter(isIdField);
	const named = (exact.length > 0 ? exact : fields.filter(isMaybeIdField))
		.map((field) => ({ text: toText(field.value), rank: rank(field) }))
		.sort((a, b) => a.rank - b.rank)
		.map(({ text }) => text);
	const texts = fields.flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
	const inTexts = [...Object.values(headers), ...texts].flatMap(idsInUrls);
	const inHeaders = Object.entries(headers)
		.filter(([name]) => ID_HEADER.test(name))
		.map(([, value]) => decode(toText(value)));
	const isPlain = fields.length === 0 && !/^\s*([{[]|<(!|html|head|body))/i.test(body);
	const patterns = isPlain
		? [IDS_IN_PLAIN_TEXT, ...IDS_IN_TEXT]
		: parseJson(body) === undefined
			? [IDS_IN_BROKEN_JSON]
			: [];
	const inPlain = patterns.flatMap((pattern) => captures(body, pattern));
	return [...new Set([...named, ...inTexts, ...inHeaders, ...inPlain].filter(isId))].slice(
		0,
		MAX_IDS,
	);
}

/** The ids in the URLs of status calls that a text has. */
export const idsInUrls = (text: string): string[] =>
	IDS_IN_TEXT.flatMap((pattern) => captures(text, pattern));

/** A member that is named as an id, or the value of an object that is. */
const isIdField = ({ name, path, value }: Field): boolean =>
	isId(toText(value)) &&
	(ID_NAMES.includes(name) ||
		(name.endsWith('id') && !NO_ID.test(name)) ||
		(name === 'value' && ID_NAMES.includes(path.at(-1) ?? '')));

/** A member whose name says that it may hold one. */
const isMaybeIdField = ({ name, value }: Field): boolean =>
	MAYBE_ID.test(name) && isId(toText(value));

/** A placeholder of a documentation page (`...`, `{id}`, `:id`, `<string>`) is no id. */
const isId = (text: string): boolean =>
	text.length <= MAX_ID && /[\p{L}\p{N}]/u.test(text) && !/^[:{<[]/.test(text);

function captures(text: string, pattern: RegExp): string[] {
	return [...text.slice(0, MAX_SEARCHED).matchAll(pattern)].map(([, quoted, bare]) => {
		const id = quoted ?? bare ?? '';
		const trimmed = toText(id).replace(/[.,;]+$/, '');
		return /^(%[0-9a-f]{2}|[^%])*$/i.test(trimmed) ? decode(trimmed) : trimmed;
	});
}

function decode(text: string): string {
	try {
		return toText(decodeURIComponent(text));
	} catch {
		return text;
	}
}

const readModel = ({ name, value, path }: Field): string =>
	name === 'model' && path.length <= 2 && typeof value === 'string' ? toText(value) : '';

/** The highest of the amounts that are named as the charge; else what may be it, most likely first. */
function readPrice(fields: readonly Field[]): number | undefined {
	const amounts = (read: (field: Field) => number | undefined) =>
		// Nothing is sold for less than nothing: that would raise the spend cap.
		fields.map(read).filter((cents) => cents !== undefined && cents >= 0) as number[];
	const charges = amounts(chargeOf);
	if (charges.length > 0) return Math.max(...charges);
	return amounts(partOfCost)[0] ?? amounts(priceOf)[0];
}

/** Names of a charge; normalised. */
const CHARGES = /^((total)?cost(usd)?|thisrequest|pricepaid|(amount)?charged(usd)?)$/;
/** The same in cents, or in credits, which are cents (vendor's documentation). */
const CHARGES_IN_CENTS =
	/^((total)?costcents|(amount)?chargedcents|costcredits|(thisrequest)?credits(used|charged|spent)|thisrequestcredits)$/;

const isInCost = ({ path }: Field): boolean => /^cost(usd)?$|^thisrequest$/.test(path.at(-1) ?? '');

function chargeOf(field: Field): number | undefined {
	const { name, value } = field;
	const isInCents =
		CHARGES_IN_CENTS.test(name) || (isInCost(field) && /^(cents|credits)$/.test(name));
	if (isInCents) return toWholeCents(value);
	return CHARGES.test(name) ? toAmount(value) : undefined;
}

const partOfCost = (field: Field): number | undefined =>
	isInCost(field) && ['usd', 'amount', 'total', 'value'].includes(field.name)
		? toAmount(field.value)
		: undefined;

/** The price of a video, where nothing says what this one was charged. */
const priceOf = ({ name, value }: Field): number | undefined =>
	['pervideo', 'price', 'priceusd'].includes(name) ? toAmount(value) : undefined;

/** The balance in a member of an answer, in US cents. */
export function balanceOf({ name, value, path }: Field): number | undefined {
	const isInside = path.at(-1) === 'balance';
	if (name === 'balancecents' || (isInside && name === 'cents')) return toWholeCents(value);
	if (['balance', 'balanceusd', 'newbalance', 'remainingbalance'].includes(name)) {
		return toAmount(value);
	}
	return isInside && ['usd', 'amount', 'value'].includes(name) ? toAmount(value) : undefined;
}

/** The first amount of the members of an answer. Cents are exact, so they come before dollars. */
export function firstCents(
	fields: readonly Field[],
	read: (field: Field) => number | undefined,
): number | undefined {
	const exact = fields.filter(({ name }) => name.endsWith('cents'));
	return [...exact, ...fields].map(read).find((cents) => cents !== undefined);
}

/** An amount in US cents; a credit is a cent (vendor's documentation). */
function toAmount(value: unknown): number | undefined {
	const amount: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
	if (typeof amount === 'number') return toCents(amount);
	if (typeof amount !== 'string') return undefined;
	const [, credits] = /^\s*(\d+)\s*credits?\s*$/i.exec(amount) ?? [];
	return credits === undefined ? toCents(amount) : Number(credits);
}

/** A count of US cents, a number or a text; undefined where it is none. */
export const toWholeCents = (value: unknown): number | undefined => {
	const cents = Math.round(
		typeof value === 'string' ? Number(value.trim() || 'none') : Number(value),
	);
	return typeof value !== 'object' && Number.isSafeInteger(cents) ? cents : undefined;
};
