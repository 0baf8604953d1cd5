import type { ServiceError } from '../videoService';
import type { KnownOrder, Order } from './knownOrder';
import type { SpendGuard } from './submit';

/** Money that may be spent, by one run or by a whole account. Amounts in US cents. */
export interface Budget {
	/** `Infinity` for no limit. */
	readonly capCents: number;
	/** What is spent or in flight. */
	committedCents(): number;
	/** Changes what is in flight by an amount; negative where an order is no longer. */
	commit(cents: number): void;
	/** Counts what an order came to. */
	charge(cents: number): void;
	/** Brings the count up to date before an order is checked, where somebody else knows it better. */
	refresh?(): Promise<void>;
}

/** Where a budget keeps what is spent or in flight, in US cents. Plain JSON. */
export interface SpentStore {
	cents: number;
}

/** A budget over a store, which several runs may share. */
export const createBudget = (capCents: number, spent: SpentStore): Budget => ({
	capCents,
	committedCents: () => spent.cents,
	commit(cents) {
		spent.cents += cents;
	},
	charge(cents) {
		spent.cents += cents;
	},
});

/** What the orders of a run would cost, in US cents. */
export interface RunPrice {
	/** Videos that will be ordered, or ordered again. */
	readonly videos: number;
	readonly cents: number;
	/** What the ledger holds of earlier tries: charged, or maybe charged and not to be sent again. */
	readonly spentCents: number;
	/** The highest ratio of charge to expectation that earlier tries met, 1 or more. */
	readonly ratio: number;
}

/** Whether an order will be sent, for the first time or again. */
export const isWanted = (known: KnownOrder): boolean =>
	known.kind === 'free' || (known.kind === 'unknown' && known.route !== undefined);

/**
 * Prices a run. An order whose result is unknown and that will be sent again counts once, as an order. Rows with one
 * unique key share one video, so they count once, at the dearest of their prices: which of them goes first is open.
 * @param known what is known of each order
 */
export function priceRun(orders: readonly Order[], known: readonly KnownOrder[]): RunPrice {
	const [wanted, spent] = [new Map<string, number>(), new Map<string, number>()];
	let ratio = 1;
	for (const [position, order] of orders.entries()) {
		const one = known[position];
		const isOrdered = one?.kind === 'ordered';
		if (one === undefined || one.kind === 'refused' || (isOrdered && one.isBefore)) continue;
		const cents = (isOrdered ? one.job.priceCents : undefined) ?? order.priceCents;
		if (order.priceCents > 0) ratio = Math.max(ratio, cents / order.priceCents);
		const prices = isWanted(one) ? wanted : spent;
		prices.set(order.place, Math.max(prices.get(order.place) ?? 0, cents));
	}
	const sum = (prices: ReadonlyMap<string, number>) =>
		[...prices.values()].reduce((total, cents) => total + cents, 0);
	return { videos: wanted.size, cents: sum(wanted), spentCents: sum(spent), ratio };
}

/** Why an order is held. */
export interface HeldOrder {
	readonly budget: Budget;
	/** What is spent or in flight, and what the order may cost, in US cents. */
	readonly committedCents: number;
	readonly priceCents: number;
}

/** What an answered order tells of the service's prices. */
interface Charged {
	readonly model: string;
	readonly durationSeconds: number;
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

/**
 * RULES: an order counts with the dearest price known for it. That is its own price, raised by the highest ratio of
 * charge to expectation that this run or an earlier try has met: a service that charges double for one video may do
 * so for the next. A charge counts as the service said it; an order whose result is unknown counts as charged. Of the
 * orders whose charge is not known yet, the first of a model and each longer one after it, one is on its way at a time.
 * @param startRatio the highest ratio that earlier tries met, 1 or more
 * @param first shared with other runs, which then wait for each other's first orders too
 */
export function createSpendGuard(
	budgets: readonly Budget[],
	toError: (held: HeldOrder) => ServiceError,
	{
		startRatio = 1,
		first = {},
	}: { readonly startRatio?: number; readonly first?: FirstOrder } = {},
): SpendGuard {
	const reserved = new Map<Order, number>();
	let ratio = startRatio;
	/** What an order that should be free came to at most, in US cents. */
	let freeCents = 0;
	const isFree = budgets.every(({ capCents }) => capCents === Infinity);
	/** The longest video of each model whose charge is known, in seconds. */
	const knownSeconds = new Map<string, number>();

	const isChargeKnown = ({ request: { model, durationSeconds } }: Order): boolean =>
		isFree || durationSeconds <= (knownSeconds.get(model) ?? 0);

	function release(order: Order): number {
		const cents = reserved.get(order) ?? 0;
		reserved.delete(order);
		for (const budget of budgets) budget.commit(-cents);
		return cents;
	}

	function take(order: Order): ServiceError | undefined {
		release(order);
		const priceCents = order.priceCents === 0 ? freeCents : Math.ceil(order.priceCents * ratio);
		for (const budget of budgets) {
			const committedCents = budget.committedCents();
			if (committedCents + priceCents > budget.capCents) {
				return toError({ budget, committedCents, priceCents });
			}
		}
		reserved.set(order, priceCents);
		for (const budget of budgets) budget.commit(priceCents);
		return undefined;
	}

	function goAlone(order: Order): void {
		let end: (charged: Charged | undefined) => void = () => {};
		const answered = new Promise<Charged | undefined>((resolve) => {
			end = resolve;
		});
		first.alone = { order, answered, end };
	}

	function learn({ durationSeconds, freeCents: free = 0, model, ratio: met = 1 }: Charged): void {
		knownSeconds.set(model, Math.max(knownSeconds.get(model) ?? 0, durationSeconds));
		ratio = Math.max(ratio, met);
		freeCents = Math.max(freeCents, free);
	}

	return {
		async reserve(order, signal) {
			for (;;) {
				for (const budget of budgets) await budget.refresh?.();
				const { alone } = first;
				if (alone === undefined || alone.order === order || isChargeKnown(order)) break;
				const charged = await untilAborted(alone.answered, signal);
				if (signal?.aborted === true) return undefined;
				if (charged !== undefined) learn(charged);
			}
			const held = take(order);
			if (held === undefined && !isChargeKnown(order) && first.alone === undefined) goAlone(order);
			return held;
		},
		confirm: take,
		record(order, result) {
			const isNew = reserved.has(order);
			const expected = release(order);
			let charge: Charged | undefined;
			if (result.kind === 'ordered' && isNew) {
				const charged = result.job.priceCents ?? expected;
				for (const budget of budgets) budget.charge(charged);
				const { model, durationSeconds } = order.request;
				const isFreeOfCharge = order.priceCents === 0;
				charge = {
					...{ model, durationSeconds },
					...(isFreeOfCharge ? { freeCents: charged } : { ratio: charged / order.priceCents }),
				};
				learn(charge);
			}
			if (result.kind === 'unknown') {
				for (const budget of budgets) budget.charge(Math.max(expected, order.priceCents));
			}
			const { alone } = first;
			if (alone?.order !== order) return;
			// An order without an answer says nothing of the price: the next one goes alone too.
			delete first.alone;
			alone.end(charge);
		},
	};
}

/** What comes of a promise, or `undefined` once the signal aborts: an order of another run is not waited for after Stop. */
async function untilAborted<T>(
	promise: Promise<T>,
	signal: AbortSignal | undefined,
): Promise<T | undefined> {
	if (signal === undefined) return await promise;
	const over = new AbortController();
	const aborted = new Promise<undefined>((resolve) => {
		if (signal.aborted) resolve(undefined);
		signal.addEventListener('abort', () => resolve(undefined), { signal: over.signal });
	});
	const first = await Promise.race([promise, aborted]);
	over.abort();
	return first;
}
