import type { IExecuteFunctions } from 'n8n-workflow';
import { idsInUrls } from '../api/readOrder';
import { removeAnyKey } from '../api/removeKey';
import { toText } from '../api/shape';
import { OR } from '../jobs/outcome';
import type { Failure } from '../output/failure';
import { failure, success, type Result } from '../result';
import type { Job } from '../videoService';

/** What a job is looked up by. */
export type JobIds = Pick<Job, 'requestId' | 'otherIds'>;

/**
 * Reads the request id of every item, or why it has none. A line of n8n's log, an error of this node, or the URL of a
 * status may stand in its place: after a crash that is all a person has.
 */
export function readRequestIds(context: IExecuteFunctions): Array<Result<JobIds, Failure>> {
	return context
		.getInputData()
		.map((_, itemIndex) => readRequestId(context.getNodeParameter('requestId', itemIndex, '')));
}

function readRequestId(given: unknown): Result<JobIds, Failure> {
	const value: unknown = Array.isArray(given) && given.length === 1 ? given[0] : given;
	if (typeof value === 'object' && value !== null) {
		const kind = Array.isArray(value) ? 'a list' : 'an object';
		return failure(toFailure(`Request ID is ${kind}, not a text`));
	}
	const text = toText(value).replace(QUOTES, '').trim();
	if (text === '') return failure(toFailure('Request ID is empty', NO_REQUEST_ID));
	if (MISSING.test(text)) {
		return failure(toFailure(`Request ID '${text}' is a missing value`, NO_REQUEST_ID));
	}
	if (removeAnyKey(text) !== text) return failure(toFailure('Request ID holds an API key'));
	const mistake = MISTAKES.find(({ found }) => found.test(text));
	if (mistake !== undefined) {
		return failure(toFailure(`Request ID '${text.slice(0, 60)}' ${mistake.reason}`));
	}
	const found = WRAPPED.test(text) ? findRequestIds(text) : [];
	const [name, ...others] = found.length === 0 && !/\s/.test(text) ? [text] : found;
	if (name === undefined) return failure(toFailure('Request ID holds no request ID'));
	if (others.length > 0) {
		return failure(toFailure(`Request ID holds ${others.length + 1} request IDs`));
	}
	const [requestId = name, ...otherIds] = name.split(OR);
	return success({ requestId, ...(otherIds.length === 0 ? {} : { otherIds }) });
}

/** What stands around an id that was copied with its quotes. */
const QUOTES = /^["'`\u2018-\u201f\u00ab\u00bb]+|["'`\u2018-\u201f\u00ab\u00bb]+$/g;
/** A text that has an id in it rather than being one: with spaces, JSON, a URL, a name and a value. */
const WRAPPED = /\s|^[{[]|^(https?:\/)?\/|\brequest_?id"?[:=]/i;
/** What an id never is, and an expression or a cell may give. */
const MISTAKES = [
	{
		found: /^=?\s*\{\{|\{\{\s*\$|\$(json|input|node)\b[.[(]/,
		reason: 'has an expression in it that was not worked out',
	},
	{
		found: /^#[A-Z/0-9_]+[!?]?$/,
		reason: 'comes from a spreadsheet formula that does not work',
	},
];

const NO_REQUEST_ID = 'no_request_id';
/** What stands in a cell, or comes out of an expression, where there is no id. */
const MISSING = /^(undefined|null|nan|none|nil|n\/a|-+|\[object \w+\])$/i;

/**
 * Whether an item that comes to no request id is meant to: the field is an expression, so a row of its own may have
 * none, such as an order that was refused. A text in which no id is found is a mistake.
 */
export function mayLackRequestId(
	context: IExecuteFunctions,
): (item: Result<unknown, Failure>) => boolean {
	const { requestId } = context.getNode().parameters;
	const isExpression =
		requestId === undefined || (typeof requestId === 'string' && requestId.startsWith('='));
	return (item) => isExpression && !item.ok && item.error.details.code === NO_REQUEST_ID;
}

/** How this node writes a request id, or several of which one is the job's, into the log and into errors. */
const WRITTEN = [
	/\bOrdered ([^\s"'\\]+(?: or [^\s"'\\]+)*)/g,
	/\bitem \d+: ([^\s"'\\]+(?: or [^\s"'\\]+)*) \(/g,
	/(?<![?&])\brequest[ _]?ID(?![a-z])(?:"?[:=]| was)?\s*"?([^\s"'\\;,)]+(?: or [^\s"'\\;,)]+)*)/gi,
];

function findRequestIds(text: string): string[] {
	const found = WRITTEN.flatMap((pattern) => [...text.matchAll(pattern)].map(([, id = '']) => id));
	const names = found.map((name) => name.split(OR).map(withoutStop).join(OR));
	return [...new Set([...idsInUrls(text), ...names])];
}

const withoutStop = (id: string): string => id.replace(/[.;,}\]]+$/, '');

const toFailure = (headline: string, code = 'invalid_input'): Failure => ({
	headline,
	advice:
		"Give one request_id per item, as 'Create' returned it, such as {{ $json.request_id }}, or a line of n8n's log that has 'Ordered' in it. Nothing was sent and nothing was charged.",
	details: { code, charged: 'no', field: 'Request ID' },
});
