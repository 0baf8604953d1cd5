import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { listModels } from '../api/discovery';
import { checkRequest, needsModelList, type RequestDraft } from '../catalog/rules';
import { problemFailure, type Failure } from '../output/failure';
import { failure, success, type Result } from '../result';
import type { VideoRequest } from '../videoService';
import type { Run } from './createRun';
import { readDownload } from './readOptions';

/**
 * Reads and checks the fields of every item, before anything is ordered. Where a model is named that the catalogue
 * does not know, the service's own list is asked for first, without a charge.
 */
export async function readRequests(
	context: IExecuteFunctions,
	{ api, connection }: Pick<Run, 'api' | 'connection'>,
): Promise<Array<Result<VideoRequest, Failure>>> {
	const drafts = context.getInputData().map((_, index) => readDraft(context, index));
	const isListNeeded = drafts.some((draft) => draft.ok && needsModelList(draft.value, api));
	const list = isListNeeded ? await listModels(connection) : undefined;
	const listed = list?.filter(({ servable }) => servable);
	return drafts.map((draft): Result<VideoRequest, Failure> => {
		if (!draft.ok) return draft;
		const checked = checkRequest(draft.value, { api, ...(listed === undefined ? {} : { listed }) });
		return checked.ok ? checked : failure(problemFailure(checked.error));
	});
}

/**
 * The parameters that make the video, besides the options of v1/videos. Only these are read for an order, and only
 * these say whether a person wants another one: who raises the timeout and tries again does not.
 */
export const ORDER_PARAMETERS = ['prompt', 'model', 'duration', 'aspectRatio', 'imageUrl'] as const;

function readDraft(context: IExecuteFunctions, index: number): Result<RequestDraft, Failure> {
	const read = (name: (typeof ORDER_PARAMETERS)[number]): unknown =>
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
