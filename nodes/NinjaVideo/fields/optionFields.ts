import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { WAITING } from './operationFields';
import { noSpendLimit } from './spendFields';
import {
	endImageField,
	endImageUrl,
	generateAudio,
	negativePrompt,
	referenceAudioUrl,
	referenceImages,
	referenceVideoUrl,
	watermark,
} from './v2OptionFields';

/** What can be made of an item whose video does not come. */
const ERROR_OR_ITEM: INodePropertyOptions[] = [
	{ name: 'Stop With an Error', value: 'error' },
	{ name: 'Return the Item', value: 'return' },
];

const ifGenerationFails: INodeProperties = {
	displayName: 'If Video Fails',
	name: 'ifGenerationFails',
	type: 'options',
	options: ERROR_OR_ITEM,
	default: 'error',
	description:
		'What to do with an item whose video could not be made. Such a video is not charged.',
};

const ifNotReady: INodeProperties = {
	displayName: 'If Not Ready in Time',
	name: 'ifNotReady',
	type: 'options',
	options: ERROR_OR_ITEM,
	default: 'error',
	description:
		"What to do with an item whose video is not ready after 'Timeout (Minutes)'. Its request ID is kept either way.",
};

const includeInputFields: INodeProperties = {
	displayName: 'Include Input Fields',
	name: 'includeInputFields',
	type: 'boolean',
	default: false,
	description:
		"Whether to keep the fields and files of the input item, such as 'row_number'. The fields of the video win.",
};

const maxConcurrentVideos: INodeProperties = {
	displayName: 'Max Concurrent Videos',
	name: 'maxConcurrentVideos',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	description:
		'The most videos in the making at once. 0 means automatic: as many as the request limit allows.',
};

/** Size cap of a download. */
export const maxFileSize: INodeProperties = {
	displayName: 'Max File Size (MB)',
	name: 'maxFileSizeMegabytes',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	description: 'A larger video is not downloaded; its address is kept. 0 means no limit.',
};

const pollingInterval: INodeProperties = {
	displayName: 'Polling Interval (Seconds)',
	name: 'pollingIntervalSeconds',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	description:
		'How often to look whether a video is ready. 0 means automatic: learned from progress and from earlier videos.',
};

/** Where a downloaded video goes. */
export const outputField: INodeProperties = {
	displayName: 'Put Output File in Field',
	name: 'outputField',
	type: 'string',
	default: 'data',
	placeholder: 'e.g. data',
	hint: 'The name of the output binary field to put the file in',
	description: 'Where the downloaded video goes',
};

const requestsPerMinute: INodeProperties = {
	displayName: 'Requests per Minute',
	name: 'requestsPerMinute',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 60,
	description:
		'The most requests this run sends in any 60 seconds. NinjaChat allows 60 per account; the executions of one n8n share them by themselves.',
};

const timeout: INodeProperties = {
	displayName: 'Timeout (Minutes)',
	name: 'timeoutMinutes',
	type: 'number',
	typeOptions: { minValue: 0.1, numberPrecision: 1 },
	default: 20,
	description:
		"How long to wait for each video. It never goes past the workflow's own timeout, so that the request ID comes out.",
};

function optionsFor(operation: string, options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options,
		displayOptions: { show: { operation: [operation] } },
	};
}

/** People want the file; an AI agent can be handed nothing but its URL. */
const downloadVideo: INodeProperties = {
	displayName: 'Download Video',
	name: 'downloadVideo',
	type: 'boolean',
	default: true,
	description:
		'Whether to put the MP4 file into the item. Otherwise it has only the URL of the video. An expression decides item by item.',
};

/** Whether to download, for the operations that wait; and what most people never touch, per operation. */
export const optionFields: INodeProperties[] = [
	{ ...downloadVideo, displayOptions: { show: { operation: WAITING }, hide: { '@tool': [true] } } },
	{
		...downloadVideo,
		default: false,
		displayOptions: { show: { operation: WAITING, '@tool': [true] } },
	},
	optionsFor('check', [
		endImageField,
		endImageUrl,
		generateAudio,
		includeInputFields,
		negativePrompt,
		noSpendLimit,
		referenceAudioUrl,
		referenceImages,
		referenceVideoUrl,
		watermark,
	]),
	optionsFor('create', [
		endImageField,
		endImageUrl,
		generateAudio,
		includeInputFields,
		maxConcurrentVideos,
		negativePrompt,
		noSpendLimit,
		referenceAudioUrl,
		referenceImages,
		referenceVideoUrl,
		requestsPerMinute,
		watermark,
	]),
	optionsFor('createAndWait', [
		endImageField,
		endImageUrl,
		generateAudio,
		ifNotReady,
		ifGenerationFails,
		includeInputFields,
		maxConcurrentVideos,
		maxFileSize,
		negativePrompt,
		noSpendLimit,
		pollingInterval,
		outputField,
		referenceAudioUrl,
		referenceImages,
		referenceVideoUrl,
		requestsPerMinute,
		timeout,
		watermark,
	]),
	optionsFor('wait', [
		ifNotReady,
		ifGenerationFails,
		includeInputFields,
		maxFileSize,
		pollingInterval,
		outputField,
		requestsPerMinute,
		timeout,
	]),
	optionsFor('getStatus', [includeInputFields, maxConcurrentVideos, requestsPerMinute]),
];
