import type { INodeProperties } from 'n8n-workflow';

// The options of an order that only the API v1/videos takes; `catalog/v2Options.ts` reads them.

const SECOND_ONLY = 'Needs the API v1/videos';

const address = (displayName: string, name: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	placeholder: 'e.g. https://example.com/file',
	description: `${description}. ${SECOND_ONLY}.`,
});

/** A file of the item as the last picture. */
export const endImageField: INodeProperties = {
	displayName: 'End Image File Field',
	name: 'endImageField',
	type: 'string',
	default: 'data',
	placeholder: 'e.g. data',
	description: `Name of the input binary field with an image to end with. NinjaChat fetches it by a link that is public for a day, or until n8n deletes the execution. ${SECOND_ONLY}.`,
};

/** The last picture by its URL. */
export const endImageUrl = address(
	'End Image URL',
	'endImageUrl',
	'Public address of an image to end with',
);

/** Sound. */
export const generateAudio: INodeProperties = {
	displayName: 'Generate Audio',
	name: 'generateAudio',
	type: 'boolean',
	default: false,
	description: `Whether to add sound to the video. ${SECOND_ONLY}.`,
};

/** What must not be seen. */
export const negativePrompt: INodeProperties = {
	displayName: 'Negative Prompt',
	name: 'negativePrompt',
	type: 'string',
	typeOptions: { rows: 2 },
	default: '',
	placeholder: 'e.g. text, blurred faces',
	description: `What the video should not show. ${SECOND_ONLY}.`,
};

/** Sound to follow. */
export const referenceAudioUrl = address(
	'Reference Audio URL',
	'referenceAudioUrl',
	'Public address of an audio file to follow',
);

/** Images to follow. */
export const referenceImages: INodeProperties = {
	...address(
		'Reference Images',
		'referenceImages',
		'Public addresses of up to 4 images, one per line or separated by commas; an expression may give a list',
	),
	typeOptions: { rows: 2 },
};

/** A video to follow. */
export const referenceVideoUrl = address(
	'Reference Video URL',
	'referenceVideoUrl',
	'Public address of a video to follow',
);

/** A mark on the picture. */
export const watermark: INodeProperties = {
	displayName: 'Watermark',
	name: 'watermark',
	type: 'boolean',
	default: false,
	description: `Whether to put a watermark on the video. ${SECOND_ONLY}.`,
};
