import { toServiceError } from '../api/errorPolicy';
import { liveCents, listModels } from '../api/models';
import { formatDollars } from '../money';
import { findModel, priceCentsOf } from '../catalog/models';
import { isOverCap, priceRun, type RunPrice } from '../jobs/spendCap';
import type { Order, SubmitDeps } from '../jobs/submit';
import type { LiveModel, ServiceError } from '../videoService';
import { runFailure, type Failure } from '../output/failure';
import type { Run } from './createRun';

/** Whether an order goes to the second generation now: only that one replays, and only it has a list of prices. */
const goesToSecond = ({ deps }: Run, { request }: Order): boolean =>
	deps.service.routeOf(request).replay !== undefined;

/**
 * Prices orders by the service's own list where the second generation is in use, or a model is not in the
 * catalogue: one that only the list has goes to the second generation. Only then is the list asked for, once per
 * run; where it cannot be had, the catalogue's price stays.
 */
export async function withListPrices(
	run: Run,
	orders: readonly Order[],
	isSecond = (order: Order) => goesToSecond(run, order),
): Promise<Order[]> {
	const needsList = (order: Order) =>
		run.api !== 'v1/video' && (findModel(order.request.model) === undefined || isSecond(order));
	if (!orders.some(needsList)) return [...orders];
	const list = await listModels(run.connection);
	return orders.map((order) => {
		const live = list?.find(({ id, servable }) => servable && id === order.request.model);
		if (live === undefined) return order;
		const isNew = findModel(live.id) === undefined;
		const request = isNew
			? { ...order.request, requiredVersion: 'v1/videos' as const }
			: order.request;
		const priced = { ...order, request };
		return { ...priced, priceCents: priceOf(priced, live, isSecond(priced)) };
	});
}

/** Where it is not certain which generation takes the order, the dearer of the two prices. */
function priceOf({ request, priceCents }: Order, live: LiveModel, isSecond: boolean): number {
	const cents = liveCents(live, request.durationSeconds) ?? priceCents;
	return isSecond ? cents : Math.max(cents, priceCentsOf(request.model));
}

/** What keeps a run within its cap. */
export interface SpendControl {
	/** Why the run may not start, if it may not. */
	readonly failure: Failure | undefined;
	readonly checkOrder: NonNullable<SubmitDeps['checkOrder']>;
}

/**
 * Prices a run against its cap. An order that turns out on its way to go to another generation than it was priced
 * for is held until the run was priced again, at the dearer of the two.
 */
export function createSpendControl(run: Run, orders: readonly Order[]): SpendControl {
	const { deps, options } = run;
	const { capCents } = options;
	const price = priceRun(orders, deps);
	const open = orders.filter((order) => priceRun([order], deps).videos > 0);
	/** Orders that were priced for the second generation. */
	const priced = new Set(orders.filter((order) => goesToSecond(run, order)));
	let again: Promise<ServiceError | undefined> | undefined;

	async function priceAgain(): Promise<ServiceError | undefined> {
		const inSecond = await withListPrices(run, open, () => true);
		const cents = inSecond.map(({ request, priceCents }) =>
			Math.max(priceCents, findModel(request.model)?.priceCents ?? 0),
		);
		const later = { videos: open.length, cents: cents.reduce((sum, one) => sum + one, 0) };
		if (!isOverCap(later, capCents)) return undefined;
		const { headline, advice } = wordsOf(later, capCents);
		return toServiceError('over-cap', headline, { paid: true, code: 'over_spend_cap', advice });
	}

	return {
		failure: isOverCap(price, capCents)
			? overCap(price, capCents, paidIds(run, orders))
			: undefined,
		async checkOrder(order, route) {
			const isAsPriced = (route.replay !== undefined) === priced.has(order);
			if (capCents === 0 || isAsPriced) return undefined;
			return await (again ??= priceAgain());
		},
	};
}

const paidIds = ({ deps }: Run, orders: readonly Order[]): string[] =>
	orders.flatMap(({ ledgerKey }) => {
		const record = deps.ledger.find(ledgerKey);
		return record.kind === 'ordered' ? [record.job.requestId] : [];
	});

const wordsOf = ({ videos, cents }: RunPrice, capCents: number) => ({
	headline: `This run would cost ${formatDollars(cents)}, over the maximum of ${formatDollars(capCents)}`,
	advice: `It would make ${videos} ${videos === 1 ? 'video' : 'videos'}. Raise 'Maximum Spend per Run (USD)', or set it to 0 for no limit, or send fewer items.`,
});

/**
 * A run that would cost more than its cap.
 * @param paidBefore request ids of this run that an earlier try has paid for
 */
export function overCap(price: RunPrice, capCents: number, paidBefore: readonly string[]): Failure {
	const { headline, advice } = wordsOf(price, capCents);
	const failure = runFailure(headline, advice, 'over_spend_cap');
	if (paidBefore.length === 0) return failure;
	return {
		...failure,
		advice: `${failure.advice} Paid for by an earlier try: ${paidBefore.join(', ')}.`,
		details: { paid_request_ids: [...paidBefore], ...failure.details },
	};
}
