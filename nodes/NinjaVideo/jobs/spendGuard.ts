import { untilAborted } from '../pacing/deadline';
import type { ServiceError } from '../videoService';
import type { Order } from './knownOrder';
import { exceeds, type Budget } from './spendCap';
import type { SpendGuard } from './submit';

/** Why an order is held. */
export interface HeldOrder {
	readonly budget: Budget;
	/** What is spent or in flight, and what the order may cost, in US cents. */
	readonly committedCents: number;
	readonly priceCents: number;
}

/** What an answered order tells of the service's prices. */
interface Charged extends PricedCharge {
	/** What is priced alike: the model, with or without an image, and the options. */
	readonly kind: string;
	readonly durationSeconds: number;
}

/** A charge beside what was expected. */
interface PricedCharge {
	/** What it came to over what was expected; absent for one that should be free. */
	readonly ratio?: number;
	/** What an order that should be free came to, in US cents. */
	readonly freeCents?: number;
}

/** The order whose charge others wait for. The executions of an account share one where a limit per day holds them. */
export interface FirstOrder {
	alone?: {
		readonly order: Order;
		/** `undefined` where the order came to nothing that tells a price. */
		readonly answered: Promise<Charged | undefined>;
		end(charged: Charged | undefined): void;
	};
}

/** What a guard begins with, and shares. */
export interface GuardOptions {
	/** The highest ratio of charge to expectation that earlier tries met, 1 or more. */
	readonly startRatio?: number;
	/** Shared with other runs, which then wait for each other's first orders too. */
	readonly first?: FirstOrder;
	/** Told each time a charge was above all before it, by the ratio. */
	onRise?(ratio: number): void;
}

/** So many orders may be on their way for each that was charged as expected since the price last rose. */
const GROWTH = 2;
/** All that are on their way at once fit in the budgets even if the service charges so many times the price. */
const RISE = 2;
/** The least that a video may come to, whatever its price, in US cents: a free one may cost what the others do. */
const LEAST_RISK_CENTS = 300;
/** So many go on after one answer, so that n8n's event loop is never held up. */
const MOST_AT_ONCE = 50;

const riskOf = (priceCents: number): number => Math.max(RISE * priceCents, LEAST_RISK_CENTS);

const compare = ({ priceCents }: Order, cents: number): PricedCharge =>
	priceCents === 0 ? { freeCents: cents } : { ratio: cents / priceCents };

const kindOf = ({ request: { model, imageUrl, v2Options = {} } }: Order): string =>
	[model, imageUrl !== undefined, ...Object.keys(v2Options).sort()].join(' ');

/**
 * RULES: an order counts with the dearest price known for it. That is its own price, raised by the highest ratio of
 * charge to expectation that this run or an earlier try has met: a service that charges double for one video may do
 * so for the next. A charge counts as the service said it; an order whose result is unknown counts as charged. Of the
 * orders whose charge is not known yet, the first of a kind and each longer one after it, one is on its way at a time.
 * The others follow in growing numbers, few where the budget is short: prices may rise while they are on their way.
 */
export function createSpendGuard(
	budgets: readonly Budget[],
	toError: (held: HeldOrder) => ServiceError,
	{ startRatio = 1, first = {}, onRise }: GuardOptions = {},
): SpendGuard {
	const reserved = new Map<Order, number>();
	let reservedCents = 0;
	/** What the orders on their way may come to, in US cents. */
	let riskCents = 0;
	let ratio = startRatio;
	/** What an answer that left it open whether the order was accepted stated as its charge, in US cents. */
	const stated = new WeakMap<Order, number>();
	/** What an order that should be free came to at most, in US cents. */
	let freeCents = 0;
	/** Orders that were charged as expected, since the price last rose. */
	let confirmed = 0;
	const isFree = budgets.every(({ capCents }) => capCents === Infinity);
	/** Orders whose charge nobody stated, and what each counts as, in US cents. */
	const unstated = new Map<Order, number>();
	const statedKinds = new Set<string>();
	/** The longest video of each kind whose charge is known, in seconds. */
	const knownSeconds = new Map<string, number>();
	/** Orders that wait until fewer are on their way, in their order. */
	const line: Array<() => void> = [];

	const isChargeKnown = (order: Order): boolean =>
		isFree || order.request.durationSeconds <= (knownSeconds.get(kindOf(order)) ?? 0);

	const priceOf = (order: Order): number =>
		Math.max(
			order.priceCents === 0 ? freeCents : Math.ceil(order.priceCents * ratio),
			stated.get(order) ?? 0,
		);

	function isCrowded(order: Order): boolean {
		if (isFree || reserved.size === 0 || reserved.has(order)) return false;
		if (reserved.size >= GROWTH * confirmed) return true;
		const more = riskCents - reservedCents + riskOf(priceOf(order));
		return budgets.some((budget) => budget.committedCents() + more > budget.capCents);
	}

	function release(order: Order): number {
		const cents = reserved.get(order) ?? 0;
		const isReserved = reserved.delete(order);
		reservedCents -= cents;
		riskCents -= isReserved ? riskOf(cents) : 0;
		for (const budget of budgets) budget.commit(-cents);
		return cents;
	}

	function take(order: Order): ServiceError | undefined {
		release(order);
		const priceCents = priceOf(order);
		const over = budgets.find((one) => exceeds(one.capCents, one.committedCents() + priceCents));
		if (over !== undefined) {
			return toError({ budget: over, committedCents: over.committedCents(), priceCents });
		}
		hold(order, priceCents);
		return undefined;
	}

	function hold(order: Order, cents: number): void {
		reserved.set(order, cents);
		reservedCents += cents;
		riskCents += riskOf(cents);
		for (const budget of budgets) budget.commit(cents);
	}

	function goAlone(order: Order): void {
		let end: (charged: Charged | undefined) => void = () => {};
		const answered = new Promise<Charged | undefined>((resolve) => {
			end = resolve;
		});
		first.alone = { order, answered, end };
	}

	function learn(charge: Charged): void {
		const { durationSeconds, kind } = charge;
		knownSeconds.set(kind, Math.max(knownSeconds.get(kind) ?? 0, durationSeconds));
		learnPrice(charge);
	}

	function learnPrice({ freeCents: free = 0, ratio: met = 1 }: PricedCharge): void {
		if (free <= freeCents && met <= ratio) return;
		freeCents = Math.max(freeCents, free);
		if (met > ratio) {
			ratio = met;
			onRise?.(ratio);
		}
		for (const [order, cents] of unstated) countUnstated(order, cents);
	}

	/** Counts an order whose charge nobody stated at no less than any other video, until a charge of its kind is known. */
	function countUnstated(order: Order, countedCents: number): void {
		const least = statedKinds.has(kindOf(order)) ? 0 : LEAST_RISK_CENTS;
		const cents = Math.max(countedCents, priceOf(order), least);
		unstated.set(order, cents);
		if (cents === countedCents) return;
		for (const budget of budgets) budget.charge(cents - countedCents);
	}

	function countCharge(order: Order, charged: number, expected: number): Charged {
		for (const budget of budgets) budget.charge(charged);
		confirmed = charged > expected ? 0 : confirmed + 1;
		const charge = {
			...{ kind: kindOf(order), durationSeconds: order.request.durationSeconds },
			...compare(order, charged),
		};
		learn(charge);
		return charge;
	}

	/** Waits behind the order that goes alone, or until fewer are on their way; undefined where it need not wait. */
	function waitFor(order: Order): Promise<Charged | undefined> | undefined {
		const { alone } = first;
		if (alone !== undefined && alone.order !== order && !isChargeKnown(order))
			return alone.answered;
		if (!isCrowded(order)) return undefined;
		return new Promise((resolve) => {
			line.push(() => resolve(undefined));
		});
	}

	return {
		async reserve(order, signal) {
			for (;;) {
				for (const budget of budgets) await budget.refresh?.();
				const waiting = waitFor(order);
				if (waiting === undefined) break;
				const charged = await untilAborted(waiting, signal);
				if (signal?.aborted === true) return undefined;
				if (charged !== undefined) learn(charged);
			}
			const held = take(order);
			if (held === undefined && !isChargeKnown(order) && first.alone === undefined) goAlone(order);
			return held;
		},
		confirm: take,
		raise(order, statedCents = 0) {
			if (statedCents <= priceOf(order)) return;
			stated.set(order, statedCents);
			confirmed = 0;
			learnPrice(compare(order, statedCents));
			if (!reserved.has(order)) return;
			release(order);
			hold(order, statedCents);
		},
		record(order, result) {
			const isNew = reserved.has(order);
			const expected = release(order);
			const said = result.kind === 'unknown' ? result.error?.facts.priceCents : undefined;
			let charge: Charged | undefined;
			if (result.kind === 'ordered' && isNew) {
				const { priceCents } = result.job;
				if (priceCents !== undefined) statedKinds.add(kindOf(order));
				charge = countCharge(order, priceCents ?? expected, expected);
				if (priceCents === undefined) countUnstated(order, expected);
			} else if (result.kind === 'unknown') {
				const least = Math.max(expected, order.priceCents);
				const isRise = said !== undefined && said >= least && said > order.priceCents;
				if (isRise) charge = countCharge(order, said, order.priceCents);
				else for (const budget of budgets) budget.charge(least);
				if (said === undefined) countUnstated(order, least);
			}
			const { alone } = first;
			if (alone?.order === order) {
				// An order without an answer says nothing of the price: the next one goes alone too.
				delete first.alone;
				alone.end(charge);
			}
			const free = GROWTH * confirmed - reserved.size;
			const places = Math.min(MOST_AT_ONCE, Math.max(1, free));
			for (const goOn of line.splice(0, places)) goOn();
		},
	};
}
