import { createHash } from 'crypto';

/** The head of an answer to a download. */
export interface DownloadHead {
	readonly status: number;
	/** Header names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
}

/** What to do with a download after its head, or its failure, is known. */
export type DownloadVerdict =
	| { readonly kind: 'take' }
	/** The address has expired: ask for a new one once, with a free status call. */
	| { readonly kind: 'refresh'; readonly reason: string }
	/** A fault that passes: try the same address again. */
	| { readonly kind: 'again'; readonly reason: string }
	| { readonly kind: 'refuse'; readonly reason: string };

/** Stores of files say 400 too, of a signature that is too old. */
const EXPIRED = new Set([400, 401, 403, 404, 410]);

/** MIME types a video may come as: MP4 has two (RFC 4337), and some stores give no better than octet-stream. */
const isVideoType = (type: string) =>
	type === '' ||
	type.startsWith('video/') ||
	/^(application|binary)\/(octet-stream|(x-)?(mp4|download|force-download))/.test(type);

/** Whether a part is the whole: `bytes 0-99/100`. */
function isWhole({ status, headers }: DownloadHead): boolean {
	const [, last, size] = /^bytes 0-(\d+)\/(\d+)$/i.exec(headers['content-range'] ?? '') ?? [];
	return status === 206 && size !== undefined && Number(last) + 1 === Number(size);
}

/** Judges the head of a download's answer. `maxBytes` is the size cap, 0 for none. */
export function judgeDownload(head: DownloadHead, maxBytes: number): DownloadVerdict {
	const { status } = head;
	const reason = `the video host answered with ${status}`;
	if (EXPIRED.has(status)) return { kind: 'refresh', reason };
	if (status === 429 || status >= 500) return { kind: 'again', reason };
	// Accepted, nothing there, or a part that was not asked for: the whole may come later.
	if (status > 200 && status < 300 && !isWhole(head)) return { kind: 'again', reason };
	if (status >= 300 || status < 200) return { kind: 'refuse', reason };
	const type = typeOf(head);
	if (!isVideoType(type)) return { kind: 'refuse', reason: `what came is not a video but ${type}` };
	// The length of a compressed answer is not that of the video.
	const isPlain = /^(identity)?$/i.test(head.headers['content-encoding'] ?? '');
	const bytes = isPlain ? Number(head.headers['content-length'] ?? 0) : 0;
	if (maxBytes > 0 && bytes > maxBytes) {
		return {
			kind: 'refuse',
			reason: `the video has ${toMegabytes(bytes)} MB, over the maximum of ${toMegabytes(maxBytes)} MB`,
		};
	}
	return { kind: 'take' };
}

/** How much of a file's start is needed to tell what it is, in bytes. */
export const START_BYTES = 12;

/** The first box of an MP4 or QuickTime file (ISO 14496-12, QuickTime File Format). */
const MP4_BOX = /^(ftyp|styp|moov|mdat|free|skip|wide|pnot)$/;
/** The start of a WebM or Matroska file. */
const WEBM = '1a45dfa3';
/** The start of other files, in hexadecimal: PNG, JPEG, ZIP, gzip. */
const OTHER_FILE = /^(89504e47|ffd8ff|504b0304|1f8b)/;

/**
 * Why the start of a file is not that of a video, if it is not. A host that calls a file a video is believed unless
 * it begins with text: a page or an error in place of the video. Otherwise only a known kind of file is one.
 */
export function findContentProblem(start: Uint8Array, head: DownloadHead): string | undefined {
	const bytes = Buffer.from(start);
	const hex = bytes.toString('hex');
	const text = bytes.toString('latin1');
	// Byte order marks, and the null bytes of UTF-16, belong to text.
	const isText = /^[\t\n\r\x20-\x7e]+$/.test(
		text.replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)|\0/g, ''),
	);
	const isMp4 = MP4_BOX.test(text.slice(4, 8)) && (bytes[0] ?? 0) < 0x20;
	const isBelieved = typeOf(head).startsWith('video/') && !isText && !OTHER_FILE.test(hex);
	return isMp4 || hex.startsWith(WEBM) || isBelieved ? undefined : 'what came is not a video file';
}

/** The ending and the MIME type of a video file, by its start. */
export function fileTypeOf(start: Uint8Array): { readonly ending: string; readonly mime: string } {
	const bytes = Buffer.from(start);
	if (bytes.toString('hex').startsWith(WEBM)) return { ending: 'webm', mime: 'video/webm' };
	return bytes.toString('latin1').slice(4) === 'ftypqt  '
		? { ending: 'mov', mime: 'video/quicktime' }
		: { ending: 'mp4', mime: 'video/mp4' };
}

const typeOf = ({ headers }: DownloadHead): string => (headers['content-type'] ?? '').toLowerCase();

/** Megabytes with one decimal, for texts. */
export const toMegabytes = (bytes: number): string => {
	const megabytes = bytes / 1_000_000;
	return megabytes < 0.1 ? String(Number(megabytes.toPrecision(2))) : megabytes.toFixed(1);
};

/** Names that Windows keeps for devices, with any ending. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/**
 * A file name for a job's video that is safe everywhere: the whole request id in letters, digits, dots and dashes. Where
 * that is not the id itself, a part of its hash keeps two ids from having one name.
 */
export function fileNameOf(requestId: string, ending = 'mp4'): string {
	const safe = requestId.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '');
	if (safe === requestId && safe !== '' && safe.length <= 80 && !DEVICE.test(safe))
		return `${safe}.${ending}`;
	const hash = createHash('sha256').update(requestId).digest('hex').slice(0, 8);
	return `${[safe.slice(-80).replace(/^[-.]+/, ''), hash].filter(Boolean).join('-')}.${ending}`;
}
