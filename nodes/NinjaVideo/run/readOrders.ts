import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { priceCentsOf } from '../catalog/models';
import { V2_OPTIONS } from '../catalog/v2Options';
import { hashOf, hashRequest } from '../jobs/identity';
import type { Order } from '../jobs/knownOrder';
import { isTool } from '../n8n/tool';
import { problemFailure, type Failure } from '../output/failure';
import { failure, success, type Result } from '../result';
import type { VideoRequest } from '../videoService';
import { ORDER_PARAMETERS, unreadable } from './readRequests';

/**
 * Makes orders of the requests of all items: where each belongs, and by what another try knows it again.
 * @param runIndex which run of the node this is in its execution, from 0
 */
export function toOrders(
	context: IExecuteFunctions,
	requests: ReadonlyArray<Result<VideoRequest, Failure>>,
	runIndex: number,
): Array<Result<Order, Failure>> {
	const items = context.getInputData();
	const parameters = hashParameters(context.getNode().parameters);
	return requests.map((request, index): Result<Order, Failure> => {
		if (!request.ok) return request;
		const uniqueKey = readUniqueKey(context, index);
		if (!uniqueKey.ok) return uniqueKey;
		const key = uniqueKey.value;
		const { value } = request;
		const order = {
			place: `${runIndex}:${index}`,
			hashes: { parameters, input: hashItem(items[index]), evaluated: hashRequest(value) },
			request: value,
			priceCents: priceCentsOf(value.model),
		};
		if (key !== undefined) {
			return success({ ...order, place: `key ${hashOf(key)}`, uniqueKey: key });
		}
		return success(isTool(context) ? { ...order, ...placeOfCall(value) } : order);
	});
}

/** A hash of what is written in the fields of the order, expressions as such. */
function hashParameters(parameters: IDataObject): string {
	const options = (parameters.options ?? {}) as IDataObject;
	return hashOf([
		...ORDER_PARAMETERS.map((name) => parameters[name] ?? null),
		...V2_OPTIONS.map(({ name }) => options[name] ?? null),
	]);
}

/** The same file has the same id in every try; in memory mode its data is hashed. */
const hashItem = (item: INodeExecutionData | undefined): string =>
	hashOf([
		item?.json,
		Object.entries(item?.binary ?? {}).map(([name, { id, data }]) => [name, id ?? data]),
	]);

/** Equal calls of an agent never have equal items, and come at another run index each: the words are all there is. */
function placeOfCall(request: VideoRequest): Pick<Order, 'place' | 'hashes'> {
	const prompt = request.prompt.trim().replace(/\s+/g, ' ').toLowerCase();
	const evaluated = hashRequest({ ...request, prompt });
	return { place: `tool ${evaluated}`, hashes: { parameters: evaluated, input: '', evaluated } };
}

/** What an expression gives by accident; as a key it would be the same for many rows. */
const NO_KEY = /^(undefined|null|nan|true|false|#[A-Z/0-9!?]+)$|\[object |\{\{/i;

function readUniqueKey(
	context: IExecuteFunctions,
	index: number,
): Result<string | undefined, Failure> {
	try {
		const value = context.getNodeParameter('uniqueKey', index, '');
		const key = String(value ?? '').trim();
		if (key === '') return success(undefined);
		if (!NO_KEY.test(key)) return success(key);
		return failure(
			problemFailure([
				{
					field: 'Unique Key',
					value: key.slice(0, 60),
					reason: 'is not a key',
					allowed: 'Use a value that is different for every video, such as an ID of the row.',
				},
			]),
		);
	} catch (error) {
		return failure(unreadable(error));
	}
}
