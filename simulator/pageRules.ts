import type { FieldError } from './errorFormat';

/** One of the eight models `POST /api/v1/video` takes. */
export interface ModelRule {
	readonly id: string;
	/** What one video costs, in US cents. */
	readonly priceCents: number;
	/** The lengths it can make, in seconds. */
	readonly durations: readonly number[];
	readonly requiresImage: boolean;
	/** How long a generation usually takes, in milliseconds, at speed 1. */
	readonly typicalMs: number;
}

/** The body of a create call after validation: the API's field names, defaults filled in. */
export interface CreateBody {
	readonly prompt: string;
	readonly model: string;
	/** Seconds. */
	readonly duration: number;
	readonly aspect_ratio: string;
	readonly image_url?: string;
}

/** A body that may be used, or everything that is wrong with it. */
export type Checked<Body> =
	| { readonly ok: true; readonly value: Body }
	| { readonly ok: false; readonly details: readonly FieldError[] };

const fromTo = (first: number, last: number): number[] =>
	Array.from({ length: last - first + 1 }, (_, index) => first + index);

function model(
	id: string,
	priceCents: number,
	durations: readonly number[],
	typicalSeconds: number,
	requiresImage = false,
): ModelRule {
	return { id, priceCents, durations, requiresImage, typicalMs: typicalSeconds * 1000 };
}

/**
 * Prices and lengths: the reference page of `POST /api/v1/video`. It gives no lengths for Runway;
 * 4-10 s is what the endpoint (4-15) and Runway's own API (2-10) have in common. Of the generation
 * times only the 40 s of `google-veo-2` is documented, the others are invented.
 */
export const MODELS: readonly ModelRule[] = [
	model('seedance-2', 300, fromTo(5, 15), 120),
	model('kling-video', 300, fromTo(5, 10), 150),
	model('google-veo-2', 300, fromTo(5, 8), 40),
	model('veo-3.1', 500, [4, 6, 8], 90),
	model('veo-3.1-fast', 300, [4, 6, 8], 45),
	model('google-veo-3-fast', 300, [4, 6, 8], 50),
	model('runway-gen4.5', 500, fromTo(4, 10), 100),
	model('runway-gen4-turbo', 300, fromTo(4, 10), 60, true),
];

const FIELDS = ['prompt', 'model', 'duration', 'aspect_ratio', 'image_url'];
const ASPECT_RATIOS = ['16:9', '9:16'];
const MAX_PROMPT_LENGTH = 4000;

/** The rule of a model, or `undefined` if the service does not know it. */
export function findModel(id: unknown): ModelRule | undefined {
	return MODELS.find((rule) => rule.id === id);
}

/** What is wrong with a prompt, or `undefined`. */
export function promptError(prompt: unknown): string | undefined {
	if (prompt === undefined) return 'Prompt is required';
	if (typeof prompt !== 'string') return 'Prompt must be a string';
	if (prompt.trim() === '') return 'Prompt cannot be empty';
	if (prompt.length > MAX_PROMPT_LENGTH) return `Prompt is over ${MAX_PROMPT_LENGTH} characters`;
	return undefined;
}

function durationError(duration: unknown, rule: ModelRule | undefined): string | undefined {
	if (typeof duration !== 'number' || !Number.isInteger(duration)) {
		return 'Duration must be an integer';
	}
	if (duration < 4 || duration > 15) return 'Duration must be from 4 to 15';
	if (rule !== undefined && !rule.durations.includes(duration)) {
		return `${rule.id} supports ${rule.durations.join(', ')} seconds`;
	}
	return undefined;
}

function isWebUrl(text: unknown): boolean {
	if (typeof text !== 'string' || !URL.canParse(text)) return false;
	return ['http:', 'https:'].includes(new URL(text).protocol);
}

function imageError(imageUrl: unknown, rule: ModelRule | undefined): string | undefined {
	if (imageUrl === undefined) {
		return rule?.requiresImage === true ? `${rule.id} requires image_url` : undefined;
	}
	return isWebUrl(imageUrl) ? undefined : 'Image URL must be an absolute HTTP or HTTPS URL';
}

/**
 * Checks the parsed JSON of a create call and fills in the defaults. Stricter than the real service
 * may be: a wrong type is an error and, where bodies are closed, an unknown field too.
 */
export function validateCreate(body: unknown, isClosed: boolean): Checked<CreateBody> {
	if (typeof body !== 'object' || body === null || Array.isArray(body)) {
		return { ok: false, details: [{ field: 'body', message: 'Body must be a JSON object' }] };
	}
	const given: Record<string, unknown> = { ...body };
	const { prompt, image_url: imageUrl } = given;
	const { model: id = 'seedance-2', duration = 8, aspect_ratio: aspectRatio = '16:9' } = given;
	const rule = findModel(id);

	const details: FieldError[] = [];
	const note = (field: string, message: string | undefined): void => {
		if (message !== undefined) details.push({ field, message });
	};
	note('prompt', promptError(prompt));
	note('model', rule === undefined ? 'Unknown model' : undefined);
	note('duration', durationError(duration, rule));
	note(
		'aspect_ratio',
		ASPECT_RATIOS.some((ratio) => ratio === aspectRatio) ? undefined : 'Must be 16:9 or 9:16',
	);
	note('image_url', imageError(imageUrl, rule));
	const unknown = isClosed ? Object.keys(given).filter((field) => !FIELDS.includes(field)) : [];
	for (const field of unknown) note(field, 'Unknown field');
	if (details.length > 0) return { ok: false, details };

	const value = { prompt, model: id, duration, aspect_ratio: aspectRatio } as CreateBody;
	if (imageUrl === undefined) return { ok: true, value };
	return { ok: true, value: { ...value, image_url: imageUrl as string } };
}
