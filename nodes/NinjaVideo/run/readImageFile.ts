import type { IExecuteFunctions } from 'n8n-workflow';
import { findImageProblem, MAX_IMAGE_BYTES } from '../catalog/imageFile';
import { isPublicUrl } from '../catalog/publicUrl';
import type { Problem } from '../catalog/values';
import { publicAddressOf, readFile, sizeOfFile } from '../n8n/publicFile';
import { failure, success, type Result } from '../result';

/** An image of an item, where the service can fetch it. */
export interface ImageFile {
	readonly url: string;
	readonly hash: string;
}

const IN_MEMORY =
	"n8n must keep files outside its memory: set N8N_DEFAULT_BINARY_DATA_MODE to 'filesystem', on n8n 1.90 or newer. Or give a URL of the image.";
const NOT_PUBLIC =
	'NinjaChat fetches the image from your n8n: its WEBHOOK_URL must be a public https:// address whose path /rest/binary-data/signed is open. Or give a URL of the image.';

/**
 * Makes the image in a field of an item reachable for the service, after everything that can be wrong with it was
 * checked. Nothing is sent.
 * @param label the form's field that names the file's field
 * @param name the field of the item that has the file
 */
export async function readImageFile(
	context: IExecuteFunctions,
	itemIndex: number,
	{ label, name }: { readonly label: string; readonly name: string },
): Promise<Result<ImageFile, Problem>> {
	const refuse = ({ reason, allowed }: Pick<Problem, 'reason' | 'allowed'>) =>
		failure({ field: label, value: name, reason, allowed });
	const files = context.getInputData()[itemIndex]?.binary ?? {};
	const file = Object.hasOwn(files, name) ? files[name] : undefined;
	if (file === undefined) {
		const there = Object.keys(files).map((field) => `'${field}'`);
		const allowed =
			there.length === 0
				? 'The item has no file at all: connect the node that reads the file directly before this one.'
				: `Files of this item: ${there.join(', ')}.`;
		return refuse({ reason: 'is not a file of this item', allowed });
	}
	try {
		const stored = await sizeOfFile(context, file);
		const tooLarge =
			stored === undefined || stored <= MAX_IMAGE_BYTES ? undefined : findImageProblem('', stored);
		if (tooLarge !== undefined) return refuse(tooLarge);
		const { start, bytes, hash } = await readFile(context, itemIndex, name);
		const problem = findImageProblem(start, bytes);
		if (problem !== undefined) return refuse(problem);
		const url = publicAddressOf(context, file);
		if (url === undefined) {
			return refuse({ reason: 'has no address that NinjaChat could fetch', allowed: IN_MEMORY });
		}
		if (!url.startsWith('https://') || !isPublicUrl(url)) {
			return refuse({ reason: 'cannot be reached from the internet', allowed: NOT_PUBLIC });
		}
		return success({ url, hash });
	} catch (error) {
		const words = error instanceof Error ? error.message.slice(0, 200) : 'no reason given';
		return refuse({
			reason: `could not be read: ${words}`,
			allowed: 'Run the workflow again from the node that makes the file.',
		});
	}
}
