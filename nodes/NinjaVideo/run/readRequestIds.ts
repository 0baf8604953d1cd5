import type { IExecuteFunctions } from 'n8n-workflow';
import type { Failure } from '../output/failure';
import { failure, success, type Result } from '../result';

/** Reads the request id of every item, or why it has none. */
export function readRequestIds(context: IExecuteFunctions): Array<Result<string, Failure>> {
	return context.getInputData().map((_, itemIndex) => {
		const requestId = String(context.getNodeParameter('requestId', itemIndex, '') ?? '').trim();
		return requestId === '' ? failure(EMPTY) : success(requestId);
	});
}

const EMPTY: Failure = {
	headline: 'Request ID is empty',
	advice:
		"Give the request_id that 'Create' returned, such as {{ $json.request_id }}. Nothing was sent and nothing was charged.",
	details: { code: 'invalid_input', charged: 'no', field: 'Request ID' },
};
