/** What a text is; this decides which rules hold for it. */
export type Kind =
	/** A label, the name of a choice, of a node. */
	| 'title'
	/** A description, a hint, a notice. */
	| 'description'
	/** The description of a switch. */
	| 'switch'
	| 'placeholder'
	/** What adds an entry to a collection. */
	| 'button'
	| 'action'
	/** What went wrong. */
	| 'headline'
	/** What it costs, and what to do about it; also the full sentences that say both. */
	| 'advice'
	/** An entry of the model list. */
	| 'entry';

/** One rule of n8n's UX guidelines, or of ours. */
export interface Rule {
	readonly name: string;
	/** What it holds for; absent for everything. */
	readonly kinds?: readonly Kind[];
	isKept(text: string): boolean;
}

const PROSE: readonly Kind[] = ['description', 'switch', 'action', 'headline', 'advice'];

/** Words that have a capital wherever they stand. */
const NAMES = new Set([
	...[
		'AI',
		'API',
		'DNS',
		'HTTP',
		'ID',
		'IDs',
		'JPEG',
		'JSON',
		'MB',
		'MP4',
		'PNG',
		'POST',
		'SSRF',
		'URL',
		'URLs',
		'UTF-8',
		'US',
		'USD',
		'WebP',
	],
	...[
		'NinjaChat',
		'Ninja',
		'Video',
		'Google',
		'Gen-4',
		'Kling',
		'Runway',
		'Seedance',
		'Turbo',
		'Veo',
	],
	...['Dropbox', 'Drive', 'GitHub', 'OneDrive', 'Photos'],
	...['REASON', 'REQUEST_ID', 'WORDS', 'OF', 'NINJACHAT', 'WEBHOOK_URL', 'ECONNREFUSED', 'Fast'],
]);
/** Names of the API that are written small, in titles too. */
const SMALL_NAMES = /^v\d\/\w+$/;
/** Small inside a title: articles, conjunctions, and prepositions of up to three letters. */
const SMALL_WORDS =
	/^(a|an|and|as|at|but|by|for|if|in|nor|of|off|on|or|per|so|the|to|up|via|yet)$/i;

/** Without what is quoted: names of fields and choices, and values that were given. */
const unquoted = (text: string): string => text.replace(/(?<!\w)'[^']*'(?!\w)/g, "''");

/** Without addresses, file names and names of the API's fields. */
const withoutCode = (text: string): string =>
	text
		.split(' ')
		.filter((word) => !/\w[._/]\w|_|:\/\//.test(word))
		.join(' ');

const sentencesOf = (text: string): string[] => text.split(/(?<=[.!?]) (?=\S)/);

/** Words with a capital that neither begins a sentence nor belongs to a name. */
function strayCapitals(text: string): string[] {
	const parts = unquoted(text).split(/(?<=[.!?:]) /);
	return parts.flatMap((part) =>
		part
			.split(' ')
			.slice(1)
			.map((word) => word.replace(/^\W+|('s)?\W*$/g, ''))
			.filter((word) => /^[A-Z]/.test(word) && !NAMES.has(word)),
	);
}

function isTitleCase(title: string): boolean {
	const words = title.replace(/[()]/g, '').split(' ');
	return words.every((word, index) => {
		const isInside = index > 0 && index < words.length - 1;
		if (isInside && SMALL_WORDS.test(word)) return word === word.toLowerCase();
		return /^[A-Z0-9]/.test(word) || SMALL_NAMES.test(word);
	});
}

/** Sentences that tell the reader to do something, alone or after a condition, or what would be right. */
const NEXT_STEP =
	/(?:^|[.:;,] |\b(?:or|and|then) )(?:add|change|check|choose|correct|delete|download|enter|fetch|give|look|open|order|pick|raise|retry|run|send|set|try|update|use|wait)\b|\b(allowed|is needed|may be given)\b/i;

const never = (pattern: RegExp, change = (text: string) => text) => ({
	isKept: (text: string) => !pattern.test(change(text)),
});

/** All rules. Each has a text that breaks it in the test beside the form's. */
export const RULES: readonly Rule[] = [
	{ name: 'straight quotes', ...never(/[‘’“”«»]/) },
	{ name: 'single spaces', ...never(/\s{2}|^\s|\s$|\t/) },
	{ name: 'no exclamation mark', ...never(/!/) },
	{ name: 'no begging', ...never(/\b(please|sorry|kindly)\b/i) },
	{
		name: 'no contractions',
		...never(/\w(n't)\b|\b(it|that|there|here|what|you|we|they|he|she|who|i)'(s|re|ve|ll|d|m)\b/i),
	},
	{ name: 'one term: video', ...never(/\b(jobs?|tasks?|render\w*|clips?|generations?)\b/i) },
	{
		name: 'US spelling',
		...never(
			/\b(behaviou|cance(ll?)ed\b(?<=lled)|catalogue|centre|colou|favou|grey|honou|licence|(optim|organ|recogn|summar)is|whilst)/i,
		),
	},
	{
		name: 'none of the stock texts of n8n',
		...never(/retry on fail|your parameters|went wrong in|service unavailable|bad request/i),
	},
	{ name: 'no part of a key', ...never(/nj_sk_\w/) },
	{ name: 'a field of an item, not a property', ...never(/binary (property|data)/i) },
	{
		name: 'names as they are written',
		...never(
			/\b(Api|api|Id|id|Url|url|Mp4|mp4|Usd|usd|N8[nN]|[Nn]inja[cC]hat)\b(?<!NinjaChat)/,
			withoutCode,
		),
	},

	{ name: 'Title Case', kinds: ['title'], isKept: isTitleCase },
	{
		name: 'no mark at the end',
		kinds: ['title', 'placeholder', 'button', 'action'],
		...never(/[:;,]$|[^.]\.$/),
	},
	{
		name: 'an example',
		kinds: ['placeholder'],
		isKept: (text) => /^e\.g\. \S/.test(text),
	},
	{ name: 'Add something', kinds: ['button'], isKept: (text) => /^Add [a-z ]+$/.test(text) },
	{ name: 'Whether', kinds: ['switch'], isKept: (text) => /^Whether [a-z]/.test(text) },

	{
		name: 'a capital first',
		kinds: PROSE,
		isKept: (text) => /^([A-Z0-9']|n8n\b|[a-z\d.-]+\.[a-z]+ )/.test(text),
	},
	{
		name: 'sentence case, names of fields and choices in quotes',
		kinds: PROSE,
		isKept: (text) => strayCapitals(text).length === 0,
	},
	{
		name: 'a full stop after several sentences, none after one',
		kinds: ['description', 'switch'],
		isKept: (text) => text.endsWith('.') === sentencesOf(text).length > 1,
	},
	{ name: 'no article', kinds: ['action'], ...never(/\b(a|an|the)\b/i) },
	{
		name: 'names the resource',
		kinds: ['action'],
		isKept: (text) => /\b(video|balance)\b/.test(text),
	},

	{
		name: 'one sentence without a full stop',
		kinds: ['headline'],
		isKept: (text) => !text.endsWith('.') && sentencesOf(text).length === 1,
	},
	{
		name: 'what happened, not that something did',
		kinds: ['headline'],
		...never(/\b(error|problem|failure|fault|mistake|invalid)s?\b/i),
	},
	// n8n puts a text of its own in the place of a message with such a word.
	{ name: 'no code of the network', kinds: ['headline'], ...never(/\bE[A-Z_]{4,}\b/) },
	{ name: 'full sentences', kinds: ['advice'], isKept: (text) => text.endsWith('.') },
	{ name: 'a next step', kinds: ['advice'], isKept: (text) => NEXT_STEP.test(text) },
];

/** The names of the rules that a text breaks. */
export const faultsOf = (kind: Kind, text: string): string[] =>
	RULES.filter(({ kinds, isKept }) => (kinds?.includes(kind) ?? true) && !isKept(text)).map(
		({ name }) => name,
	);
