import { z } from 'zod';
import type { LiveModel } from '../videoService';
import { request, type ApiConnection } from './transport';

/** How long the list may take, in milliseconds: somebody is looking at an open menu. */
const TIMEOUT_MS = 5000;
/** How long a list is good for, in milliseconds. */
const KEPT_MS = 300_000;

const amount = z.number().finite().nonnegative().nullish().catch(undefined);

/** One entry of `GET /api/v1/models` (vendor's SDK). `servable` is taken for true where it is not said. */
const entry = z
	.object({
		id: z.string().trim().min(1),
		name: z.string().nullish().catch(undefined),
		modality: z.literal('video'),
		status: z.string().nullish().catch(undefined),
		servable: z.boolean().nullish().catch(undefined),
		pricing: z
			.object({ unit: z.string(), perRequestUsd: amount, perUnitUsd: amount })
			.passthrough()
			.nullish()
			.catch(undefined),
	})
	.passthrough();

type Entry = z.infer<typeof entry>;

/**
 * The service's own list of video models, also those it no longer serves. Asked for once in a few minutes per
 * origin, without a charge. Never rejects.
 * @param failureKeptMs how long to believe that it cannot be had, in milliseconds; a run asks again
 * @returns undefined where it cannot be had: where only v1/video is there, or while the service is not there
 */
export async function listModels(
	connection: ApiConnection,
	failureKeptMs = 0,
): Promise<readonly LiveModel[] | undefined> {
	const { cache = {} } = connection;
	const { models: kept } = cache;
	const nowMs = connection.now();
	const isGood = kept !== undefined && nowMs < kept.untilMs && (failureKeptMs > 0 || !kept.failed);
	if (isGood) return await kept.list;
	const models = { untilMs: nowMs + KEPT_MS, failed: false, list: fetchModels(connection) };
	cache.models = models;
	const list = await models.list;
	if (list === undefined) Object.assign(models, { failed: true, untilMs: nowMs + failureKeptMs });
	return list;
}

async function fetchModels(connection: ApiConnection): Promise<readonly LiveModel[] | undefined> {
	const call = { method: 'GET', path: '/api/v1/models', timeoutMs: TIMEOUT_MS } as const;
	const answer = await request(connection, call);
	return answer.ok ? readModels(answer.value) : undefined;
}

/** Reads the list; entries that are no video models, or cannot be read, are left out. */
function readModels(json: unknown): readonly LiveModel[] | undefined {
	const parsed = z.object({ data: z.array(z.unknown()) }).safeParse(json);
	if (!parsed.success) return undefined;
	return parsed.data.data.flatMap((item) => {
		const read = entry.safeParse(item);
		return read.success ? [toModel(read.data)] : [];
	});
}

function toModel({ id, name, status, servable, pricing }: Entry): LiveModel {
	const { unit, perRequestUsd, perUnitUsd } = pricing ?? {};
	const perSecond = unit === 'second';
	const usd = perSecond
		? perUnitUsd
		: unit === 'request'
			? (perRequestUsd ?? perUnitUsd)
			: undefined;
	return {
		id,
		name: name ?? id,
		status: status ?? '',
		servable: servable !== false && status !== 'retired',
		...(typeof usd === 'number' ? { price: { usd, perSecond } } : {}),
	};
}

/** What a video of so many seconds costs by the list, in US cents, rounded up; undefined where it does not say. */
export function liveCents({ price }: LiveModel, seconds: number): number | undefined {
	if (price === undefined) return undefined;
	// Less than a thousandth of a cent is what adding binary fractions makes up.
	return Math.max(0, Math.ceil(price.usd * (price.perSecond ? seconds : 1) * 100 - 0.001));
}
