import { createHash, randomUUID } from 'crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { ApiSetting } from '../api/credential';
import { priceCentsOf } from '../catalog/models';
import { checkRequest, type CheckedRequest } from '../catalog/rules';
import { ledgerKeyOf, type Ledger } from '../jobs/ledger';
import type { Order } from '../jobs/submit';
import { problemFailure, type Failure } from '../output/failure';
import { isTool } from '../output/toNodeError';

/** One input item after reading: what to order, or why it cannot be ordered. */
export type ReadItem =
	| { readonly ok: true; readonly order: Order }
	| { readonly ok: false; readonly failure: Failure };

/** Reads and checks the parameters of every item. Nothing is submitted here. */
export function readRequests(
	context: IExecuteFunctions,
	ledger: Ledger,
	api: ApiSetting,
): ReadItem[] {
	const ownKeys = new Map<string, number>();
	const place = isTool(context) ? 'tool' : `run ${runIndexOf(context)}`;
	return context.getInputData().map((_, index): ReadItem => {
		const checked = readRequest(context, index, api);
		if (!checked.ok) return checked;
		const ownKey = readOwnKey(context, index);
		const twin = ownKey === undefined ? undefined : ownKeys.get(ownKey);
		if (ownKey !== undefined && twin !== undefined) {
			return { ok: false, failure: sharedKey(ownKey, twin) };
		}
		if (ownKey !== undefined) ownKeys.set(ownKey, index);
		const { request } = checked;
		const ledgerKey = ledgerKeyOf(`${place}, item ${index}`, request);
		return {
			ok: true,
			order: {
				ledgerKey: ledger.claim(ledgerKey),
				request,
				priceCents: priceCentsOf(request.model),
				idempotencyKey: (ordersBefore) =>
					numbered(ownKey ?? defaultKey(context, ledgerKey), ordersBefore),
			},
		};
	});
}

type ReadRequest =
	| Extract<CheckedRequest, { ok: true }>
	| { readonly ok: false; readonly failure: Failure };

function readRequest(context: IExecuteFunctions, index: number, api: ApiSetting): ReadRequest {
	try {
		const draft = {
			prompt: context.getNodeParameter('prompt', index, ''),
			model: context.getNodeParameter('model', index, '', { extractValue: true }),
			duration: context.getNodeParameter('duration', index, ''),
			aspectRatio: context.getNodeParameter('aspectRatio', index, ''),
			imageUrl: context.getNodeParameter('imageUrl', index, ''),
			options: context.getNodeParameter('options', index, {}) as IDataObject,
		};
		const checked = checkRequest(draft, api);
		return checked.ok ? checked : { ok: false, failure: problemFailure(checked.problems) };
	} catch (error) {
		return { ok: false, failure: unreadable(error) };
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
