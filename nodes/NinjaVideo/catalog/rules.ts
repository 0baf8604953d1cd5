import { failure, success, type Result } from '../result';
import type { VideoRequest } from '../videoService';
import { readV2Options } from './v2Options';
import { ASPECT_RATIOS, DEFAULTS, durationsOf, findModel, MAX_PROMPT_CHARACTERS } from './models';
import { asText, isBlank, isWebAddress, show, type Problem } from './values';

/** A request as it came from the form or a spreadsheet row: nothing is known of its types yet. */
export interface RequestDraft {
	readonly prompt: unknown;
	readonly model: unknown;
	readonly duration: unknown;
	readonly aspectRatio: unknown;
	readonly imageUrl: unknown;
	/** The options, among them those of `v2Options.ts`. */
	readonly options?: Readonly<Record<string, unknown>>;
}

function findPromptProblem(prompt: unknown): Problem | undefined {
	const problem = (reason: string): Problem => ({
		field: 'Prompt',
		value: isBlank(prompt) ? '' : show(prompt),
		reason,
		allowed: `A text of 1 to ${MAX_PROMPT_CHARACTERS} characters is needed.`,
	});
	if (isBlank(prompt)) return problem('is empty');
	const text = asText(prompt);
	if (text === undefined) return problem('is not a text');
	if (text.length > MAX_PROMPT_CHARACTERS) return problem(`is ${text.length} characters long`);
	return undefined;
}

function findModelProblem(model: unknown): Problem | undefined {
	if (!isBlank(model) && typeof model === 'string') return undefined;
	return {
		field: 'Model',
		value: isBlank(model) ? '' : show(model),
		reason: isBlank(model) ? 'is empty' : 'is not a text',
		allowed: `Pick a model from the list or give its ID, such as ${DEFAULTS.model}.`,
	};
}

const toSeconds = (duration: unknown): number => {
	if (isBlank(duration)) return DEFAULTS.durationSeconds;
	return typeof duration === 'number' || typeof duration === 'string'
		? Number(duration)
		: Number.NaN;
};

function findDurationProblem(duration: unknown, model: string): Problem | undefined {
	const durations = durationsOf(model);
	const name = findModel(model)?.name ?? `the model ${model}`;
	const problem = (reason: string): Problem => ({
		field: 'Duration',
		value: show(duration),
		reason,
		allowed: `Allowed for ${name}: ${durations.join(', ')} seconds.`,
	});
	const seconds = toSeconds(duration);
	if (!Number.isInteger(seconds)) return problem('is not a whole number of seconds');
	return durations.includes(seconds) ? undefined : problem(`is not a length that ${name} makes`);
}

const toAspectRatio = (value: unknown): string =>
	isBlank(value) ? DEFAULTS.aspectRatio : (asText(value)?.trim() ?? '');

function findAspectRatioProblem(aspectRatio: unknown): Problem | undefined {
	if (ASPECT_RATIOS.some((known) => known === toAspectRatio(aspectRatio))) return undefined;
	return {
		field: 'Aspect Ratio',
		value: show(aspectRatio),
		reason: 'is not known',
		allowed: `Allowed: ${ASPECT_RATIOS.join(', ')}.`,
	};
}

function findImageProblem(imageUrl: unknown, model: string): Problem | undefined {
	const problem = (reason: string): Problem => ({
		field: 'Image URL',
		value: isBlank(imageUrl) ? '' : show(imageUrl),
		reason,
		allowed: 'A public address that starts with http:// or https:// is needed.',
	});
	if (isBlank(imageUrl)) {
		const entry = findModel(model);
		return entry?.image === 'required'
			? problem(`is empty, and ${entry.name} makes videos from an image only`)
			: undefined;
	}
	return typeof imageUrl === 'string' && isWebAddress(imageUrl.trim())
		? undefined
		: problem('is not a web address');
}

/**
 * Checks one draft against the catalogue and the endpoint's rules, and turns it into a request.
 * Numbers may come as text, as spreadsheets give them; a blank duration or aspect ratio is the API's default.
 * @param api which API version the credential allows: `v1/video` takes no `v2Options`
 */
export function checkRequest(
	draft: RequestDraft,
	api = 'automatic',
): Result<VideoRequest, readonly Problem[]> {
	const { v2Options, problems: badExtras } = readV2Options(draft.options ?? {}, api);
	const model = typeof draft.model === 'string' ? draft.model.trim() : '';
	const problems = [
		findPromptProblem(draft.prompt),
		findModelProblem(draft.model),
		model === '' ? undefined : findDurationProblem(draft.duration, model),
		findAspectRatioProblem(draft.aspectRatio),
		findImageProblem(draft.imageUrl, model),
		...badExtras,
	].filter((problem) => problem !== undefined);
	if (problems.length > 0) return failure(problems);

	const imageUrl = isBlank(draft.imageUrl) ? undefined : asText(draft.imageUrl)?.trim();
	return success({
		prompt: asText(draft.prompt) ?? '',
		model,
		durationSeconds: toSeconds(draft.duration),
		aspectRatio: toAspectRatio(draft.aspectRatio),
		...(imageUrl === undefined ? {} : { imageUrl }),
		...(v2Options === undefined ? {} : { v2Options, requiredVersion: 'v1/videos' }),
	});
}
