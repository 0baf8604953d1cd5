import { createHash, randomUUID } from 'crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { ApiSetting } from '../api/credential';
import { priceCentsOf } from '../catalog/models';
import { checkRequest } from '../catalog/rules';
import { ledgerKeyOf, type Ledger } from '../jobs/ledger';
import type { Order } from '../jobs/submit';
import { isTool } from '../n8n/tool';
import { problemFailure, type Failure } from '../output/failure';
import { failure, success, type Result } from '../result';
import type { VideoRequest } from '../videoService';

/** Reads and checks the parameters of every item. Nothing is submitted here. */
export function readRequests(
	context: IExecuteFunctions,
	ledger: Ledger,
	api: ApiSetting,
): Array<Result<Order, Failure>> {
	const ownKeys = new Map<string, number>();
	const place = isTool(context) ? 'tool' : `run ${runIndexOf(context)}`;
	return context.getInputData().map((_, index): Result<Order, Failure> => {
		const request = readRequest(context, index, api);
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

function readRequest(
	context: IExecuteFunctions,
	index: number,
	api: ApiSetting,
): Result<VideoRequest, Failure> {
	try {
		const draft = {
			prompt: context.getNodeParameter('prompt', index, ''),
			model: context.getNodeParameter('model', index, '', { extractValue: true }),
			duration: context.getNodeParameter('duration', index, ''),
			aspectRatio: context.getNodeParameter('aspectRatio', index, ''),
			imageUrl: context.getNodeParameter('imageUrl', index, ''),
			options: context.getNodeParameter('options', index, {}) as IDataObject,
		};
		const checked = checkRequest(draft, { api });
		return checked.ok ? checked : failure(problemFailure(checked.error));
	} catch (error) {
		return failure(unreadable(error));
	}
}

/** An expression that cannot be worked out for one item is that item's fault, not the run's. */
function unreadable(error: unknown): Failure {
	const words = error instanceof Error ? error.message : 'an expression could not be worked out';
	return {
		headline: `A field could not be read: ${words}`,
		advice: 'Correct the expression. Nothing was submitted for this item and nothing was charged.',
		details: { code: 'invalid_input', charged: 'no' },
	};
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
