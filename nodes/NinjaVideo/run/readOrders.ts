import { createHash, randomUUID } from 'crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { priceCentsOf } from '../catalog/models';
import { ledgerKeyOf, type Ledger } from '../jobs/ledger';
import type { Order } from '../jobs/submit';
import { isTool } from '../n8n/tool';
import type { Failure } from '../output/failure';
import { failure, success, type Result } from '../result';
import type { VideoRequest } from '../videoService';

/** Makes orders of the requests of all items: where each stands in the ledger, and under which key it leaves. */
export function toOrders(
	context: IExecuteFunctions,
	ledger: Ledger,
	requests: ReadonlyArray<Result<VideoRequest, Failure>>,
): Array<Result<Order, Failure>> {
	const ownKeys = new Map<string, number>();
	const place = isTool(context) ? 'tool' : `run ${runIndexOf(context)}`;
	return requests.map((request, index): Result<Order, Failure> => {
		if (!request.ok) return request;
		const ownKey = readOwnKey(context, index);
		const twin = ownKey === undefined ? undefined : ownKeys.get(ownKey);
		if (ownKey !== undefined && twin !== undefined) return failure(sharedKey(ownKey, twin));
		if (ownKey !== undefined) ownKeys.set(ownKey, index);
		const ledgerKey = ledgerKeyOf(`${place}, item ${index}`, request.value);
		return success({
			ledgerKey: ledger.claim(ledgerKey),
			request: request.value,
			priceCents: priceCentsOf(request.value.model),
			idempotencyKey: (ordersBefore) =>
				numbered(ownKey ?? defaultKey(context, ledgerKey), ordersBefore),
		});
	});
}

function sharedKey(key: string, twin: number): Failure {
	return {
		headline: `Idempotency Key '${key.slice(0, 60)}' is the one of item ${twin} too`,
		advice:
			'Give every item a key of its own, or leave the option empty. Nothing was submitted for this item and nothing was charged.',
		details: { code: 'invalid_input', charged: 'no', field: 'Idempotency Key' },
	};
}

/** The place of this call in the workflow's run: a loop runs the node once per round. */
function runIndexOf(context: IExecuteFunctions): number {
	return context.getWorkflowDataProxy(0).$runIndex as number;
}

function readOwnKey(context: IExecuteFunctions, index: number): string | undefined {
	const options = context.getNodeParameter('options', index, {}) as IDataObject;
	// Header values are Latin-1 on the wire and must not break the line.
	const key = String(options.idempotencyKey ?? '')
		.replace(/[^\x20-\x7e]/g, '')
		.trim();
	return key === '' ? undefined : key.slice(0, 255);
}

/** The same for every try of one execution, another for every execution and for every other request. */
function defaultKey(context: IExecuteFunctions, ledgerKey: string): string {
	const execution = isTool(context) ? randomUUID() : (context.getExecutionId() ?? randomUUID());
	const parts = [context.getWorkflow().id ?? '', execution, context.getNode().id, ledgerKey];
	return `ninja-video-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)}`;
}

/** The service takes keys of up to 255 characters [K]. */
const numbered = (key: string, ordersBefore: number): string =>
	ordersBefore === 0 ? key : `${key.slice(0, 245)}-${ordersBefore + 1}`;
