import type { INodeProperties } from 'n8n-workflow';
import { MODELS, USUAL_PRICE } from '../catalog/models';
import { ORDERING } from './operationFields';

/** What a video usually costs, in words. */
export const PRICE = `${USUAL_PRICE.leastCents / 100} to ${USUAL_PRICE.mostCents / 100} US dollars`;

const MODEL_LIST = MODELS.map(
	({ id, priceCents, durations, image }) =>
		`${id} $${priceCents / 100} ${durations[0]}${durations.length === 3 ? `,${durations[1]},` : '-'}${durations.at(-1)}s${image === 'required' ? ' from an image only' : ''}`,
).join('; ');

const NEVER_TWICE =
	"Never order a video again because it is not ready, or because an answer was lost or says 'may have been charged'.";
const MODELS_AND_LENGTHS = `Models with price and seconds: ${MODEL_LIST}. Aspect ratio: 16:9 or 9:16.`;

/** What a language model is told of each operation: all that it knows of this tool before it calls it. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
	create: `Orders one short video from NinjaChat and returns its request_id at once. COSTS MONEY: usually ${PRICE} for each call. Call it only if the user asks for a video, once for each video. Making it takes one to three minutes: after that, use the tool for its status with that request_id, which is free. ${NEVER_TWICE} ${MODELS_AND_LENGTHS}`,
	createAndWait: `Orders one short video from NinjaChat, waits some minutes until it is ready, and returns its video_url. COSTS MONEY: usually ${PRICE} for each call. Call it only if the user asks for a video, once for each video. ${NEVER_TWICE} ${MODELS_AND_LENGTHS}`,
	check: `Says what a video of NinjaChat would cost and what is wrong with its model, length or prompt. Free; orders nothing. ${MODELS_AND_LENGTHS}`,
	getStatus:
		"Looks once at a video that was ordered, by its request_id. Free. Status 'completed' comes with the video_url. 'processing' means that it is still being made: wait at least 30 seconds, or answer the user, before you look again, and do not order it again. 'failed' means that it was not charged.",
	wait: 'Waits some minutes for a video that was ordered, by its request_id, and returns its video_url. Free. If it is not ready in time, call it again later with the same request_id; do not order the video again.',
	getBalance: 'Says how many US dollars are left in the NinjaChat account. Free.',
};

/**
 * The tool's description, one default for each operation. n8n gives a model the text of this field; without it, only
 * the name of the operation. Its own field of this name is not added where a node has one.
 */
export const toolFields: INodeProperties[] = Object.entries(DESCRIPTIONS).map(
	([operation, text]) => ({
		displayName: 'Tool Description',
		name: 'toolDescription',
		type: 'string',
		typeOptions: { rows: 4 },
		noDataExpression: true,
		default: text,
		description: 'What the AI is told of this tool: its price, how to wait, and what not to repeat',
		displayOptions: { show: { operation: [operation], '@tool': [true] } },
	}),
);

/** The only way for an agent to a second video of the same words. */
export const copyNumber: INodeProperties = {
	displayName: 'Copy Number',
	name: 'copyNumber',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: 1,
	description:
		'The same call again returns the video that was ordered. 2 or more orders another copy of it, which is paid for.',
	displayOptions: { show: { operation: ORDERING, '@tool': [true] } },
};
