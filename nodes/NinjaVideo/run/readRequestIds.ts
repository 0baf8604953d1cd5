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
		if (text === '') return failure(toFailure('Request ID is empty'));
		if (removeAnyKey(text) !== text) return failure(toFailure('Request ID holds an API key'));
		if (!/\s/.test(text)) return success(text);
		const [requestId, ...others] = findRequestIds(text);
		if (requestId === undefined) return failure(toFailure('Request ID holds no request ID'));
		return others.length === 0
			? success(requestId)
			: failure(toFailure(`Request ID holds ${others.length + 1} request IDs`));
	});
}

/**
 * Whether an item that comes to no request id is meant to: the field is an expression, so a row of its own may have
 * none, such as an order that was refused.
 */
export function mayLackRequestId(context: IExecuteFunctions): boolean {
	const { requestId } = context.getNode().parameters;
	return requestId === undefined || (typeof requestId === 'string' && requestId.startsWith('='));
}

/** How this node writes a request id into the log and into errors. */
const WRITTEN = [
	/\bOrdered ([^\s"'\\]+)/g,
	/\bitem \d+: ([^\s"'\\]+) \(/g,
	/\brequest ID(?: was)? ([^\s"'\\;,)]+)/gi,
];

function findRequestIds(text: string): string[] {
	const found = WRITTEN.flatMap((pattern) => [...text.matchAll(pattern)].map(([, id = '']) => id));
	return [...new Set(found.map((id) => id.replace(/[.;,]+$/, '')))];
}

const toFailure = (headline: string): Failure => ({
	headline,
	advice:
		"Give one request_id per item, as 'Create' returned it, such as {{ $json.request_id }}, or a line of n8n's log that has 'Ordered' in it. Nothing was sent and nothing was charged.",
	details: { code: 'invalid_input', charged: 'no', field: 'Request ID' },
});
