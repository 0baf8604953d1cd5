import type { ICredentialsHelper, IHttpRequestOptions } from 'n8n-workflow';
import { NinjaChatApi } from '../../credentials/NinjaChatApi.credentials';

/** The fields of the NinjaChat credential. */
export interface CredentialData {
	readonly apiKey: string;
	readonly baseUrl: string;
	readonly apiVersion?: string;
	readonly maxSpendPerDayUsd?: string | number | boolean;
}

/** n8n's credential connection for one credential, authenticating as the credential class says. */
export function createCredentialsHelper(data: CredentialData): ICredentialsHelper {
	const template = new NinjaChatApi().authenticate.properties.headers?.Authorization as string;
	const authorization = template
		.replace(/^=/, '')
		.replace('{{$credentials.apiKey.trim()}}', data.apiKey.trim());
	return {
		getDecrypted: async () => ({ ...data }),
		getCredentials: async () => ({}),
		getParentTypes: () => [],
		preAuthentication: async () => undefined,
		isCredentialUsableByNode: () => true,
		authenticate: async (_data: unknown, _type: string, options: IHttpRequestOptions) => ({
			...options,
			headers: { ...options.headers, Authorization: authorization },
		}),
		getCredentialsProperties: () => [],
		updateCredentials: async () => {},
		updateCredentialsOauthTokenData: async () => {},
	} as unknown as ICredentialsHelper;
}
