import { failure, success, type Result } from '../result';
import type { VideoRequest } from '../videoService';
import {
	ASPECT_RATIOS,
	durationsOf,
	findModel,
	MODELS,
	RATIO_OF_MODEL,
	SHORTEST_SECONDS,
	SQUARE,
} from './models';
import { imageMissing, readAddress } from './readAddress';
import { readAspectRatio } from './readAspectRatio';
import { readSeconds } from './readDuration';
import { readModel, type NamedModel } from './readModel';
import { findPromptProblem, isOnlyTemplate, onlyTemplate } from './readPrompt';
import { show, type Problem } from './values';
import { findUnsupported, readV2Options } from './v2Options';

/** A request as it came from the form or a spreadsheet row: nothing is known of its types yet. */
export interface RequestDraft {
	readonly prompt: unknown;
	readonly model: unknown;
	readonly duration: unknown;
	readonly aspectRatio: unknown;
	readonly imageUrl: unknown;
	/** The options, among them those of `v2Options.ts`. */
	readonly options?: Readonly<Record<string, unknown>>;
	/** The prompt as it was written, with its expressions. */
	readonly promptTemplate?: unknown;
}

/** A model of the service's own list, as far as it says what may be ordered. */
export interface ListedModel extends NamedModel {
	/** The price of the longest video in US cents: only a service of the newest contract has it. */
	readonly ceilingCents?: number;
	readonly supportedParameters?: readonly string[];
}

/** What a draft is checked against, besides the catalogue. */
export interface CheckContext {
	/** What the credential says of the API's version: `v1/video` takes none of the `v2Options`. */
	readonly api?: string;
	/** The models of the service's own list; absent where it was not asked for, or could not be read. */
	readonly listed?: readonly ListedModel[];
}

function readDuration(
	value: unknown,
	model: string,
	listed: ListedModel | undefined,
): Result<number, Problem> {
	const known = findModel(model);
	const isNewest = known === undefined && listed?.ceilingCents !== undefined;
	const durations = [...(isNewest ? [SHORTEST_SECONDS] : []), ...durationsOf(model)];
	const name = known?.name ?? model;
	const seconds = readSeconds(value);
	if (durations.includes(seconds)) return success(seconds);
	return failure({
		field: 'Duration',
		value: show(value),
		reason: Number.isInteger(seconds)
			? `is not a length that ${known === undefined ? 'NinjaChat takes' : `${name} makes`}`
			: 'is not a whole number of seconds',
		allowed:
			known === undefined
				? `Which lengths ${name} makes is not published; NinjaChat takes ${durations[0]} to ${durations.at(-1)} seconds.`
				: `Allowed for ${name}: ${durations.join(', ')} seconds.`,
	});
}

function readRatio(value: unknown, api: string): Result<string, Problem> {
	const ratio = readAspectRatio(value);
	const allowed = api === 'v1/video' ? ASPECT_RATIOS : [...ASPECT_RATIOS, SQUARE];
	const known = [...allowed, RATIO_OF_MODEL].find((one) => one === ratio);
	if (known !== undefined) return success(known);
	return failure({
		field: 'Aspect Ratio',
		value: show(value),
		reason: ratio === SQUARE ? 'is not known to the API v1/video' : 'is not known',
		allowed: `Allowed: ${allowed.join(', ')}, or 'Default of the Model'.`,
	});
}

function readModelOf(value: unknown, listed?: readonly NamedModel[]): Result<string, Problem> {
	const model = readModel(value, [...MODELS, ...(listed ?? [])]);
	if (model.ok || listed !== undefined) return model;
	const hint = "NinjaChat's own list of models could not be read: if the name is right, try later.";
	return failure({ ...model.error, allowed: `${model.error.allowed} ${hint}` });
}

/** Whether the service's own list is worth asking for: for a model that the catalogue does not know, or for options. */
export const needsModelList = ({ model, options }: RequestDraft, api: string): boolean =>
	!readModel(model, MODELS).ok || readV2Options(options ?? {}, api).v2Options !== undefined;

/**
 * Checks one draft against the catalogue and the endpoint's rules, and turns it into a request. What people type is
 * understood where it can mean one thing; an empty model, duration or aspect ratio is the API's default.
 */
export function checkRequest(
	draft: RequestDraft,
	{ api = 'automatic', listed }: CheckContext = {},
): Result<VideoRequest, readonly Problem[]> {
	const { v2Options, problems: badOptions } = readV2Options(draft.options ?? {}, api);
	const model = readModelOf(draft.model, listed);
	const live = listed?.find(({ id }) => model.ok && id === model.value);
	const duration = model.ok ? readDuration(draft.duration, model.value, live) : undefined;
	const aspectRatio = readRatio(draft.aspectRatio, api);
	const image = readAddress('Image URL', draft.imageUrl);
	const entry = model.ok ? findModel(model.value) : undefined;
	const lacksImage = image.ok && image.value === undefined && entry?.image === 'required';
	const badPrompt =
		findPromptProblem(draft.prompt) ??
		(isOnlyTemplate(draft.promptTemplate, draft.prompt) ? onlyTemplate(draft.prompt) : undefined);

	const problems = [
		...(badPrompt === undefined ? [] : [badPrompt]),
		...[model, duration, aspectRatio, image].flatMap((read) =>
			read === undefined || read.ok ? [] : [read.error],
		),
		...(lacksImage ? [imageMissing(entry.name)] : []),
		...badOptions,
		...findUnsupported(v2Options, live),
	];
	if (!model.ok || !duration?.ok || !aspectRatio.ok || !image.ok || problems.length > 0) {
		return failure(problems);
	}
	const needsV2 = v2Options !== undefined || aspectRatio.value === SQUARE;
	return success({
		prompt: String(draft.prompt),
		model: model.value,
		durationSeconds: duration.value,
		...(aspectRatio.value === RATIO_OF_MODEL ? {} : { aspectRatio: aspectRatio.value }),
		...(image.value === undefined ? {} : { imageUrl: image.value }),
		...(v2Options === undefined ? {} : { v2Options }),
		...(needsV2 ? { requiredVersion: 'v1/videos' as const } : {}),
	});
}
