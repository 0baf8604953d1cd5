import type { IBinaryData, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import {
	fileNameOf,
	fileTypeOf,
	findContentProblem,
	judgeDownload,
	START_BYTES,
	toMegabytes,
	type DownloadHead,
	type DownloadVerdict,
} from '../api/download';
import { toResult } from '../result';
import { readHeaders } from './http';

/** How one try to download ended. */
export type Downloaded =
	| { readonly kind: 'stored'; readonly binary: IBinaryData }
	/** n8n could not store it, in its own words: another download would end the same way. */
	| { readonly kind: 'storage-failed'; readonly reason: string }
	| Exclude<DownloadVerdict, { kind: 'take' }>;

/** One download. */
export interface DownloadRequest {
	readonly url: string;
	/** What the file is named after. */
	readonly requestId: string;
	/** Size cap in bytes, 0 for none. */
	readonly maxBytes: number;
	readonly signal: AbortSignal;
}

type StoredStream = Exclude<
	Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0],
	Uint8Array
>;

/** A download may stall for this long before it counts as broken off, in milliseconds. */
const TIMEOUT_MS = 300_000;

/**
 * One try to stream a video into n8n's binary storage, never whole in memory. No credential goes along: the
 * address comes from an answer and may lead anywhere.
 */
export async function download(
	context: IExecuteFunctions,
	request: DownloadRequest,
): Promise<Downloaded> {
	const answer = await toResult<unknown>(context.helpers.httpRequest(toOptions(request)));
	if (!answer.ok) return { kind: 'again', reason: 'the connection to the video host failed' };
	const { statusCode, headers, body } = answer.value as {
		statusCode: number;
		headers: unknown;
		body: StoredStream;
	};
	const head = { status: statusCode, headers: readHeaders(headers) };
	const verdict = judgeDownload(head, request.maxBytes);
	if (verdict.kind !== 'take') {
		body.destroy();
		return verdict;
	}
	return await store(context, request, body, head);
}

/**
 * Stores a body while it comes. What is no video is refused before n8n's storage gets a byte of it: n8n 1 keeps what
 * it has of a file that ends early. The length is not compared with the one that was announced, because a host may
 * compress what it was asked not to.
 */
async function store(
	context: IExecuteFunctions,
	{ requestId, maxBytes, signal }: DownloadRequest,
	body: StoredStream,
	head: DownloadHead,
): Promise<Downloaded> {
	let isBroken = false;
	let refusal: string | undefined;
	body.on('error', ({ name }) => (isBroken ||= name !== 'AbortError' && refusal === undefined));
	const start = await peek(body, START_BYTES);
	if (isBroken || signal.aborted) return { kind: 'again', reason: BROKE_OFF };
	if (start.length === 0) return { kind: 'again', reason: 'the video host sent an empty file' };
	const problem = findContentProblem(start, head);
	if (problem !== undefined) {
		body.destroy();
		return { kind: 'refuse', reason: problem };
	}
	let bytes = 0;
	const count = (chunk: Uint8Array) => {
		bytes += chunk.length;
		if (bytes > maxBytes && refusal === undefined) {
			refusal = `the video is over the maximum of ${toMegabytes(maxBytes)} MB`;
			body.destroy(new Error(refusal));
		}
		return chunk;
	};
	const counted = maxBytes > 0 ? body.map(count) : body;
	// Where n8n's storage has given the stream up, nobody else hears its errors.
	counted.on('error', () => {});
	const { ending, mime } = fileTypeOf(start);
	const fileName = fileNameOf(requestId, ending);
	const stored = await toResult(context.helpers.prepareBinaryData(counted, fileName, mime));
	if (refusal !== undefined) return { kind: 'refuse', reason: refusal };
	if (stored.ok) return { kind: 'stored', binary: stored.value };
	const reason = wordsOf(stored.error);
	const isCut = isBroken || signal.aborted || N8N_CUT_IT.test(reason);
	body.destroy();
	return isCut ? { kind: 'again', reason: BROKE_OFF } : { kind: 'storage-failed', reason };
}

/** The first bytes of a body, which stay in it; fewer where it ends or breaks before. */
async function peek(body: StoredStream, count: number): Promise<Uint8Array> {
	return await new Promise((resolve) => {
		const finish = (start: Uint8Array) => {
			body.off('readable', onReadable);
			for (const event of ENDS) body.off(event, onEnd);
			resolve(start);
		};
		const onEnd = () => finish(new Uint8Array());
		const onReadable = () => {
			const start = body.read(count) as Uint8Array | null;
			if (start === null) return;
			body.unshift(start);
			finish(start);
		};
		body.on('readable', onReadable);
		for (const event of ENDS) body.on(event, onEnd);
	});
}

const ENDS = ['end', 'error', 'close'] as const;
const BROKE_OFF = 'the download broke off';
/** What n8n 2 says where it waited five minutes for the next byte of a file that it holds whole. */
const N8N_CUT_IT = /^Response body timed out/;

const wordsOf = (error: unknown): string =>
	error instanceof Error ? error.message.slice(0, 500) : 'no reason given';

function toOptions({ url, signal }: DownloadRequest): IHttpRequestOptions {
	return {
		method: 'GET',
		url,
		headers: { Accept: 'video/mp4, video/*;q=0.9, */*;q=0.1', 'Accept-Encoding': 'identity' },
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		maxRedirects: 5,
		timeout: TIMEOUT_MS,
		abortSignal: signal,
	};
}
