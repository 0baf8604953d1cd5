import { createHash } from 'crypto';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { systemClock } from './clock';

/** A file of an item, as far as it was read. */
export interface ItemFile {
	readonly bytes: number;
	/** The first bytes as Latin-1 text. */
	readonly start: string;
	/** Hash of the content: the same file in another execution has another id and address. */
	readonly hash: string;
}

const KEY = 'ninjaVideoFileAddresses';
const VALID_FOR = '1 day';
/** An address is used again while it is valid for at least an hour, in milliseconds after it was made. */
const USED_FOR_MS = 23 * 3_600_000;
const START_BYTES = 64;

/** How large a stored file is, in bytes, before it is read; undefined where n8n does not say. */
export async function sizeOfFile(
	context: IExecuteFunctions,
	{ id }: IBinaryData,
): Promise<number | undefined> {
	return id === undefined ? undefined : (await context.helpers.getBinaryMetadata(id)).fileSize;
}

/** Reads a file of an item. Rejects where n8n's storage does. */
export async function readFile(
	context: IExecuteFunctions,
	itemIndex: number,
	field: string,
): Promise<ItemFile> {
	const data = await context.helpers.getBinaryDataBuffer(itemIndex, field);
	return {
		bytes: data.length,
		start: data.subarray(0, START_BYTES).toString('latin1'),
		hash: createHash('sha256').update(data).digest('hex'),
	};
}

/**
 * The address at which anybody can fetch a stored file for a day, or until n8n deletes the execution; undefined where
 * n8n makes none: before 1.90, and for files that it holds in memory. A file has one address in an execution and its
 * retries, so that an order that is sent again stays the same.
 */
export function publicAddressOf(context: IExecuteFunctions, file: IBinaryData): string | undefined {
	const helpers: Partial<Pick<IExecuteFunctions['helpers'], 'createBinarySignedUrl'>> =
		context.helpers;
	if (file.id === undefined || helpers.createBinarySignedUrl === undefined) return undefined;
	const nodeContext = context.getContext('node');
	nodeContext[KEY] ??= {};
	const made = nodeContext[KEY] as Record<string, { url: string; madeAtMs: number }>;
	const nowMs = systemClock.now();
	const before = made[file.id];
	if (before !== undefined && nowMs - before.madeAtMs < USED_FOR_MS) return before.url;
	const url = helpers.createBinarySignedUrl(file, VALID_FOR);
	made[file.id] = { url, madeAtMs: nowMs };
	return url;
}
