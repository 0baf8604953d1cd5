import { failure, toResult } from '../result';

/** The most of an answer that is read, in bytes after decompression. */
export const MAX_BYTES = 4_000_000;

/** The text of a body, as far as it came. */
export interface ReadBody {
	readonly text: string;
	/** It ended before it was whole: cut off, over the limit, or out of time. */
	readonly isCut: boolean;
}

type ByteStream = AsyncIterable<Uint8Array | string> & { destroy(): void };

const isStream = (body: unknown): body is ByteStream =>
	typeof body === 'object' && body !== null && Symbol.asyncIterator in body && 'destroy' in body;

/**
 * Reads a body of a helper that was asked for a stream, up to a limit of bytes and until `timeIsUp`. What came until
 * then is kept: a paid answer may name its job in the first line.
 */
export async function readBody(body: unknown, timeIsUp: Promise<undefined>): Promise<ReadBody> {
	if (!isStream(body)) {
		const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
		return { text, isCut: false };
	}
	let held = Buffer.alloc(16_384);
	let length = 0;
	const iterator = body[Symbol.asyncIterator]();
	// A stream that waits for its next byte ends only when that comes, however early it is destroyed.
	const outOfTime = timeIsUp.then(() => failure('out of time'));
	for (;;) {
		const next = await Promise.race([toResult(iterator.next()), outOfTime]);
		if (next.ok && next.value.done === true) return { text: textOf(held, length), isCut: false };
		if (!next.ok) {
			body.destroy();
			return { text: textOf(held, length), isCut: true };
		}
		const chunk = Buffer.from(next.value.value as Uint8Array);
		const taken = Math.min(chunk.length, MAX_BYTES - length);
		if (length + taken > held.length) {
			held = Buffer.concat([held.subarray(0, length)], 2 * (length + taken));
		}
		chunk.copy(held, length, 0, taken);
		length += taken;
		if (taken < chunk.length) {
			body.destroy();
			return { text: textOf(held, length), isCut: true };
		}
	}
}

/** Null bytes, which no JSON has, are those of UTF-16 and UTF-32. */
const textOf = (held: Buffer, length: number): string =>
	held.toString('utf8', 0, length).replace(/\0+/g, '');
