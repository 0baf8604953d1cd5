import type { Model } from '../catalog/models';
import { labelsOfOptions } from '../catalog/v2Options';
import { formatDollars } from '../money';
import type { LiveModel } from '../videoService';
import { formatLengths } from './formatLengths';

/** A price as the list says it: `$3 per video`, or `$0.105 per second` for each second of it. Short: n8n cuts lines. */
function formatPrice({ usd, perSecond }: NonNullable<LiveModel['price']>): string {
	if (!perSecond) return `${formatDollars(usd * 100).replace('.00', '')} per video`;
	const digits = (String(Number(usd.toFixed(4))).split('.')[1] ?? '').length;
	return `$${usd.toFixed(Math.max(2, digits))} per second`;
}

/** What a promotion means for the price: until when it holds, and what comes after it. */
function describePromotion(price: LiveModel['price']): string | undefined {
	const { usd = 0, listUsd = 0, promotionEnds, perSecond = false } = price ?? {};
	const usual = listUsd > usd ? formatPrice({ usd: listUsd, perSecond }) : undefined;
	if (promotionEnds === undefined) return usual && `instead of ${usual}`;
	const day = /^\d{4}-\d{2}-\d{2}/.exec(promotionEnds)?.[0] ?? promotionEnds;
	return `promotion until ${day}${usual === undefined ? '' : `, then ${usual}`}`;
}

/**
 * One entry of the model list, of what the catalogue and the service know of a model.
 * @param isListed whether the service's own list could be read, so that a model it lacks may be gone
 */
export function describeModel(
	model: Model | undefined,
	live: LiveModel | undefined,
	isListed: boolean,
) {
	const id = model?.id ?? live?.id ?? '';
	const status = live?.status ?? '';
	const facts = [
		live?.price === undefined
			? model && formatPrice({ usd: model.priceCents / 100, perSecond: false })
			: formatPrice(live.price),
		describePromotion(live?.price),
		model === undefined ? 'lengths unknown' : `${formatLengths(model.durations)} s`,
		model?.note,
		['', 'ga'].includes(status) ? undefined : status,
		isListed && live === undefined ? "not in NinjaChat's list: may be gone" : undefined,
	].filter(Boolean);
	const options = labelsOfOptions(live?.supportedParameters ?? []);
	const description = [
		live?.description ?? model?.note ?? 'a model of the API v1/videos',
		options.length === 0 ? undefined : `Takes ${options.join(', ')}`,
	].filter(Boolean);
	return {
		name: `${model?.name ?? live?.name ?? id} (${facts.join(', ')})`,
		value: id,
		description: description.join('. '),
	};
}
