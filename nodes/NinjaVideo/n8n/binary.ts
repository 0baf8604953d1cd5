import type { IBinaryData, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { judgeDownload, toMegabytes, type DownloadVerdict } from '../api/download';
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
	return await store(context, request, body, Number(head.headers['content-length'] ?? Number.NaN));
}

async function store(
	context: IExecuteFunctions,
	request: DownloadRequest,
	body: StoredStream,
	promisedBytes: number,
): Promise<Downloaded> {
	const { maxBytes } = request;
	let bytes = 0;
	let tooLarge = false;
	const counted = body.map((chunk: Uint8Array) => {
		bytes += chunk.length;
		if (maxBytes > 0 && bytes > maxBytes) {
			tooLarge = true;
			body.destroy(new Error('over the size cap'));
		}
		return chunk;
	});
	const stored = await toResult(
		context.helpers.prepareBinaryData(counted, request.fileName, 'video/mp4'),
	);
	if (tooLarge) {
		return {
			kind: 'refuse',
			reason: `the video is over the maximum of ${toMegabytes(maxBytes)} MB`,
		};
	}
	if (!stored.ok) return { kind: 'again', reason: 'the download broke off' };
	if (bytes === 0) return { kind: 'again', reason: 'the video host sent an empty file' };
	if (!Number.isNaN(promisedBytes) && bytes !== promisedBytes) {
		return { kind: 'again', reason: `only ${bytes} of ${promisedBytes} bytes came` };
	}
	return { kind: 'stored', binary: stored.value };
}

function toOptions({ url, signal }: DownloadRequest): IHttpRequestOptions {
	return {
		method: 'GET',
		url,
		// A compressed answer would not have the length its header promises.
		headers: { Accept: 'video/mp4, video/*;q=0.9, */*;q=0.1', 'Accept-Encoding': 'identity' },
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		maxRedirects: 5,
		timeout: TIMEOUT_MS,
		abortSignal: signal,
	};
}
