import type { VideoRequest } from '../videoService';
import { readAddress, type FileKind } from './readAddress';
import { findAccident } from './readPrompt';
import { asText, asTyped, isBlank, isLeftOpen, show, type Problem } from './values';

/** Reference images an order may have [K]. */
const MAX_IMAGES = 4;

/** A field that only v1/videos takes [K]: its name and label in the form, its name in the API. */
interface Extra {
	readonly name: string;
	readonly label: string;
	readonly field: string;
	readonly kind: 'image' | 'images' | 'audio' | 'video' | 'text' | 'switch';
}

/** All of them, alphabetically. */
export const V2_OPTIONS: readonly Extra[] = [
	{ name: 'endImageUrl', label: 'End Image URL', field: 'end_image_url', kind: 'image' },
	{ name: 'generateAudio', label: 'Generate Audio', field: 'generate_audio', kind: 'switch' },
	{ name: 'negativePrompt', label: 'Negative Prompt', field: 'negative_prompt', kind: 'text' }, // [N]
	{
		name: 'referenceAudioUrl',
		label: 'Reference Audio URL',
		field: 'reference_audio',
		kind: 'audio',
	},
	{
		name: 'referenceImages',
		label: 'Reference Images',
		field: 'reference_images',
		kind: 'images',
	},
	{
		name: 'referenceVideoUrl',
		label: 'Reference Video URL',
		field: 'reference_video',
		kind: 'video',
	},
	{ name: 'watermark', label: 'Watermark', field: 'watermark', kind: 'switch' },
];

type Value = string | boolean | readonly string[];

/** What an option comes to: a value to send, nothing, or what is wrong with it and what would be right. */
interface ReadOption {
	readonly value?: Value;
	readonly fault?: Pick<Problem, 'reason' | 'allowed'>;
}

const FILE_KINDS: Readonly<Partial<Record<Extra['kind'], FileKind>>> = {
	image: 'image',
	audio: 'audio file',
	video: 'video',
};

/** One address for each line, or after a comma; a comma inside an address is part of it. */
const toList = (value: unknown): readonly unknown[] =>
	Array.isArray(value)
		? value
		: (asText(value) ?? '')
				.split(/\s*[\r\n]+\s*|[\s,;|]+(?=https?:)/)
				.filter((part) => !isBlank(part));

function readSwitch(value: unknown): ReadOption {
	const text = asTyped(value).toLowerCase();
	if (/^(true|yes|on|1)$/.test(text)) return { value: true };
	if (/^(false|no|off|0)$/.test(text)) return { value: false };
	return { fault: { reason: 'is neither true nor false', allowed: 'Allowed: true, false.' } };
}

function readText(label: string, value: unknown): ReadOption {
	if (isLeftOpen(value)) return {};
	const text = asText(value)?.trim();
	if (text === undefined) return { fault: { reason: 'is no text', allowed: 'Use a text.' } };
	const accident = findAccident(text, label);
	return accident === undefined ? { value: text } : { fault: accident };
}

function readAddressOf(label: string, value: unknown, kind: FileKind): ReadOption {
	const read = readAddress(label, value, kind);
	if (!read.ok) return { fault: read.error };
	return read.value === undefined ? {} : { value: read.value };
}

function readImages(label: string, value: unknown): ReadOption {
	if (!Array.isArray(value) && asText(value) === undefined) {
		return { fault: { reason: 'are no list', allowed: 'Give one URL for each line, or a list.' } };
	}
	const list = toList(value);
	if (list.length > MAX_IMAGES) {
		return {
			fault: {
				reason: `are ${list.length} addresses`,
				allowed: `Up to ${MAX_IMAGES} public URLs of images may be given.`,
			},
		};
	}
	const read = list.map((one) => readAddressOf(label, one, 'image'));
	const fault = read.find((one) => one.fault !== undefined)?.fault;
	if (fault !== undefined) return { fault: { ...fault, reason: `have one that ${fault.reason}` } };
	const values = read.flatMap((one) => (typeof one.value === 'string' ? [one.value] : []));
	return values.length === 0 ? {} : { value: values };
}

function readOption({ kind, label }: Extra, value: unknown): ReadOption {
	if (isBlank(value)) return {};
	if (kind === 'switch') return readSwitch(value);
	if (kind === 'text') return readText(label, value);
	const file = FILE_KINDS[kind];
	return file === undefined ? readImages(label, value) : readAddressOf(label, value, file);
}

/** The fields an order may have that are not among the options [S]. */
const BASIC_FIELDS = ['prompt', 'model', 'duration', 'aspect_ratio', 'image_url'];

/** The labels of the options among the fields that a model takes. */
export const labelsOfOptions = (supportedParameters: readonly string[]): string[] =>
	V2_OPTIONS.filter(({ field }) => supportedParameters.includes(field)).map(({ label }) => label);

/**
 * What is set although the service's list says that the model does not take it. A list that names no field of an
 * order says nothing of the options.
 */
export function findUnsupported(
	v2Options: VideoRequest['v2Options'],
	model: { readonly name: string; readonly supportedParameters?: readonly string[] } | undefined,
): readonly Problem[] {
	const { name = '', supportedParameters = [] } = model ?? {};
	const known = [...BASIC_FIELDS, ...V2_OPTIONS.map(({ field }) => field)];
	if (!supportedParameters.some((field) => known.includes(field))) return [];
	const labels = labelsOfOptions(supportedParameters)
		.map((label) => `'${label}'`)
		.join(', ');
	return V2_OPTIONS.flatMap(({ field, label }) => {
		const value = v2Options?.[field];
		if (value === undefined || value === false || supportedParameters.includes(field)) return [];
		return [
			{
				field: label,
				value: show(value),
				reason: `is not an option of ${name}`,
				allowed: `Remove '${label}', or choose another model. ${labels === '' ? `${name} has no such options` : `${name} takes ${labels}`}.`,
			},
		];
	});
}

/** The v2Options of one draft, under the API's names, and everything that is wrong with them. */
export function readV2Options(
	given: Readonly<Record<string, unknown>>,
	api: string,
): { readonly v2Options: VideoRequest['v2Options']; readonly problems: readonly Problem[] } {
	const values: Array<readonly [string, Value]> = [];
	const problems: Problem[] = [];
	for (const option of V2_OPTIONS) {
		const { name, label, field } = option;
		const { value, fault } = readOption(option, given[name]);
		if (value === undefined && fault === undefined) continue;
		const problem = { field: label, value: show(given[name]) };
		if (api === 'v1/video') {
			problems.push({
				...problem,
				reason: 'is not known to the API v1/video',
				allowed: `Set 'API Version' of the credential to 'Automatic' or 'v1/videos', or remove '${label}'.`,
			});
		} else if (fault !== undefined) {
			problems.push({ ...problem, reason: fault.reason, allowed: fault.allowed });
		} else if (value !== undefined) {
			values.push([field, value]);
		}
	}
	return { v2Options: values.length === 0 ? undefined : Object.fromEntries(values), problems };
}
