import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';
import { isBlank } from '../catalog/values';
import { OR } from '../jobs/outcome';
import { isForgetfulHost, isSubExecution } from '../n8n/executionIdentity';
import { isTool } from '../n8n/tool';
import type { Failure } from './failure';
import { adviceForAgent } from './forAgent';
import { withoutKeys } from './withoutKeys';

/** A failure as n8n throws it. */
export interface FailedItem {
	readonly failure: Failure;
	/** Undefined for a failure of the whole run. */
	readonly itemIndex: number | undefined;
	/** What became of the other items of the run, one line each. */
	readonly others?: readonly string[];
}

/**
 * The error that ends a run. n8n replaces messages in which it finds certain words by its own text, so ours is put
 * back after the error is made. The message alone has the request id and whether it may have been charged: a workflow
 * that called this one, and an AI agent, get nothing else. An agent gets its own advice in it. n8n's second engine keeps
 * the message alone, so there it says everything; so it does for the caller of a sub-workflow that ordered.
 */
export function toNodeError(
	context: IExecuteFunctions,
	{ failure: given, itemIndex, others = [] }: FailedItem,
): NodeOperationError {
	const failure = withoutKeys(given);
	const forAgent = isTool(context);
	const place = itemIndex === undefined || forAgent ? '' : ` [item ${itemIndex}]`;
	const headline = `${failure.headline}${place}${moneyWords(failure)}`;
	const advice = forAgent ? adviceForAgent(failure) : failure.advice;
	const mayBePaid = failure.details.charged !== 'no' || others.length > 0;
	const retryText = !forAgent && mayBePaid ? subExecutionText(context) : undefined;
	const description = [
		advice,
		...othersText(context, others),
		...(retryText === undefined ? [] : [retryText]),
	].join(' ');
	const isAllThatIsKept = forAgent || isForgetfulHost(context) || retryText !== undefined;
	const message = isAllThatIsKept ? `${headline}. ${description}` : headline;
	const error = new NodeOperationError(context.getNode(), message, {
		description,
		...(itemIndex === undefined ? {} : { itemIndex }),
	});
	error.message = message;
	error.description = description;
	Object.assign(error.context, { details: failure.details });
	return error;
}

/** The end of a message: the ids a video may be found by, and whether it may have been charged. */
function moneyWords({ headline, details }: Failure): string {
	const { request_id: requestId, possible_request_ids: possible, charged } = details;
	// What an order that was refused names is no video.
	const found = charged !== 'no' && Array.isArray(possible) ? possible : [];
	const ids = typeof requestId === 'string' ? [requestId] : found;
	const named = ids.length === 0 ? '' : ` (request ID ${ids.map(String).join(OR)})`;
	const isSaid = charged !== 'unknown' || headline.includes('may have been charged');
	return isSaid ? named : `: it may have been charged${named}`;
}

/** On n8n's second engine. */
const NO_RETRY =
	"Fetch each with 'Wait', which costs nothing: this execution cannot be retried, and a new one orders again what has no Unique Key.";

/** What a retry of the caller does: it starts a new sub-execution, which finds nothing of this one but its Unique Keys. */
function subExecutionText(context: IExecuteFunctions): string | undefined {
	if (!isSubExecution(context)) return undefined;
	const { operation = 'createAndWait', uniqueKey } = context.getNode().parameters;
	if (!ORDERING.includes(operation)) return undefined;
	const does = isBlank(uniqueKey)
		? 'orders these videos again'
		: 'picks up the videos that have a Unique Key, and orders the others again';
	return `This ran as a sub-workflow: retrying the workflow that called it ${does}. Fetch them with 'Wait', which costs nothing, or give every item a Unique Key.`;
}

/** The operations that order, as the field has them. */
const ORDERING: readonly unknown[] = ['create', 'createAndWait'];

function othersText(context: IExecuteFunctions, others: readonly string[]): string[] {
	if (others.length === 0) return [];
	const list = `Other videos of this run: ${others.join('; ')}.`;
	if (isTool(context)) return [list];
	if (isForgetfulHost(context)) return [list, NO_RETRY];
	if (isSubExecution(context)) return [list];
	const execution = `execution ${context.getExecutionId?.() ?? ''}`.trim();
	return [
		`${list} Retrying this ${execution} in the executions list picks them up and does not pay for them again.`,
	];
}
