import type { JobStatus } from '../videoService';
import { parseFragments } from './json';
import { parseUrl } from '../url';
import { endOf, RUNNING } from './statusWords';
import { isRecord, listFields, normalizeName, toText, type Field } from './shape';

/** The longest text of the service that is shown to a user, in characters. */
const MAX_WORDS = 500;

/** What a status answer says; `no-url` is a completed job whose URL is still missing. */
export type ReadStatus = JobStatus | { readonly kind: 'no-url' };

/** Words for a finished video. */
const COMPLETED = new Set(
	'complete completed done finished ready succeed succeeded success successful'.split(' '),
);
/** Words of an envelope around a status, which say that the call worked and nothing of the job. */
const ENVELOPE = new Set(['ok', 'success', 'successful', 'succeeded']);

/** Objects a job may stand in. */
const CONTAINERS =
	'data video job task generation prediction operation object response result output'.split(' ');
/** Names of the member that says how a job is doing. */
const WORD_NAMES = ['status', 'state', 'jobstatus', 'videostatus', 'taskstatus', 'phase'];
/** Names of members that hold the URL of a video wherever they stand. */
const VIDEO_URL_NAMES = ['videourl', 'videouri', 'outputurl', 'downloadurl', 'mp4url', 'resulturl'];
/** Names that hold it inside an object, or a list, that is about the video. */
const URL_NAMES = ['url', 'uri', 'href', 'mp4', 'src', 'link'];
const ABOUT_VIDEO =
	/^(videos?|generatedvideos?|output|outputs|result|results|file|files|asset|assets|artifacts|data|media)$/;
/** Objects whose URLs are those of what was ordered, or of other calls. */
const NOT_OUTPUT =
	/^(input|request|params|parameters|images?|thumbnails?|preview|poster|cover|audio|links|urls|webhook|references?|error)$/;

/**
 * Reads the answer to a look, in whatever shape. A URL of a video means completed, unless the job failed; a word
 * that is not known counts as still running.
 * @param baseUrl what a relative URL of a video is read against
 * @returns undefined where the answer is not a status at all
 */
export function readStatus(
	body: string,
	requestId: string,
	baseUrl: string,
): ReadStatus | undefined {
	const json = pickJob(parseFragments(body), requestId);
	const fields = listFields(json);
	if (fields.some(isOfAnotherKind)) return undefined;
	const word = readWord(fields);
	const text = normalizeName(word ?? '');
	const done = fields.find(({ name, value }) => name === 'done' && typeof value === 'boolean');
	const isCompleted = COMPLETED.has(text) || (word === undefined && done?.value === true);
	const end = endOf(word ?? '');
	if (end === 'failed') return { kind: 'failed', reason: readReason(fields) || NO_REASON };
	const videoUrl = readUrl(fields, baseUrl, isCompleted);
	if (videoUrl !== undefined) return { kind: 'completed', videoUrl };
	if (word === undefined && done === undefined) return undefined;
	const reason = readReason(fields, isCompleted ? ['error'] : REASON_NAMES);
	if (end === 'ended' || (word === undefined && isCompleted && reason !== '')) {
		return { kind: 'ended', word: tidy(word ?? 'error'), ...(reason === '' ? {} : { reason }) };
	}
	if (isCompleted) return { kind: 'no-url' };
	const progress = readProgress(fields);
	return {
		kind: 'processing',
		...(progress === undefined ? {} : { progress }),
		...(word === undefined || text === '' || RUNNING.has(text) ? {} : { word: tidy(word) }),
	};
}

/** What `object` says that is no video: one of several ids may be that of something else. */
const OTHER_KINDS =
	/^(images?|audio|speech|chat|completion|embedding|model|moderation|request|transcription)(\.|$)/i;

const isOfAnotherKind = ({ name, path, value }: Field): boolean =>
	name === 'object' && path.length === 0 && typeof value === 'string' && OTHER_KINDS.test(value);

const NO_REASON = 'NinjaChat gave no reason';

/** Of a list of jobs the one that was asked for; everything else as it is. */
function pickJob(json: unknown, requestId: string): unknown {
	const inner = isRecord(json) ? (json.data ?? json.videos ?? json.jobs ?? json.results) : json;
	if (!Array.isArray(inner) || inner.length < 2) return json;
	const own = inner.find((item: unknown) =>
		listFields(item).some(({ value }) => toText(value) === requestId),
	);
	return own ?? json;
}

/** The word that says how the job is doing: the innermost one of the objects a job may stand in. */
function readWord(fields: readonly Field[]): string | undefined {
	const words = fields
		.filter(
			({ name, value, path }) =>
				WORD_NAMES.includes(name) &&
				typeof value === 'string' &&
				path.every((step) => CONTAINERS.includes(step)),
		)
		.map(({ value }) => toText(value));
	const [outer] = words;
	const inner = words.slice(1).find((word) => word !== '');
	return outer !== undefined && ENVELOPE.has(normalizeName(outer)) ? (inner ?? outer) : outer;
}

function readUrl(
	fields: readonly Field[],
	baseUrl: string,
	isCompleted: boolean,
): string | undefined {
	const isOutput = ({ path }: Field) => !path.some((step) => NOT_OUTPUT.test(step));
	const named = fields.filter((field) => VIDEO_URL_NAMES.includes(field.name) && isOutput(field));
	const inside = fields.filter(
		(field) =>
			isOutput(field) &&
			((URL_NAMES.includes(field.name) && ABOUT_VIDEO.test(field.path.at(-1) ?? '')) ||
				(ABOUT_VIDEO.test(field.name) && !isRecord(field.value))),
	);
	const atRoot = isCompleted
		? fields.filter((field) => URL_NAMES.includes(field.name) && isOutput(field))
		: [];
	return [...named, ...inside, ...atRoot]
		.flatMap(({ value }) => (Array.isArray(value) ? (value as unknown[]) : [value]))
		.map((value) => toVideoUrl(value, baseUrl))
		.find((url) => url !== undefined);
}

/** An absolute URL, or a path from the root or to an MP4 file, read against the base URL; no sentence about one. */
function toVideoUrl(value: unknown, baseUrl: string): string | undefined {
	const given = typeof value === 'string' ? value.trim() : '';
	const isFile = /^https?:\/\/\S.*\.(mp4|mov|webm)(\?\S*)?$/i.test(given);
	const text = isFile ? given.replace(/ /g, '%20') : given;
	if (/\s/.test(text)) return undefined;
	const isAbsolute = /^https?:\/\/./i.test(text);
	const isRelative = /^\/./.test(text) || /^[\w./%-]+\.(mp4|mov|webm)(\?|$)/i.test(text);
	const url = isAbsolute || isRelative ? parseUrl(text, baseUrl) : undefined;
	return isAbsolute && url !== undefined ? text : url?.href;
}

/** Why a job ended without a video, from the members where services say it. */
function readReason(fields: readonly Field[], names = REASON_NAMES): string {
	for (const wanted of names) {
		for (const { name, value } of fields) {
			if (name !== wanted) continue;
			const words = reasonIn(value);
			if (words !== '') return tidy(words);
		}
	}
	return '';
}

const REASON_NAMES = [
	'failurereason',
	'failreason',
	'failuremessage',
	'error',
	'errormessage',
	'errors',
	'reason',
	'message',
	'detail',
	'details',
	'failurecode',
	'errorcode',
];

function reasonIn(value: unknown): string {
	if (Array.isArray(value)) return value.map(reasonIn).filter(Boolean).join('; ');
	if (!isRecord(value)) return toText(value);
	const { message, reason, detail, code, type } = value;
	return (
		[message, reason, detail, code, type]
			.map((text) => (typeof text === 'string' ? toText(text) : ''))
			.find((text) => text !== '') ?? ''
	);
}

function readProgress(fields: readonly Field[]): number | undefined {
	for (const { name, value, path } of fields) {
		const isPercent =
			path.at(-1) === 'progress' && ['percent', 'percentage', 'value'].includes(name);
		if (!isPercent && !['progress', 'progresspercent', 'percentage'].includes(name)) continue;
		const number = Number(toText(value).replace(/\s*%$/, '') || 'none');
		if (Number.isFinite(number)) return number;
	}
	return undefined;
}

/** Words of the service as they are shown: on one line, cut at 500 characters. */
export function tidy(text: string): string {
	const clean = toText(text);
	return clean.length > MAX_WORDS ? `${clean.slice(0, MAX_WORDS)}...` : clean;
}
