import type {
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import { readCredential, type CredentialError, type NinjaChatCredential } from '../api/credential';
import type { Result } from '../result';

/** The name of the credential type. */
export const CREDENTIAL_NAME = 'ninjaChatApi';

/** The credential of the node, or why it cannot be used. */
export async function getCredential(
	context: IExecuteFunctions | IHookFunctions | ILoadOptionsFunctions | IWebhookFunctions,
): Promise<Result<NinjaChatCredential, CredentialError>> {
	return readCredential(await context.getCredentials(CREDENTIAL_NAME));
}
