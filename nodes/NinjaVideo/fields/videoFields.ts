import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import {
	ANY_MODEL_DURATIONS,
	DEFAULTS,
	MODELS,
	RATIO_OF_MODEL,
	SHORTEST_SECONDS,
	SQUARE,
} from '../catalog/models';
import { BY_REQUEST, BY_REQUEST_ID } from './operationFields';
import { spendFields } from './spendFields';
import { copyNumber } from './toolFields';

const showForOrdering = { show: { operation: BY_REQUEST } };

/**
 * Every length, hidden for the models that do not make it: the list follows the model at once. For a model that
 * is an expression, or newer than the catalogue, every length is there. A list that is loaded (`loadOptionsMethod`)
 * would not follow: the editor leaves it as it was while any other field is an expression without data.
 */
const durations: INodePropertyOptions[] = [SHORTEST_SECONDS, ...ANY_MODEL_DURATIONS].map(
	(seconds) => ({
		name: `${seconds} Seconds`,
		value: seconds,
		displayOptions: {
			hide: {
				model: MODELS.filter((model) => !model.durations.includes(seconds)).map(({ id }) => id),
			},
		},
	}),
);

/**
 * What a video is made of. No field is hidden or required by the model: a spreadsheet row may name the model by
 * expression, and then n8n could not know. What a model cannot do without is checked per item.
 */
export const videoFields: INodeProperties[] = [
	{
		displayName: 'Prompt',
		name: 'prompt',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		required: true,
		placeholder: 'e.g. A golden retriever running in a sunny park',
		description: 'What the video should show, in up to 4000 characters',
		displayOptions: showForOrdering,
	},
	{
		displayName: 'Model',
		name: 'model',
		type: 'resourceLocator',
		default: {
			mode: 'list',
			value: DEFAULTS.model,
			cachedResultName: 'Seedance 2 ($3 per video, 5-15 s)',
		},
		required: true,
		description: 'The model that makes the video. It sets the price and the lengths.',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchModels', searchable: true },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. veo-3.1-fast',
			},
		],
		displayOptions: showForOrdering,
	},
	{
		displayName: 'Duration',
		name: 'duration',
		type: 'options',
		options: durations,
		default: 8,
		description:
			'Length of the video in seconds. The list follows the model: Seedance 2 makes 5 to 15, Kling 5 to 10, Veo 2 5 to 8, the other Veo models 4, 6 or 8, Runway 4 to 10. By expression a number or a text of an item will do, also where the editor marks it red.',
		displayOptions: showForOrdering,
	},
	{
		displayName: 'Aspect Ratio',
		name: 'aspectRatio',
		type: 'options',
		options: [
			{ name: '1:1 (Square)', value: SQUARE },
			{ name: '16:9 (Landscape)', value: '16:9' },
			{ name: '9:16 (Portrait)', value: '9:16' },
			{ name: 'Default of the Model', value: RATIO_OF_MODEL },
		],
		default: '16:9',
		description:
			'Shape of the picture. Veo and Kling follow it; Seedance 2 ignores it. 1:1 needs the API v1/videos.',
		displayOptions: showForOrdering,
	},
	{
		displayName: 'Image Source',
		name: 'imageSource',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'File From Item',
				value: 'file',
				description:
					'An image in a file of the item. Your n8n must have a public https:// address: NinjaChat fetches the file there.',
			},
			{ name: 'URL', value: 'url', description: 'An image in the internet, or none' },
		],
		default: 'url',
		description: 'Where the image to start from is',
		displayOptions: { ...showForOrdering, hide: { '@tool': [true] } },
	},
	{
		displayName: 'Image URL',
		name: 'imageUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://example.com/start.jpg',
		description:
			'Public address of an image to start from. Leave empty for text to video; Runway Gen-4 Turbo needs one.',
		displayOptions: { ...showForOrdering, hide: { imageSource: ['file'] } },
	},
	{
		displayName: 'Image File Field',
		name: 'imageField',
		type: 'string',
		default: 'data',
		placeholder: 'e.g. data',
		hint: 'The name of the input binary field with the image to start from',
		description:
			'An image of up to 20 MB, as JPEG, PNG or WebP. NinjaChat fetches it by a link that is public for a day, or until n8n deletes the execution.',
		displayOptions: { show: { ...showForOrdering.show, imageSource: ['file'] } },
	},
	{
		displayName: 'Unique Key',
		name: 'uniqueKey',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.row_id }}',
		description:
			'One video per key, in this or any later execution of this workflow. Use what stays the same for a video, such as an ID of its row or its prompt, and never a row number, because rows move. If empty, every execution makes a new video. The newest 2,000 keys are remembered; a node that is copied, or removed and added again, forgets.',
		displayOptions: showForOrdering,
	},
	copyNumber,
	...spendFields,
	{
		displayName: 'Request ID',
		name: 'requestId',
		type: 'string',
		default: '={{ $json.request_id ?? $json.details?.request_id }}',
		required: true,
		placeholder: 'e.g. {{ $json.request_id }}',
		description: "The request_id that 'Create' returned, or the one named in an error",
		displayOptions: { show: { operation: BY_REQUEST_ID } },
	},
];
