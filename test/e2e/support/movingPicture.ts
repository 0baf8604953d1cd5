/* eslint-disable @n8n/community-nodes/no-restricted-imports -- makes pictures of the README; not part of the package */
import { crc32 } from 'node:zlib';

const SIGNATURE_BYTES = 8;

interface Chunk {
	readonly type: string;
	readonly data: Buffer;
}

/**
 * Joins PNG pictures of one size to a moving one, which is seen again and again (an APNG, which every browser shows).
 * @throws Error where the sizes or colours differ
 */
export function joinFrames(frames: readonly Buffer[], secondsEach: number): Buffer {
	const [first = Buffer.alloc(0)] = frames;
	const [header, ...rest] = readChunks(first);
	if (header === undefined) throw new Error('There is no picture to join');
	for (const frame of frames) {
		if (!readChunks(frame)[0]!.data.equals(header.data))
			throw new Error('The frames differ in size');
	}
	let sequence = 0;
	const next = () => uint32(sequence++);
	const control = () =>
		Buffer.concat([
			...[next(), header.data.subarray(0, 8), uint32(0), uint32(0)],
			...[uint16(secondsEach), uint16(1), Buffer.from([0, 0])],
		]);
	const moving = frames.flatMap((frame, index) => [
		{ type: 'fcTL', data: control() },
		...readChunks(frame)
			.filter(({ type }) => type === 'IDAT')
			.map(({ type, data }) =>
				index === 0 ? { type, data } : { type: 'fdAT', data: Buffer.concat([next(), data]) },
			),
	]);
	const count = { type: 'acTL', data: Buffer.concat([uint32(frames.length), uint32(0)]) };
	const others = rest.filter(({ type }) => type !== 'IDAT' && type !== 'IEND');
	const end = { type: 'IEND', data: Buffer.alloc(0) };
	return Buffer.concat([
		first.subarray(0, SIGNATURE_BYTES),
		...[header, count, ...others, ...moving, end].map(toBytes),
	]);
}

function readChunks(png: Buffer): Chunk[] {
	const chunks: Chunk[] = [];
	for (let at = SIGNATURE_BYTES; at < png.length; ) {
		const length = png.readUInt32BE(at);
		const data = png.subarray(at + 8, at + 8 + length);
		chunks.push({ type: png.toString('latin1', at + 4, at + 8), data });
		at += 12 + length;
	}
	return chunks;
}

function toBytes({ type, data }: Chunk): Buffer {
	const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	return Buffer.concat([uint32(data.length), body, uint32(crc32(body))]);
}

function uint32(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32BE(value);
	return bytes;
}

function uint16(value: number): Buffer {
	const bytes = Buffer.alloc(2);
	bytes.writeUInt16BE(value);
	return bytes;
}
