import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { listModels } from '../api/discovery';
import { checkRequest, needsModelList, type RequestDraft } from '../catalog/rules';
import { isBlank, show, withoutInvisible, type Problem } from '../catalog/values';
import { problemFailure, type Failure } from '../output/failure';
import { isTool } from '../n8n/tool';
import type { Clock } from '../pacing/clock';
import { mapInTurns } from '../pacing/turns';
import { failure, success, type Result } from '../result';
import type { VideoRequest } from '../videoService';
import type { Run } from './createRun';
import { readImageFile } from './readImageFile';
import { readDownload } from './readOptions';

/** Whose time the reading takes. */
interface WithClock {
	readonly deps: { readonly clock: Clock };
}

/**
 * Reads and checks the fields of every item, before anything is ordered. Where a model is named that the catalogue
 * does not know, the service's own list is asked for first, without a charge.
 */
export async function readRequests(
	context: IExecuteFunctions,
	{ api, connection, deps: { clock } }: Pick<Run, 'api' | 'connection'> & WithClock,
): Promise<Array<Result<VideoRequest, Failure>>> {
	// One file after the other: each is held in memory while it is checked.
	const drafts = await mapInTurns(
		context.getInputData(),
		clock,
		async (_, index): Promise<Result<Draft, Failure>> => {
			const draft = readDraft(context, index);
			return draft.ok ? success(await withFiles(context, index, draft.value)) : draft;
		},
	);
	const isListNeeded = drafts.some((draft) => draft.ok && needsModelList(draft.value, api));
	const list = isListNeeded ? await listModels(connection) : undefined;
	const listed = list?.filter(({ servable }) => servable);
	return await mapInTurns(drafts, clock, (draft): Result<VideoRequest, Failure> => {
		if (!draft.ok) return draft;
		const { fileHashes, fileProblems } = draft.value;
		const checked = checkRequest(draft.value, { api, ...(listed === undefined ? {} : { listed }) });
		const problems = [
			...fileProblems,
			...(checked.ok ? [] : checked.error).filter(
				({ field }) => field !== 'Image URL' || fileProblems.length === 0,
			),
		];
		if (!checked.ok || problems.length > 0) return failure(problemFailure(problems));
		const hasFiles = Object.keys(fileHashes).length > 0;
		return hasFiles ? success({ ...checked.value, fileHashes }) : checked;
	});
}

/** A draft whose files have got their addresses, as far as they can be used. */
interface Draft extends RequestDraft {
	/** By the API's field. */
	readonly fileHashes: Readonly<Record<string, string>>;
	readonly fileProblems: readonly Problem[];
}

const END_IMAGE = 'End Image File Field';

/** Puts the addresses of the item's files where a URL would stand. */
async function withFiles(
	context: IExecuteFunctions,
	index: number,
	draft: RequestDraft,
): Promise<Draft> {
	const fileHashes: Record<string, string> = {};
	const fileProblems: Problem[] = [];
	const addressOf = async (label: string, given: unknown, field: string): Promise<string> => {
		const name = withoutInvisible(String(given ?? ''));
		const file = await readImageFile(context, index, { label, name });
		if (file.ok) fileHashes[field] = file.value.hash;
		else fileProblems.push(file.error);
		return file.ok ? file.value.url : '';
	};
	// An AI agent can hand over no file.
	const source = isTool(context) ? 'url' : context.getNodeParameter('imageSource', index, 'url');
	const isFile = source === 'file';
	if (!isFile && source !== 'url' && !isBlank(source)) {
		fileProblems.push({
			field: 'Image Source',
			value: show(source),
			reason: 'is not known',
			allowed: "Allowed: 'url', 'file'.",
		});
	}
	const { endImageField, ...options } = draft.options ?? {};
	const hasEndImage = !isTool(context) && String(endImageField ?? '').trim() !== '';
	if (hasEndImage && String(options.endImageUrl ?? '').trim() !== '') {
		fileProblems.push({
			field: END_IMAGE,
			value: String(endImageField),
			reason: "is set, and so is 'End Image URL'",
			allowed: 'Remove one of the two.',
		});
	}
	return {
		...draft,
		...(isFile
			? {
					imageUrl: await addressOf(
						'Image File Field',
						context.getNodeParameter('imageField', index, 'data'),
						'image_url',
					),
				}
			: {}),
		options: hasEndImage
			? { ...options, endImageUrl: await addressOf(END_IMAGE, endImageField, 'end_image_url') }
			: options,
		fileHashes,
		fileProblems,
	};
}

/**
 * The parameters that make the video, besides the options of v1/videos. Only these are read for an order, and only
 * these say whether a person wants another one: who raises the timeout and tries again does not.
 */
export const ORDER_PARAMETERS: readonly string[] = [
	...['prompt', 'model', 'duration', 'aspectRatio', 'imageSource', 'imageUrl', 'imageField'],
];

function readDraft(context: IExecuteFunctions, index: number): Result<RequestDraft, Failure> {
	const read = (name: string): unknown =>
		context.getNodeParameter(name, index, '', { extractValue: name === 'model' });
	try {
		// Worked out now, so that an expression that fails is known before the video is paid for.
		readDownload(context, index);
		return success({
			prompt: read('prompt'),
			promptTemplate: context.getNode().parameters?.prompt,
			model: read('model'),
			duration: read('duration'),
			aspectRatio: read('aspectRatio'),
			imageUrl: read('imageUrl'),
			options: context.getNodeParameter('options', index, {}) as IDataObject,
		});
	} catch (error) {
		return failure(unreadable(error));
	}
}

/** An expression that cannot be worked out for one item is that item's fault, not the run's. */
export function unreadable(error: unknown): Failure {
	const words = error instanceof Error ? error.message : 'an expression could not be worked out';
	return {
		headline: `A field could not be read: ${words}`,
		advice: 'Correct the expression. Nothing was submitted for this item and nothing was charged.',
		details: { code: 'invalid_input', charged: 'no' },
	};
}
