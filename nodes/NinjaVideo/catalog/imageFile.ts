import type { Problem } from './values';

/** The largest image that is handed to the service, in bytes: video models take images of up to about this size. */
export const MAX_IMAGE_BYTES = 20_000_000;

/** How the files that video models take begin, as Latin-1 text. */
const KNOWN_STARTS: ReadonlyArray<readonly [name: string, start: RegExp]> = [
	['JPEG', /^\xff\xd8\xff/],
	['PNG', /^\x89PNG\r\n/],
	['WebP', /^RIFF[^]{4}WEBP/],
];

const ALLOWED = KNOWN_STARTS.map(([name]) => name).join(', ');

/**
 * What is wrong with a file that is to be an image, and what would be right; undefined for a good one.
 * @param start the first bytes of the file as Latin-1 text, 12 at least
 * @param bytes the size of the file
 */
export function findImageProblem(
	start: string,
	bytes: number,
): Pick<Problem, 'reason' | 'allowed'> | undefined {
	if (bytes === 0) return { reason: 'is an empty file', allowed: `Use an image: ${ALLOWED}.` };
	if (bytes > MAX_IMAGE_BYTES) {
		return {
			reason: `is a file of ${(bytes / 1_000_000).toFixed(1)} MB`,
			allowed: `Use an image of up to ${MAX_IMAGE_BYTES / 1_000_000} MB, for example with n8n's node Edit Image before this one.`,
		};
	}
	if (KNOWN_STARTS.some(([, known]) => known.test(start))) return undefined;
	return {
		reason: 'is not an image that video models take',
		allowed: `Use ${ALLOWED}; convert other images first, for example with n8n's node Edit Image.`,
	};
}
