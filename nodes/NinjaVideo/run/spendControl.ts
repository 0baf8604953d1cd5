import { toServiceError } from '../api/errorPolicy';
import { listModels } from '../api/discovery';
import { dearestLiveCents } from '../api/models';
import { findModel, priceCentsOf } from '../catalog/models';
import { createBudget, exceeds, priceRun, type RunPrice, type SpentStore } from '../jobs/spendCap';
import { createSpendGuard, type HeldOrder } from '../jobs/spendGuard';
import type { SpendGuard } from '../jobs/submit';
import type { KnownOrder, Order } from '../jobs/knownOrder';
import { formatDollars } from '../money';
import { runFailure, type Failure } from '../output/failure';
import { failure, success, type Result } from '../result';
import type { LiveModel, ServiceError } from '../videoService';
import type { Run } from './createRun';

/**
 * Prices orders by the table and by the service's own list, whichever is dearer: which one the service charges by is
 * not certain. A model that only the list has goes to v1/videos. Where the list cannot be had, the table counts; where
 * it is dearer than the table throughout, so is what it lacks.
 */
export async function withListPrices(run: Run, orders: readonly Order[]): Promise<Order[]> {
	if (orders.length === 0) return [];
	const list = await listModels(run.connection);
	return orders.map((order) => {
		const live = list?.find(({ id, servable }) => servable && id === order.request.model);
		if (live !== undefined) return withPriceOf(live, order, run.api !== 'v1/video');
		const raise = leastRaise(list ?? [], order.request.durationSeconds);
		return { ...order, priceCents: Math.ceil(order.priceCents * raise) };
	});
}

/** By how much the list is dearer than the table for every model that both have, 1 or more. */
function leastRaise(list: readonly LiveModel[], seconds: number): number {
	const raises = list.flatMap((live) => {
		const listCents = live.servable ? dearestLiveCents(live, seconds) : undefined;
		const isBoth = listCents !== undefined && findModel(live.id) !== undefined;
		return isBoth ? [listCents / priceCentsOf(live.id)] : [];
	});
	return raises.length === 0 ? 1 : Math.max(1, Math.min(...raises));
}

function withPriceOf(live: LiveModel, order: Order, mayUseV2: boolean): Order {
	const { request } = order;
	const listCents = dearestLiveCents(live, request.durationSeconds);
	if (findModel(live.id) !== undefined) {
		return { ...order, priceCents: Math.max(order.priceCents, listCents ?? 0) };
	}
	// For a model that is not in the table, the table only has a guess.
	const priced = { ...order, priceCents: listCents ?? order.priceCents };
	return mayUseV2 ? { ...priced, request: { ...request, requiredVersion: 'v1/videos' } } : priced;
}

/**
 * Checks a run against its cap, and hands back what keeps it within the cap while it goes on.
 * @param known what is known of each order
 */
export function createSpendControl(
	{ day, options, spentByAgent }: Run,
	orders: readonly Order[],
	known: readonly KnownOrder[],
): Result<SpendGuard, Failure> {
	const { capCents } = options;
	const run = priceRun(orders, known);
	const spent: SpentStore = spentByAgent ?? { cents: run.spentCents };
	const price = { ...run, spentCents: spent.cents };
	if (price.videos > 0 && exceeds(capCents, price.spentCents + price.cents)) {
		return failure(overCap(price, capCents, paidIds(known)));
	}
	const budgets = [createBudget(capCents, spent), day.budget];
	return success(
		createSpendGuard(
			budgets,
			(held) => {
				const isByDay = held.budget === day.budget;
				return isByDay ? toHeldByDay(held, day.spend.isByService()) : toHeldError(held);
			},
			{
				startRatio: Math.max(price.ratio, spent.ratio ?? 1),
				onRise: (ratio) => {
					spent.ratio = ratio;
				},
				...(day.budget.capCents === Infinity ? {} : { first: day.spend.first }),
			},
		),
	);
}

function toHeldByDay(
	{ budget, committedCents, priceCents }: HeldOrder,
	isByService: boolean,
): ServiceError {
	const spent = `${formatDollars(committedCents)} of at most ${formatDollars(budget.capCents)}`;
	const source = isByService
		? "by NinjaChat's count and what was ordered since"
		: 'as far as this n8n process knows, because NinjaChat did not tell';
	return toServiceError(
		'over-cap',
		`Not ordered: ${spent} for the last 24 hours are spent or on order (${source}), and this video may cost ${formatDollars(priceCents)}`,
		{
			paid: true,
			code: 'over_spend_cap',
			advice:
				"Raise 'Maximum Spend per Day (USD)' of the credential, or run the workflow again later.",
		},
	);
}

const RAISE =
	"Raise 'Maximum Spend per Run (USD)', or send fewer items; the option 'No Spend Limit' takes the limit away.";

function toHeldError({ budget, committedCents, priceCents }: HeldOrder): ServiceError {
	const spent = `${formatDollars(committedCents)} of at most ${formatDollars(budget.capCents)}`;
	return toServiceError(
		'over-cap',
		`Not ordered: ${spent} are spent or on order, and this video may cost ${formatDollars(priceCents)}`,
		{ paid: true, code: 'over_spend_cap', advice: RAISE },
	);
}

const paidIds = (known: readonly KnownOrder[]): string[] =>
	known.flatMap((one) => (one.kind === 'ordered' ? [one.job.requestId] : []));

/**
 * A run that would cost more than its cap.
 * @param paidBefore request ids of this run that an earlier try has paid for
 */
export function overCap(price: RunPrice, capCents: number, paidBefore: readonly string[]): Failure {
	const { videos, cents, spentCents } = price;
	const spent = spentCents === 0 ? '' : ` after ${formatDollars(spentCents)} spent before`;
	const most = formatDollars(capCents);
	const error = runFailure(
		spentCents + cents > capCents
			? `This run would cost ${formatDollars(cents)}${spent}, over the maximum of ${most}`
			: `A maximum of ${most} allows no order, not even of a video that is free`,
		`It would make ${videos} ${videos === 1 ? 'video' : 'videos'}. ${RAISE}`,
		'over_spend_cap',
	);
	if (paidBefore.length === 0) return error;
	return {
		...error,
		advice: `${error.advice} Paid for by an earlier try: ${paidBefore.join(', ')}.`,
		details: { paid_request_ids: [...paidBefore], ...error.details },
	};
}
