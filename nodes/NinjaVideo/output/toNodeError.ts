import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';
import { isTool } from '../n8n/tool';
import type { Failure } from './failure';

/** A failure as n8n throws it. */
export interface FailedItem {
	readonly failure: Failure;
	/** Undefined for a failure of the whole run. */
	readonly itemIndex: number | undefined;
	/** What became of the other items of the run, one line each. */
	readonly others?: readonly string[];
}

/**
 * The error that ends a run. n8n replaces messages in which it finds certain words by its own text, so ours is
 * put back after the error is made. An AI agent sees the message only, so there it says everything.
 */
export function toNodeError(
	context: IExecuteFunctions,
	{ failure, itemIndex, others = [] }: FailedItem,
): NodeOperationError {
	const place = itemIndex === undefined ? '' : ` [item ${itemIndex}]`;
	const headline = `${failure.headline}${place}`;
	const description = [
		failure.advice,
		...(others.length === 0
			? []
			: [
					`Other videos of this run: ${others.join('; ')}. Retrying this execution picks them up and does not pay for them again.`,
				]),
	].join(' ');
	const message = isTool(context) ? `${headline}. ${description}` : headline;
	const error = new NodeOperationError(context.getNode(), message, {
		description,
		...(itemIndex === undefined ? {} : { itemIndex }),
	});
	error.message = message;
	error.description = description;
	Object.assign(error.context, { details: failure.details });
	return error;
}
