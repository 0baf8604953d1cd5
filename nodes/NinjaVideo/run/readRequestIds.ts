import type { IExecuteFunctions } from 'n8n-workflow';
import type { Failure } from '../output/failure';

/** One item that speaks of a request: its id, or why it has none. */
export type ReadRequestId =
	| { readonly ok: true; readonly requestId: string; readonly itemIndex: number }
	| { readonly ok: false; readonly failure: Failure; readonly itemIndex: number };

/** Reads the request id of every item. */
export function readRequestIds(context: IExecuteFunctions): ReadRequestId[] {
	return context.getInputData().map((_, itemIndex): ReadRequestId => {
		const requestId = String(context.getNodeParameter('requestId', itemIndex, '') ?? '').trim();
		if (requestId !== '') return { ok: true, requestId, itemIndex };
		return {
			ok: false,
			itemIndex,
			failure: {
				headline: 'Request ID is empty',
				advice:
					"Give the request_id that 'Create' returned, such as {{ $json.request_id }}. Nothing was sent and nothing was charged.",
				details: { code: 'invalid_input', charged: 'no', field: 'Request ID' },
			},
		};
	});
}
