/** A discount for a time. Times in milliseconds of the world's clock. */
export interface Promotion {
	readonly label: string;
	readonly discountPercent: number;
	readonly startsAt: number;
	readonly endsAt: number;
}

/** Money per video, in US cents, or per second of video, in tenths of a US cent. */
export type Price = (
	| { readonly unit: 'request'; readonly cents: number }
	| { readonly unit: 'second'; readonly mills: number }
) & { readonly promotion?: Promotion };

/** The promotion that holds at `now`, if one does. */
export function promotionAt({ promotion }: Price, now: number): Promotion | undefined {
	if (promotion === undefined) return undefined;
	return promotion.startsAt <= now && now < promotion.endsAt ? promotion : undefined;
}

/** The share of the list price that is paid at `now`. */
function shareAt(price: Price, now: number): number {
	return 1 - (promotionAt(price, now)?.discountPercent ?? 0) / 100;
}

/** What a video of so many seconds costs at `now` (ms), in whole US cents, halves rounded up. */
export function chargeOf(price: Price, seconds: number, now: number): number {
	const cents = price.unit === 'request' ? price.cents : (price.mills * seconds) / 10;
	// A hair above, so that 52.5 stays a half although a discount is a fraction.
	return Math.round(cents * shareAt(price, now) + 1e-9);
}

const toUsd = (cents: number) => Math.round(cents * 10_000) / 1_000_000;

/** The `pricing` of a model in the list, after the vendor's document. */
export function pricingAt(price: Price, now: number): Readonly<Record<string, unknown>> {
	const share = shareAt(price, now);
	const promotion = promotionAt(price, now);
	const told = promotion && {
		promotion: {
			label: promotion.label,
			discountPercent: promotion.discountPercent,
			startsAt: new Date(promotion.startsAt).toISOString(),
			endsAt: new Date(promotion.endsAt).toISOString(),
		},
	};
	if (price.unit === 'request') {
		return { unit: 'request', perRequestUsd: toUsd(price.cents * share), ...told };
	}
	return {
		unit: 'second',
		perUnitUsd: toUsd((price.mills / 10) * share),
		...(told && { listPerUnitUsd: toUsd(price.mills / 10), ...told }),
	};
}
