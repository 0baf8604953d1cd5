import type { IExecuteFunctions, IHookFunctions } from 'n8n-workflow';
import { checkBaseUrl, findKeyProblem } from '../api/credential';
import type { Door } from '../api/transport';
import { createSend, CREDENTIAL } from './send';

/** A door to the API, or what is wrong with the credential. */
export type OpenedDoor =
	| { readonly ok: true; readonly door: Door }
	| { readonly ok: false; readonly complaint: string };

/** Opens the door that the node's credential leads to. Sends nothing. */
export async function openDoor(context: IExecuteFunctions | IHookFunctions): Promise<OpenedDoor> {
	const credential = await context.getCredentials(CREDENTIAL);
	const complaint = findKeyProblem(String(credential.apiKey ?? ''));
	if (complaint !== undefined) return { ok: false, complaint };
	const address = checkBaseUrl(String(credential.baseUrl ?? ''));
	if (!address.ok) return address;
	const door = { baseUrl: address.baseUrl, send: createSend(context), now: () => Date.now() };
	return { ok: true, door };
}
