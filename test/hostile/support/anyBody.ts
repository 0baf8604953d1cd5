import fc from 'fast-check';
import { KEY } from './run';

/** One id, and where an answer tells it. */
export interface Planted {
	readonly id: string;
	readonly name: string;
	/** The objects and lists it stands in, from the outside in. */
	readonly around: readonly string[];
	/** In a member of its own, in a sentence, or in a header. */
	readonly where: 'member' | 'text' | 'header';
}

/** Ways to write an id; `tag` makes it the only one of its kind in a run. */
const ID_TEXTS: ReadonlyArray<(tag: string) => string> = [
	(tag) => `job-${tag}`,
	(tag) => `vid_${tag}Ab9`,
	(tag) => `gemini-veo:operations/generate-video-${tag}`,
	(tag) => `0f8fad5b-d9cb-469f-a165-${tag.padStart(12, '0')}`,
	(tag) => `47${tag}`,
	(tag) => `9007199254740993${tag}`,
	(tag) => `видео-${tag}`,
	(tag) => `100%-${tag}`,
	(tag) => `two words ${tag}`,
	(tag) => `${tag}${'x'.repeat(300)}`,
];
/** Those that stand in JSON as numbers. */
const NUMBERS = /"(47\d+|9007199254740993\d+)"/g;

/** Names under which public video APIs give the id of a job, and others that only an id can have. */
const ID_NAMES =
	'id request_id job_id video_id task_id generation_id prediction_id operation_id uuid render_id clip_id _id guid'.split(
		' ',
	);
/** Names that only stand for an id where nothing else does. */
export const BARE_NAMES = ['video', 'job', 'task', 'generation'];

const CASES: ReadonlyArray<(name: string) => string> = [
	(name) => name,
	(name) => name.replace(/(\w)_(\w)/g, (_, a: string, b: string) => a + b.toUpperCase()),
	(name) => name.toUpperCase(),
	(name) => name.replace('_', '-'),
	(name) => name.replace(/(^|_)(\w)/g, (_, __, letter: string) => letter.toUpperCase()),
];

/** What an id may stand in; `[]` is a list. */
const AROUND =
	'data result video job response output payload task generation object body [] envelope'.split(
		' ',
	);

/** Any id at any place. */
export const anyPlanted = (tag: string): fc.Arbitrary<Planted> =>
	fc.record({
		id: fc.constantFrom(...ID_TEXTS).map((write) => write(tag)),
		name: fc
			.tuple(fc.constantFrom(...ID_NAMES), fc.constantFrom(...CASES))
			.map(([name, write]) => write(name)),
		around: fc.array(fc.constantFrom(...AROUND), { maxLength: 4 }),
		where: fc.constantFrom('member', 'member', 'member', 'member', 'text', 'header'),
	});

/** Ways in which a service may write down a key it was sent, whole or in part. */
export const KEY_TEXTS: readonly string[] = [
	KEY,
	`Bearer ${KEY}`,
	encodeURIComponent(KEY),
	`Incorrect key provided: ${KEY}.`,
	Buffer.from(`Bearer ${KEY}`).toString('base64'),
	KEY.slice(0, -2),
	encodeURIComponent(KEY).slice(0, -1),
	Buffer.from(KEY).toString('base64').slice(0, 20),
];

/** Members without an id of a job: what contracts promise, in types they do not, and what nobody promises. */
const NOISE: ReadonlyArray<readonly [string, unknown]> = [
	['status', 'queued'],
	['status', 7],
	['model', 'google-veo-2'],
	['model', null],
	['object', 'video'],
	['cost', { this_request: '$3.00', per_video: '$3.00' }],
	['cost', []],
	['cost_usd', 3],
	['cost_usd', '3,00 USD'],
	['balance', '$39.00'],
	['balance', { amount: -3, currency: 'usd' }],
	['message', 'Accepted'],
	['message', ['a', { b: null }]],
	['error', null],
	['error', false],
	['metadata', { latency_ms: 123 }],
	['id', ''],
	['request_id', null],
	['success', true],
	['', ''],
	['__proto__', { id: null }],
	['user', { id: 'u-1' }],
	['toString', 'x'],
];

/** Any member that names no job, the key among them. */
export const anyNoise = fc.oneof(
	{ weight: 4, arbitrary: fc.constantFrom(...NOISE) },
	{
		weight: 1,
		arbitrary: fc.tuple(fc.constantFrom('x', 'list', 'Extra'), fc.jsonValue({ maxDepth: 2 })),
	},
	{
		weight: 2,
		arbitrary: fc.tuple(
			fc.constantFrom('message', 'error', 'code', 'authorization', 'model', 'status', 'debug'),
			fc.constantFrom(...KEY_TEXTS),
		),
	},
	{ weight: 1, arbitrary: fc.constantFrom(...KEY_TEXTS).map((text) => [text, 'a name'] as const) },
);

type Root = Record<string, unknown>;

const isPlain = (value: unknown): value is Root =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Puts an id where it was drawn to stand, beside whatever is there. */
function place(root: Root, { id, name, around, where }: Planted): void {
	let at = root;
	for (const step of around) {
		const key = step === '[]' ? 'list' : step;
		const inner = at[key];
		if (step !== '[]' && isPlain(inner)) {
			at = inner;
			continue;
		}
		const next: Root = {};
		at[key in at ? `${key}_${Object.keys(at).length}` : key] = step === '[]' ? [next] : next;
		at = next;
	}
	const free = Object.keys(at).length;
	if (where === 'text') {
		at[`text_${free}`] = `Look at /status?request_id=${encodeURIComponent(id)} soon`;
	} else if (at[name] === undefined || at[name] === null || at[name] === '') at[name] = id;
	else at[`more_${free}`] = { [name]: id };
}

/** The JSON of an answer with these ids and members. */
export function toJson(
	planted: readonly Planted[],
	members: ReadonlyArray<readonly [string, unknown]>,
): string {
	const root: Root = {};
	for (const [name, value] of members) {
		const shape = { value, enumerable: true, configurable: true, writable: true };
		Object.defineProperty(root, name, shape);
	}
	for (const one of planted) place(root, one);
	return JSON.stringify(root).replace(NUMBERS, '$1');
}

/** How JSON may be dressed. */
export const DRESSES: ReadonlyArray<(json: string) => string> = [
	(json) => json,
	(json) => `[${json}]`,
	(json) => `{"data":${json}}`,
	(json) => `\ufeff${json}`,
	(json) => `)]}',\n${json}`,
	(json) => `data: ${json}\n\n`,
	(json) => `{"event":"queued"}\n${json}`,
	(json) => `${json}\n<!-- cached -->`,
	(json) => `${json}${json}`,
	(json) => `${json}\0\0\0`,
	(json) => `${json},`,
	(json) => JSON.stringify(json),
	(json) => JSON.stringify({ body: json }),
	(json) => `\r\n\t ${json.replace(/,"/g, ' ,\n"')}`,
];

/** Answers that are no JSON at all, for ids under a name of their own. */
export const PLAIN_FORMATS: ReadonlyArray<
	(ids: ReadonlyArray<readonly [string, string]>) => string
> = [
	(ids) => ids.map(([name, id]) => `${name}=${encodeURIComponent(id)}`).join('&'),
	(ids) => ids.map(([name, id]) => `${name}: ${id}`).join('\n'),
	(ids) => `<?xml version="1.0"?><r>${ids.map(([n, id]) => `<${n}>${id}</${n}>`).join('')}</r>`,
	(ids) => `<r>${ids.map(([name, id]) => `<video ${name}="${id}"/>`).join('')}</r>`,
];
