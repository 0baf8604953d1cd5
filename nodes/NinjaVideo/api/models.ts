import { z } from 'zod';
import { readDollars } from '../money';
import type { LiveModel } from '../videoService';

const text = z.string().nullish().catch(undefined);

/** An amount of money; a price that stands in a text is one too, or the spend limit would not know of it. */
const amount = z
	.preprocess(
		(value) => (typeof value === 'string' ? readDollars(value) : value),
		z.number().finite().nonnegative().nullish(),
	)
	.catch(undefined);

/** One entry of `GET /api/v1/models` (vendor's SDK). `servable` is taken for true where it is not said. */
const entry = z
	.object({
		id: z.string().trim().min(1),
		name: text,
		description: text,
		supportedParameters: z.array(z.string()).nullish().catch(undefined),
		modality: z.literal('video'),
		status: z.string().nullish().catch(undefined),
		servable: z.boolean().nullish().catch(undefined),
		pricing: z
			.object({
				unit: text,
				perRequestUsd: amount,
				perUnitUsd: amount,
				listPerUnitUsd: amount,
				promotion: z.object({ endsAt: text }).passthrough().nullish().catch(undefined),
			})
			.passthrough()
			.nullish()
			.catch(undefined),
	})
	.passthrough();

type Entry = z.infer<typeof entry>;

/** 200 of `GET /api/v1/pricing`: the dearest a video of each model can be [N]. */
const pricing = z.object({
	video: z.array(
		z
			.object({ id: z.string().trim().min(1), per_video_cents: amount })
			.nullable()
			.catch(null),
	),
});

/** The dearest a video of each model can be, in US cents, by model id. Empty for anything that is no price table. */
export function readPricing(json: unknown): ReadonlyMap<string, number> {
	const parsed = pricing.safeParse(json);
	const entries = parsed.success ? parsed.data.video : [];
	return new Map(
		entries.flatMap((one) => {
			const cents = one?.per_video_cents;
			return one === null || typeof cents !== 'number' ? [] : [[one.id, Math.ceil(cents)] as const];
		}),
	);
}

/** Reads the list; entries that are no video models, or cannot be read, are left out. */
export function readModels(json: unknown): readonly LiveModel[] | undefined {
	const parsed = z.object({ data: z.array(z.unknown()) }).safeParse(json);
	if (!parsed.success) return undefined;
	return parsed.data.data.flatMap((item) => {
		const read = entry.safeParse(item);
		return read.success ? [toModel(read.data)] : [];
	});
}

function toModel({
	id,
	name,
	status,
	servable,
	description,
	supportedParameters,
	pricing,
}: Entry): LiveModel {
	const { unit, perRequestUsd, perUnitUsd, listPerUnitUsd, promotion } = pricing ?? {};
	const { usd, perSecond } = readPrice(unit ?? '', perRequestUsd, perUnitUsd);
	const listUsd = listPerUnitUsd ?? undefined;
	const promotionEnds = promotion?.endsAt ?? undefined;
	return {
		id,
		name: name ?? id,
		status: status ?? '',
		servable: servable !== false && status !== 'retired',
		...(typeof usd === 'number'
			? {
					price: {
						usd,
						perSecond,
						...(listUsd === undefined ? {} : { listUsd }),
						...(promotionEnds === undefined ? {} : { promotionEnds }),
					},
				}
			: {}),
		...(description ? { description } : {}),
		...(supportedParameters ? { supportedParameters } : {}),
	};
}

const SECOND = /^(per)?(video)?s(ec(ond)?s?)?$/;
const MINUTE = /^(per)?(video)?min(ute)?s?$/;
const REQUEST = /^(per)?(request|video|call|generation|clip|item|job|flat|fixed)s?$/;

/**
 * What a model costs, and for what. A price for a unit that is not known counts for every second of the video, which is
 * the dearest way to read it.
 */
function readPrice(
	unit: string,
	perRequestUsd: number | null | undefined,
	perUnitUsd: number | null | undefined,
): { readonly usd: number | null | undefined; readonly perSecond: boolean } {
	const name = unit.toLowerCase().replace(/[^a-z]/g, '');
	if (SECOND.test(name) && typeof perUnitUsd === 'number') {
		return { usd: perUnitUsd, perSecond: true };
	}
	if (MINUTE.test(name) && typeof perUnitUsd === 'number') {
		return { usd: perUnitUsd / 60, perSecond: true };
	}
	if (typeof perRequestUsd === 'number') return { usd: perRequestUsd, perSecond: false };
	if (REQUEST.test(name)) return { usd: perUnitUsd, perSecond: false };
	// Nothing per unit that nobody knows is no price.
	return { usd: perUnitUsd === 0 ? undefined : perUnitUsd, perSecond: true };
}

// Less than a thousandth of a cent is what adding binary fractions makes up.
const toWholeCents = (usd: number): number => Math.max(0, Math.ceil(usd * 100 - 0.001));

/** What a video of so many seconds costs by the list, in US cents, rounded up; undefined where it does not say. */
export const liveCents = ({ price }: LiveModel, seconds: number): number | undefined =>
	price === undefined ? undefined : toWholeCents(price.usd * (price.perSecond ? seconds : 1));

/**
 * The dearest that the service's list and price table say a video of so many seconds can be, in US cents: without a
 * promotion, which may end before the order is charged. Undefined where neither says a price.
 */
export function dearestLiveCents(model: LiveModel, seconds: number): number | undefined {
	const { price, ceilingCents } = model;
	if (price === undefined) return ceilingCents;
	const { usd, listUsd = 0, perSecond } = price;
	const cents = toWholeCents(Math.max(usd, listUsd) * (perSecond ? seconds : 1));
	// The table's price is that of the longest video, so for a price per second the list is exact.
	return perSecond ? cents : Math.max(cents, ceilingCents ?? 0);
}
