import type { IExecuteFunctions, IHookFunctions, ILoadOptionsFunctions } from 'n8n-workflow';
import type { Door } from '../api/transport';
import { notesOf } from './originNotes';
import { createSend } from './send';

/** The door to the API at an origin, with the node's credential. */
export const createDoor = (
	context: IExecuteFunctions | IHookFunctions | ILoadOptionsFunctions,
	baseUrl: string,
): Door => ({
	baseUrl,
	send: createSend(context),
	now: () => Date.now(),
	notes: notesOf(baseUrl),
});
