import { createHash } from 'crypto';
import type { Job, VideoRequest } from '../videoService';

/**
 * One order as it is written down. `sending` is written before the request leaves, so an order that was cut
 * off is found as one that may have been charged. `failed` orders were not charged and may be made again.
 */
interface Entry {
	state: 'sending' | 'ordered' | 'unknown' | 'failed';
	idempotencyKey: string;
	/** How many orders were made under this ledgerKey, this one included. */
	orders: number;
	/** Under which promise it left; absent where there was none. */
	replay?: ReplayPromise;
	job?: Job;
}

/** The service's promise to replay an order under its key instead of charging it again. Plain JSON. */
export interface ReplayPromise {
	/** The `replay` of the route the order left by. */
	readonly at: string;
	/** No longer counted on from then, in milliseconds since the epoch. */
	readonly untilMs: number;
}

/** Where a ledger keeps its entries: a plain object that outlives the run. It must stay plain JSON. */
export type LedgerStore = Record<string, unknown>;

/** What the ledger knows of a ledgerKey. */
export type LedgerRecord =
	| { readonly kind: 'free'; readonly ordersBefore: number }
	| { readonly kind: 'ordered'; readonly job: Job }
	| {
			readonly kind: 'unknown';
			readonly idempotencyKey: string;
			readonly replay?: ReplayPromise;
	  };

/**
 * What was bought, by ledgerKey. It is what keeps Retry On Fail, and a person's retry of a failed execution, from
 * buying a video twice: both find the store as the run before left it.
 */
export interface Ledger {
	/**
	 * Takes a ledgerKey for this run. Where another run that is still going on in this process holds the same ledgerKey
	 * (two identical calls of one AI agent), the next free one is given: those are two videos.
	 */
	claim(ledgerKey: string): string;
	/** Gives back all ledgerKeys taken. Call it when the run is over, however it ended. */
	release(): void;
	find(ledgerKey: string): LedgerRecord;
	/** Written before the request leaves. */
	markSending(ledgerKey: string, idempotencyKey: string, replay?: ReplayPromise): void;
	/** The service gave a request id. */
	markOrdered(ledgerKey: string, job: Job): void;
	/** No answer came that says whether the order was accepted. */
	markUnknown(ledgerKey: string): void;
	/** The evidence says that nothing was charged: the order may be made again. */
	markNotCharged(ledgerKey: string): void;
	/** Forgets the ledgerKey altogether. */
	forget(ledgerKey: string): void;
}

/** Slots in use by runs of this process. A symbol, because it must not be saved with the store. */
const CLAIMED = Symbol.for('n8n-nodes-ninja-video.claimed');

function claimedIn(store: LedgerStore & { [CLAIMED]?: Set<string> }): Set<string> {
	store[CLAIMED] ??= new Set();
	return store[CLAIMED];
}

/** A ledger over a store. */
export function createLedger(store: LedgerStore): Ledger {
	const read = (ledgerKey: string) => store[ledgerKey] as Entry | undefined;
	const mine: string[] = [];
	return {
		claim(ledgerKey) {
			const claimed = claimedIn(store);
			let taken = ledgerKey;
			for (let copy = 2; claimed.has(taken); copy += 1) taken = `${ledgerKey} (${copy})`;
			claimed.add(taken);
			mine.push(taken);
			return taken;
		},
		release() {
			for (const ledgerKey of mine.splice(0)) claimedIn(store).delete(ledgerKey);
		},
		find(ledgerKey) {
			const entry = read(ledgerKey);
			if (entry === undefined) return { kind: 'free', ordersBefore: 0 };
			if (entry.state === 'failed') return { kind: 'free', ordersBefore: entry.orders };
			if (entry.state === 'ordered' && entry.job !== undefined) {
				return { kind: 'ordered', job: entry.job };
			}
			const { idempotencyKey, replay } = entry;
			return { kind: 'unknown', idempotencyKey, ...(replay === undefined ? {} : { replay }) };
		},
		markSending(ledgerKey, idempotencyKey, replay) {
			const orders = (read(ledgerKey)?.orders ?? 0) + 1;
			const entry: Entry = { state: 'sending', idempotencyKey, orders };
			store[ledgerKey] = replay === undefined ? entry : { ...entry, replay };
		},
		markOrdered(ledgerKey, job) {
			const entry = read(ledgerKey);
			store[ledgerKey] = {
				state: 'ordered',
				idempotencyKey: entry?.idempotencyKey ?? '',
				orders: entry?.orders ?? 1,
				job,
			} satisfies Entry;
		},
		markUnknown(ledgerKey) {
			const entry = read(ledgerKey);
			if (entry !== undefined) entry.state = 'unknown';
		},
		markNotCharged(ledgerKey) {
			const entry = read(ledgerKey);
			if (entry === undefined) return;
			entry.state = 'failed';
			delete entry.job;
		},
		forget(ledgerKey) {
			delete store[ledgerKey];
		},
	};
}

/** The ledgerKey of one item: the place in the run, and what was asked for. A changed row is another video. */
export function ledgerKeyOf(place: string, request: VideoRequest): string {
	const { prompt, model, durationSeconds, aspectRatio, imageUrl, v2Options } = request;
	const parts = [prompt, model, durationSeconds, aspectRatio, imageUrl ?? null];
	const content = JSON.stringify(v2Options === undefined ? parts : [...parts, v2Options]);
	return `${place}, ${createHash('sha256').update(content).digest('hex').slice(0, 24)}`;
}
