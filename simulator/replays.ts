import type { SimulatedJob } from './job';

/** An order that was accepted under an idempotency key. */
interface AcceptedOrder {
	/** The order as text: equal texts are the same order. */
	readonly text: string;
	readonly job: SimulatedJob;
	/** When its answer was ready, in milliseconds of the world's clock. */
	readonly doneAt: number;
}

/** What an idempotency key says about an order at hand. */
export type Earlier =
	| { readonly kind: 'none' }
	| { readonly kind: 'replayed'; readonly job: SimulatedJob }
	| { readonly kind: 'in-flight' }
	| { readonly kind: 'key-reused' };

/**
 * The orders of an account by idempotency key, whichever path they came by. What the vendor says: the same logical
 * write is replayed and never billed twice, and while the first is running it is refused. Assumed:
 * two writes are the same if they are once the defaults are filled in, whatever the order of fields;
 * another write under a used key is refused; what was refused leaves its key unused; keys never
 * expire.
 */
export function createReplays() {
	const orders = new Map<string, AcceptedOrder>();
	const recordKey = (accountKey: string, idempotencyKey: string) =>
		`${accountKey} ${idempotencyKey}`;

	return {
		/** What is known of this key at `now` (ms). */
		find(accountKey: string, idempotencyKey: string, text: string, now: number): Earlier {
			const order = orders.get(recordKey(accountKey, idempotencyKey));
			if (order === undefined) return { kind: 'none' };
			if (order.text !== text) return { kind: 'key-reused' };
			return now < order.doneAt ? { kind: 'in-flight' } : { kind: 'replayed', job: order.job };
		},
		/** Remembers an order that was accepted. */
		keep(accountKey: string, idempotencyKey: string, order: AcceptedOrder): void {
			orders.set(recordKey(accountKey, idempotencyKey), order);
		},
	};
}
