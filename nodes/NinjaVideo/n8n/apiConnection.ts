import type { IExecuteFunctions, IHookFunctions, ILoadOptionsFunctions } from 'n8n-workflow';
import type { NinjaChatCredential } from '../api/credential';
import type { ApiConnection } from '../api/transport';
import { accountOf } from './accounts';
import { systemClock } from './clock';
import { createHttp } from './http';

/** Connects to the API of a credential, through n8n's own HTTP helper. */
export const connect = (
	context: IExecuteFunctions | IHookFunctions | ILoadOptionsFunctions,
	credential: NinjaChatCredential,
): ApiConnection => ({
	baseUrl: credential.baseUrl,
	send: createHttp(context, credential.apiKey),
	now: systemClock.now,
	cache: accountOf(credential).origin,
});
