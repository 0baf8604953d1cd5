import type { IExecuteFunctions, IHookFunctions, ILoadOptionsFunctions } from 'n8n-workflow';
import type { ApiConnection } from '../api/transport';
import { originCacheOf } from './originCache';
import { createHttp } from './http';

/** The connection to the API at an origin, with the node's credential. */
export const connect = (
	context: IExecuteFunctions | IHookFunctions | ILoadOptionsFunctions,
	baseUrl: string,
): ApiConnection => ({
	baseUrl,
	send: createHttp(context),
	now: () => Date.now(),
	cache: originCacheOf(baseUrl),
});
