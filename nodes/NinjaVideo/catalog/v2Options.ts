import type { VideoRequest } from '../videoService';
import { asText, isBlank, isWebAddress, show, type Problem } from './values';

/** Reference images an order may have [K]. */
const MAX_IMAGES = 4;

/** A field that only the second generation takes [K]: its name and label in the form, its name in the API. */
interface Extra {
	readonly name: string;
	readonly label: string;
	readonly field: string;
	readonly kind: 'address' | 'addresses' | 'switch';
}

/** All of them, alphabetically. */
export const V2_OPTIONS: readonly Extra[] = [
	{ name: 'endImageUrl', label: 'End Image URL', field: 'end_image_url', kind: 'address' },
	{ name: 'generateAudio', label: 'Generate Audio', field: 'generate_audio', kind: 'switch' },
	{
		name: 'referenceAudioUrl',
		label: 'Reference Audio URL',
		field: 'reference_audio',
		kind: 'address',
	},
	{
		name: 'referenceImages',
		label: 'Reference Images',
		field: 'reference_images',
		kind: 'addresses',
	},
	{
		name: 'referenceVideoUrl',
		label: 'Reference Video URL',
		field: 'reference_video',
		kind: 'address',
	},
	{ name: 'watermark', label: 'Watermark', field: 'watermark', kind: 'switch' },
];

type Value = string | boolean | readonly string[];

/** What a field comes to: a value to send, nothing, or what is wrong with it. */
interface Read {
	readonly value?: Value;
	readonly reason?: string;
}

const ALLOWED: Readonly<Record<Extra['kind'], string>> = {
	address: 'A public address that starts with http:// or https:// is needed.',
	addresses: `Up to ${MAX_IMAGES} public addresses that start with http:// or https:// may be given.`,
	switch: 'Allowed: true, false.',
};

/** One address for each line, or after a comma; a comma inside an address is part of it. */
const toList = (value: unknown): readonly unknown[] =>
	Array.isArray(value)
		? value
		: (asText(value) ?? '')
				.split(/\s*[\r\n]+\s*|[\s,]+(?=https?:)/)
				.filter((part) => !isBlank(part));

const isAddress = (value: unknown): value is string =>
	typeof value === 'string' && !/\s/.test(value.trim()) && isWebAddress(value.trim());

function readExtra(kind: Extra['kind'], value: unknown): Read {
	if (isBlank(value)) return {};
	if (kind === 'switch') {
		const text = asText(value)?.trim().toLowerCase();
		if (text === 'true' || text === 'false') return { value: text === 'true' };
		return { reason: 'is neither true nor false' };
	}
	if (kind === 'address') {
		return isAddress(value) ? { value: value.trim() } : { reason: 'is not a web address' };
	}
	const list = toList(value);
	if (list.length > MAX_IMAGES) return { reason: `are ${list.length} addresses` };
	if (!list.every(isAddress)) return { reason: 'are not all web addresses' };
	return list.length === 0 ? {} : { value: list.map((address) => address.trim()) };
}

/** The v2Options of one draft, under the API's names, and everything that is wrong with them. */
export function readV2Options(
	given: Readonly<Record<string, unknown>>,
	api: string,
): { readonly v2Options: VideoRequest['v2Options']; readonly problems: readonly Problem[] } {
	const values: Array<readonly [string, Value]> = [];
	const problems: Problem[] = [];
	for (const { name, label, field, kind } of V2_OPTIONS) {
		const { value, reason } = readExtra(kind, given[name]);
		if (value === undefined && reason === undefined) continue;
		const problem = { field: label, value: show(given[name]) };
		if (api === 'v1/video') {
			problems.push({
				...problem,
				reason: 'is not known to the API v1/video',
				allowed: `Set 'API Version' of the credential to 'Automatic' or 'v1/videos', or remove '${label}'.`,
			});
		} else if (reason !== undefined) {
			problems.push({ ...problem, reason, allowed: ALLOWED[kind] });
		} else if (value !== undefined) {
			values.push([field, value]);
		}
	}
	return { v2Options: values.length === 0 ? undefined : Object.fromEntries(values), problems };
}
