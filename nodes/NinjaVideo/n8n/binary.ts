import type { IBinaryData, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import {
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
	| Exclude<DownloadVerdict, { kind: 'take' }>;

/** One download. */
export interface DownloadRequest {
	readonly url: string;
	readonly fileName: string;
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
 * Stores a body while it comes. A body that ends early is an error of the stream; its length is not compared with
 * the one that was announced, because a host may compress what it was asked not to.
 */
async function store(
	context: IExecuteFunctions,
	{ fileName, maxBytes, signal }: DownloadRequest,
	body: StoredStream,
	head: DownloadHead,
): Promise<Downloaded> {
	let bytes = 0;
	let start = new Uint8Array();
	let refusal: string | undefined;
	let isBroken = false;
	body.once('error', ({ name }) => (isBroken = name !== 'AbortError'));
	const refuse = (reason: string | undefined) => {
		if (reason === undefined || refusal !== undefined) return;
		refusal = reason;
		body.destroy(new Error(reason));
	};
	const judgeStart = () => refuse(findContentProblem(start, head));
	const counted = body.map((chunk: Uint8Array) => {
		bytes += chunk.length;
		if (maxBytes > 0 && bytes > maxBytes) {
			refuse(`the video is over the maximum of ${toMegabytes(maxBytes)} MB`);
		}
		if (start.length < START_BYTES) {
			start = Buffer.concat([start, chunk.subarray(0, START_BYTES - start.length)]);
			if (start.length === START_BYTES) judgeStart();
		}
		return chunk;
	});
	const stored = await toResult(context.helpers.prepareBinaryData(counted, fileName, 'video/mp4'));
	if (refusal === undefined && stored.ok && bytes > 0 && bytes < START_BYTES) judgeStart();
	if (refusal !== undefined) return { kind: 'refuse', reason: refusal };
	if (!stored.ok) {
		if (isBroken || signal.aborted) return { kind: 'again', reason: 'the download broke off' };
		return { kind: 'refuse', reason: `n8n could not store it (${wordsOf(stored.error)})` };
	}
	if (bytes === 0) return { kind: 'again', reason: 'the video host sent an empty file' };
	return { kind: 'stored', binary: stored.value };
}

const wordsOf = (error: unknown): string =>
	error instanceof Error ? error.message.slice(0, 200) : 'no reason given';

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
