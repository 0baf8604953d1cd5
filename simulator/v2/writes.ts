import type { SimulatedJob } from '../job';

/** A create call that was accepted under an idempotency key. */
interface Write {
	/** The logical write: equal texts are the same write. */
	readonly text: string;
	readonly job: SimulatedJob;
	/** When its answer was ready, in milliseconds of the world's clock. */
	readonly doneAt: number;
}

/** What an idempotency key says about a write at hand. */
export type Earlier =
	| { readonly kind: 'none' }
	| { readonly kind: 'replayed'; readonly job: SimulatedJob }
	| { readonly kind: 'in-flight' }
	| { readonly kind: 'key-reused' };

/**
 * The writes of generation 2 by account and idempotency key. What the vendor says: the same logical
 * write is replayed and never billed twice, and while the first is running it is refused. Assumed:
 * two writes are the same if they are once the defaults are filled in, whatever the order of fields;
 * another write under a used key is refused; what was refused leaves its key unused; keys never
 * expire.
 */
export function createWrites() {
	const writes = new Map<string, Write>();
	const slotOf = (accountKey: string, idempotencyKey: string) => `${accountKey} ${idempotencyKey}`;

	return {
		/** What is known of this key at `now` (ms). */
		find(accountKey: string, idempotencyKey: string, text: string, now: number): Earlier {
			const write = writes.get(slotOf(accountKey, idempotencyKey));
			if (write === undefined) return { kind: 'none' };
			if (write.text !== text) return { kind: 'key-reused' };
			return now < write.doneAt ? { kind: 'in-flight' } : { kind: 'replayed', job: write.job };
		},
		/** Remembers a write that was accepted. */
		keep(accountKey: string, idempotencyKey: string, write: Write): void {
			writes.set(slotOf(accountKey, idempotencyKey), write);
		},
	};
}
