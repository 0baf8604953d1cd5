import type { IExecuteFunctions } from 'n8n-workflow';
import { removeAnyKey } from '../api/removeKey';
import { toText } from '../api/shape';
import type { Failure } from '../output/failure';
import { failure, success, type Result } from '../result';

/**
 * Reads the request id of every item, or why it has none. A line of n8n's log, or an error of this node, may stand in
 * its place: after a crash that is all a person has.
 */
export function readRequestIds(context: IExecuteFunctions): Array<Result<string, Failure>> {
	return context.getInputData().map((_, itemIndex) => {
		const text = toText(context.getNodeParameter('requestId', itemIndex, ''));
		if (text === '') return failure(toFailure('Request ID is empty', NO_REQUEST_ID));
		if (MISSING.test(text)) {
			return failure(toFailure(`Request ID '${text}' is a missing value`, NO_REQUEST_ID));
		}
		if (removeAnyKey(text) !== text) return failure(toFailure('Request ID holds an API key'));
		if (!/\s/.test(text)) return success(text);
		const [requestId, ...others] = findRequestIds(text);
		if (requestId === undefined) return failure(toFailure('Request ID holds no request ID'));
		return others.length === 0
			? success(requestId)
			: failure(toFailure(`Request ID holds ${others.length + 1} request IDs`));
	});
}

const NO_REQUEST_ID = 'no_request_id';
/** What stands in a cell, or comes out of an expression, where there is no id. */
const MISSING = /^(undefined|null|nan|none|nil|n\/a|-+|\[object \w+\])$/i;

/**
 * Whether an item that comes to no request id is meant to: the field is an expression, so a row of its own may have
 * none, such as an order that was refused. A text in which no id is found is a mistake.
 */
export function mayLackRequestId(
	context: IExecuteFunctions,
): (item: Result<string, Failure>) => boolean {
	const { requestId } = context.getNode().parameters;
	const isExpression =
		requestId === undefined || (typeof requestId === 'string' && requestId.startsWith('='));
	return (item) => isExpression && !item.ok && item.error.details.code === NO_REQUEST_ID;
}

/** How this node writes a request id into the log and into errors. */
const WRITTEN = [
	/\bOrdered ([^\s"'\\]+)/g,
	/\bitem \d+: ([^\s"'\\]+) \(/g,
	/\brequest[ _]ID(?:"?[:=]| was)?\s*"?([^\s"'\\;,)]+)/gi,
];

function findRequestIds(text: string): string[] {
	const found = WRITTEN.flatMap((pattern) => [...text.matchAll(pattern)].map(([, id = '']) => id));
	return [...new Set(found.map((id) => id.replace(/[.;,]+$/, '')))];
}

const toFailure = (headline: string, code = 'invalid_input'): Failure => ({
	headline,
	advice:
		"Give one request_id per item, as 'Create' returned it, such as {{ $json.request_id }}, or a line of n8n's log that has 'Ordered' in it. Nothing was sent and nothing was charged.",
	details: { code, charged: 'no', field: 'Request ID' },
});
