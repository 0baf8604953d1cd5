import { NodeOperationError, type IHookFunctions } from 'n8n-workflow';
import { ServiceError } from '../videoService';

/** What a refused call means for whoever activates the workflow. What is no answer of the service stays as it is. */
export function toError(context: IHookFunctions, error: unknown): unknown {
	if (!(error instanceof ServiceError)) return error;
	const { kind, code, status, advice } = error.facts;
	const words = `${error.message}.`;
	if (kind === 'not-found') {
		return createError(
			context,
			"There are no webhooks at the base URL of the credential: the trigger needs the API v1/videos. Check the base URL, or use 'Get Status' instead.",
		);
	}
	if (status !== 429 && /limit|maximum|too.many/i.test(`${code} ${words}`)) {
		return createError(
			context,
			`${words} Delete webhooks you no longer use at https://www.ninjachat.ai/developers/keys#webhooks, then publish the workflow again.`,
		);
	}
	const isSame = ['key-rejected', 'redirected', 'never-connected'].includes(kind);
	const first = kind === 'bad-input' ? 'Correct it' : 'Wait a minute';
	return createError(
		context,
		`${words} ${isSame ? advice : `${first}, then publish the workflow again.`}`,
	);
}

/** n8n shows only the message of a failed activation, and replaces some by its own text: ours is put back. */
export function createError(context: IHookFunctions, message: string): NodeOperationError {
	const error = new NodeOperationError(context.getNode(), message);
	error.message = message;
	return error;
}
