import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { priceCentsOf } from '../catalog/models';
import { V2_OPTIONS } from '../catalog/v2Options';
import { asTyped, isBlank, show } from '../catalog/values';
import { hashOf, hashRequest } from '../jobs/identity';
import type { Order } from '../jobs/knownOrder';
import type { Ledger } from '../jobs/ledger';
import { isTool } from '../n8n/tool';
import { lostAnswerFailure, problemFailure, type Failure } from '../output/failure';
import type { Clock } from '../pacing/clock';
import { mapInTurns } from '../pacing/turns';
import { failure, success, type Result } from '../result';
import type { VideoRequest } from '../videoService';
import { ORDER_PARAMETERS, unreadable } from './readRequests';

/**
 * Makes orders of the requests of all items: where each belongs, and by what another try knows it again.
 * @param runIndex which run of the node this is in its execution, from 0
 * @param ledger what was ordered before of rows that cannot be read now
 */
export async function toOrders(
	context: IExecuteFunctions,
	requests: ReadonlyArray<Result<VideoRequest, Failure>>,
	{
		runIndex,
		ledger,
		clock,
	}: {
		readonly runIndex: number;
		readonly ledger: Pick<Ledger, 'findElsewhere' | 'findRow' | 'findUnknown'>;
		readonly clock: Clock;
	},
): Promise<Array<Result<Order, Failure>>> {
	const items = context.getInputData();
	const written = context.getNode().parameters;
	const parameters = hashParameters(written);
	const keyWritten = isBlank(written?.uniqueKey) ? undefined : hashOf(written.uniqueKey);
	return await mapInTurns(requests, clock, (read, index): Result<Order, Failure> => {
		const uniqueKey = readUniqueKey(context, index);
		if (!uniqueKey.ok) return read.ok ? uniqueKey : read;
		const key = uniqueKey.value;
		const row = {
			place: key === undefined ? `${runIndex}:${index}` : `key ${hashOf(key)}`,
			parameters,
			input: hashItem(items[index]),
		};
		// What is paid for is not refused: the service's list of models may be out of reach in a retry.
		const before = read.ok ? undefined : ledger.findRow(row);
		if (!read.ok && before === undefined) return read;
		const request = before?.request ?? (read as { value: VideoRequest }).value;
		const order: Order = {
			place: row.place,
			hashes: { parameters, input: row.input, evaluated: hashRequest(request) },
			request,
			priceCents: priceCentsOf(request.model),
			row: `${runIndex}:${index}`,
			...(key === undefined ? {} : { uniqueKey: key }),
			...(keyWritten === undefined ? {} : { keyWritten }),
		};
		if (key !== undefined || !isTool(context)) return success(asOrderedBefore(order, ledger));
		const copy = readCopyNumber(context, index);
		if (!copy.ok) return copy;
		const call = placeOfCall(request, copy.value);
		const lost = copy.value === 1 ? ledger.findUnknown() : undefined;
		return lost === undefined || lost.place === call.place
			? success({ ...order, ...call })
			: failure(lostAnswerFailure(lost.request));
	});
}

/** An order under the name that it had when an earlier try ordered it. */
function asOrderedBefore(order: Order, ledger: Pick<Ledger, 'findElsewhere'>): Order {
	const before = ledger.findElsewhere(order);
	if (before === undefined) return order;
	const { uniqueKey: addedKey, ...rest } = order;
	return { ...rest, ...before, ...(addedKey === undefined ? {} : { addedKey }) };
}

/** A hash of what is written in the fields of the order, expressions as such. */
function hashParameters(parameters: IDataObject): string {
	const options = (parameters.options ?? {}) as IDataObject;
	return hashOf([
		...ORDER_PARAMETERS.map((name) => parameters[name] ?? null),
		...V2_OPTIONS.map(({ name }) => options[name] ?? null),
		options.endImageField ?? null,
	]);
}

/** The same file has the same id in every try; in memory mode its data is hashed. */
const hashItem = (item: INodeExecutionData | undefined): string =>
	hashOf([
		item?.json,
		Object.entries(item?.binary ?? {}).map(([name, { id, data }]) => [name, id ?? data]),
	]);

/** How the places of an agent's calls begin. */
const TOOL_PLACE = 'tool ';

/** Which copy of a video an agent asks for, from 1. */
function readCopyNumber(context: IExecuteFunctions, index: number): Result<number, Failure> {
	try {
		const value = context.getNodeParameter('copyNumber', index, 1) as unknown;
		const isEmpty = value === undefined || value === null || String(value).trim() === '';
		const copy = isEmpty ? 1 : Number(value);
		if (Number.isInteger(copy) && copy >= 1) return success(copy);
		return failure(
			problemFailure([
				{
					field: 'Copy Number',
					value: String(value).slice(0, 60),
					reason: 'is not a whole number from 1',
					allowed: 'Set 1, or 2 and more for another copy of the same video.',
				},
			]),
		);
	} catch (error) {
		return failure(unreadable(error));
	}
}

/** Equal calls of an agent never have equal items, and come at another run index each: the words are all there is. */
function placeOfCall(request: VideoRequest, copy: number): Pick<Order, 'place' | 'hashes'> {
	const prompt = request.prompt.trim().replace(/\s+/g, ' ').toLowerCase();
	const words = hashRequest({ ...request, prompt });
	const evaluated = copy === 1 ? words : hashOf([words, copy]);
	return {
		place: `${TOOL_PLACE}${evaluated}`,
		hashes: { parameters: evaluated, input: '', evaluated },
	};
}

/** What an expression or a spreadsheet's error gives by accident; as a key it would be the same for many rows. */
const NO_KEY =
	/^(undefined|null|nan|none|n\/a|[-–—]+|true|false|#(n\/a|(ref|div\/0|name|value|num|null|error|spill|calc|blocked|busy|connect|field|unknown)[!?]?))$|\[object |\{\{|\$(json|input|node)\b[.[(]/i;

function readUniqueKey(
	context: IExecuteFunctions,
	index: number,
): Result<string | undefined, Failure> {
	try {
		const value = context.getNodeParameter('uniqueKey', index, '');
		if (isBlank(value)) return success(undefined);
		// Two spellings that look the same are one key.
		const key = asTyped(value);
		if (key !== '' && !NO_KEY.test(key)) return success(key);
		return failure(
			problemFailure([
				{
					field: 'Unique Key',
					value: show(value),
					reason: 'is not a key',
					allowed: 'Use a value that is different for every video, such as an ID of the row.',
				},
			]),
		);
	} catch (error) {
		return failure(unreadable(error));
	}
}
