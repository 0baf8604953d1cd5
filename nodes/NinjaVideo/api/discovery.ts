import type { LiveModel, ServiceError } from '../videoService';
import { toServiceError } from './errorPolicy';
import { isSuccess, toAnswerError, toConnectionError } from './errors';
import type { HttpAnswer, HttpResult } from './http';
import { parseJson } from './json';
import { readModels, readPricing } from './models';
import { tidy } from './readStatus';
import { exchange, type ApiConnection, type Discovery, type KeptDiscovery } from './transport';

/** How long each of the two calls may take, in milliseconds. */
const TIMEOUT_MS = 10_000;
/** How long each finding is believed, in milliseconds. What stands between may be gone in a moment. */
const KEPT_MS = { listed: 300_000, unknown: 300_000, silent: 30_000, intercepted: 3000 };

/**
 * Finds out what is at an origin: `GET /api/v1/models`, which is public and free, and `GET /api/v1/pricing`. Asked
 * once in some minutes per origin. Never rejects, and proves nothing but what it says: an order may still fail.
 */
export async function discover(connection: ApiConnection): Promise<Discovery> {
	const { cache = {}, now } = connection;
	if (cache.discovery !== undefined && now() < cache.discovery.untilMs) {
		return await cache.discovery.finding;
	}
	const asked = askModels(connection);
	const kept: KeptDiscovery = { untilMs: Infinity, finding: asked.then(([found]) => found) };
	cache.discovery = kept;
	const [found, keptMs] = await asked;
	kept.found = found;
	kept.untilMs = now() + keptMs;
	return found;
}

/**
 * The service's own list of video models, also those it no longer serves. Free, and never rejects.
 * @returns undefined where it cannot be had: where only v1/video is there, or while the service is not there
 */
export async function listModels(
	connection: ApiConnection,
): Promise<readonly LiveModel[] | undefined> {
	const found = await discover(connection);
	return found.kind === 'listed' ? found.models : undefined;
}

async function askModels(connection: ApiConnection): Promise<readonly [Discovery, number]> {
	const { result, host } = await exchange(connection, get('/api/v1/models'));
	const error = findInterception(result, host, connection);
	if (error !== undefined) return [{ kind: 'intercepted', error }, KEPT_MS.intercepted];
	if (result.kind !== 'answer') return [{ kind: 'unknown' }, KEPT_MS.silent];
	const models = isSuccess(result) ? readModels(parseJson(result.body)) : undefined;
	if (models === undefined) {
		return [{ kind: 'unknown' }, result.status >= 500 ? KEPT_MS.silent : KEPT_MS.unknown];
	}
	return [{ kind: 'listed', models: await withPricing(connection, models) }, KEPT_MS.listed];
}

const get = (path: string) => ({ method: 'GET', path, timeoutMs: TIMEOUT_MS }) as const;

async function withPricing(
	connection: ApiConnection,
	models: readonly LiveModel[],
): Promise<readonly LiveModel[]> {
	const { result } = await exchange(connection, get('/api/v1/pricing'));
	const isThere = result.kind === 'answer' && isSuccess(result);
	const ceilings = isThere ? readPricing(parseJson(result.body)) : new Map<string, number>();
	return models.map((model) => {
		const ceilingCents = ceilings.get(model.id);
		return ceilingCents === undefined ? model : { ...model, ceilingCents };
	});
}

/** What stands between, where an answer proves it: no answer of an API is a web page, a login or a dead connection. */
function findInterception(
	result: HttpResult,
	host: string,
	{ now }: ApiConnection,
): ServiceError | undefined {
	if (result.kind === 'never-connected') return toConnectionError(result, host, true);
	if (result.kind !== 'answer') return undefined;
	const { status } = result;
	if (status === 407 || status === 511) return toAnswerError(result, true, now());
	return status < 400 && isWebPage(result)
		? toServiceError(
				'intercepted',
				`A web page answers at ${host} in place of NinjaChat${titleOf(result)}`,
				{
					paid: true,
					status,
				},
			)
		: undefined;
}

const isWebPage = ({ body }: HttpAnswer): boolean =>
	/^\s*<(!doctype html|html|head|body|script|meta|title|\?xml[^>]*>\s*<(!doctype )?html)/i.test(
		body,
	);

function titleOf({ body }: HttpAnswer): string {
	const [, title = ''] = /<title[^>]*>([^<]{1,200})/i.exec(body.slice(0, 20_000)) ?? [];
	return tidy(title) === '' ? '' : `: ${tidy(title)}`;
}
