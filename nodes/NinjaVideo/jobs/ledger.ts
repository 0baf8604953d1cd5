import type { ApiVersion, Job, ServiceErrorFacts, VideoRequest } from '../videoService';
import { jobAfter, withEarlierAnswers } from './earlierAnswers';
import { isSameOrder, type OrderHashes, type Placed } from './identity';

/** The service's promise to replay an order under its key instead of charging it again. Plain JSON. */
export interface ReplayPromise {
	/** The `replay` of the route the order left by. */
	readonly at: string;
	/** No longer counted on from then, in milliseconds since the epoch. */
	readonly untilMs: number;
}

/** What a failure said: it may be all there is to find the video by. Plain JSON. */
export interface Evidence {
	readonly message: string;
	readonly facts: ServiceErrorFacts;
}

/**
 * One order as it is written down. `sending` is written before the request leaves, so an order that was cut off is
 * found as one that may have been charged. `refused` orders were not taken by the service, `failed` ones were taken
 * and refunded: only those use up their purchase number.
 */
interface Entry {
	state: 'sending' | 'ordered' | 'unknown' | 'failed' | 'refused';
	/** Counts the purchases at this place, or under this unique key, from 1. */
	readonly purchase: number;
	readonly hashes: OrderHashes;
	readonly idempotencyKey: string;
	/** Which API version it went to, and the text that was sent. */
	readonly api: ApiVersion;
	readonly body: string;
	/** What was asked for: a retry in which the row cannot be read any more finds its video by it. */
	readonly request: VideoRequest;
	/** Under which promise it left; absent where there was none. */
	readonly replay?: ReplayPromise;
	/** Where its row stood, and the unique key it had; see `Placed`. */
	readonly row?: string;
	readonly uniqueKey?: string;
	readonly keyWritten?: string;
	readonly copy?: number;
	job?: Job;
	evidence?: Evidence;
}

/** Where a ledger keeps its entries: a plain object that outlives the run. It must stay plain JSON. */
export type LedgerStore = Record<string, unknown>;

/** An order as it left. */
export type Sending = Omit<Entry, 'state' | 'job' | 'evidence'>;

/** What the ledger knows of an order. */
export type LedgerRecord =
	/** It may be ordered, as that purchase. */
	| { readonly kind: 'free'; readonly purchase: number }
	| { readonly kind: 'ordered'; readonly job: Job; readonly purchase: number }
	| {
			readonly kind: 'unknown';
			readonly sent: Sending;
			readonly evidence?: Evidence;
	  }
	/** Another item stood at this place: n8n worked out its input again, which it does after a crash only. */
	| { readonly kind: 'displaced'; readonly sent: Sending }
	/** Another order has the unique key. */
	| { readonly kind: 'taken'; readonly request: VideoRequest };

/** A row as it stands before its fields are read: its place, and hashes of its parameters as written and its input. */
export type Row = Pick<Placed, 'place'> & Omit<OrderHashes, 'evaluated'>;

/**
 * What was bought, by place. It is what keeps Retry On Fail, and a person's retry of a failed execution, from buying
 * a video twice: both find the store as the run before left it.
 */
export interface Ledger {
	/** Whether nothing was ever written down. */
	isEmpty(): boolean;
	/** Whether version 0.1 wrote it, with one entry for each place: what it ordered cannot be found here. */
	isOfOlderVersion(): boolean;
	find(order: Placed): LedgerRecord;
	/** What was ordered of a row that is as it was: paid for, or maybe paid for. */
	findRow(row: Row): { readonly request: VideoRequest } | undefined;
	/**
	 * Where a row was ordered before its unique key was added, taken away, or came out otherwise (`$execution.id`); not
	 * where a person wrote another key in its place, which asks for another video.
	 */
	findElsewhere(order: Placed): Pick<Placed, 'place' | 'uniqueKey'> | undefined;
	/**
	 * Tells, as things are now, the place where just this copy of a video was ordered, if its row stood elsewhere then
	 * and has no order here.
	 */
	findMoved(): (order: Placed) => string | undefined;
	/** How many videos of just this copy failed and were refunded. */
	countFailed(order: Placed): number;
	/** The newest order whose answer was lost and that nothing has cleared up since: it may have been charged. */
	findUnknown(): { readonly place: string; readonly request: VideoRequest } | undefined;
	/** Written before the request leaves. */
	markSending(order: Placed, sending: Sending): void;
	/** The service gave a request id. Returns the job with what earlier answers to the order said. */
	markOrdered(order: Placed, job: Job): Job;
	/** No answer came that says whether the order was accepted. */
	markUnknown(order: Placed, evidence?: Evidence): void;
	/** The evidence says that the service did not take the order: it may be made again as the same purchase. */
	markRefused(order: Placed): void;
	/** The service took the order, could not make the video and gave the money back. */
	markFailed(order: Placed, requestId: string): void;
	/** Forgets what stands at a place. */
	forget(order: Placed): void;
}

/** Whether the money of an order is back, or never left. */
const isOver = ({ state }: Entry): boolean => state === 'failed' || state === 'refused';

const isOtherKey = (one: string | undefined, other: string | undefined): boolean =>
	one !== undefined && other !== undefined && one !== other;

const nameOfCopy = ({ copy, hashes }: Pick<Placed, 'copy' | 'hashes'>): string =>
	`${hashes.evaluated} ${copy ?? ''}`;

function toSending(entry: Entry): Sending {
	const sent: Partial<Entry> = { ...entry };
	delete sent.state;
	delete sent.job;
	delete sent.evidence;
	return sent as Sending;
}

/** A ledger over a store. */
export function createLedger(store: LedgerStore): Ledger {
	const at = (place: string): Entry[] => (Array.isArray(store[place]) ? store[place] : []);
	const all = () => Object.keys(store).map((place) => ({ place, entries: at(place) }));
	/** The newest entry for the same video, one with exactly this order first. */
	const entryOf = ({ place, hashes }: Placed): Entry | undefined =>
		at(place).findLast((entry) => entry.hashes.evaluated === hashes.evaluated) ??
		at(place).findLast((entry) => isSameOrder(entry.hashes, hashes));
	const change = (order: Placed, state: Entry['state'], more: Partial<Entry> = {}): void => {
		const entry = entryOf(order);
		if (entry !== undefined) Object.assign(entry, { state, ...more });
	};
	const nextPurchase = (place: string): number => {
		const last = at(place).at(-1);
		return last === undefined ? 1 : last.purchase + (last.state === 'refused' ? 0 : 1);
	};

	return {
		isEmpty: () => Object.keys(store).length === 0,
		isOfOlderVersion: () => Object.values(store).some((entries) => !Array.isArray(entries)),
		findRow: ({ place, parameters, input }) =>
			at(place).findLast(
				(entry) =>
					!isOver(entry) && entry.hashes.parameters === parameters && entry.hashes.input === input,
			),
		findElsewhere(order) {
			if (order.row === undefined || at(order.place).length > 0) return undefined;
			for (const { place, entries } of all()) {
				const found = entries.find(
					(entry) =>
						entry.row === order.row &&
						!isOver(entry) &&
						isSameOrder(entry.hashes, order.hashes) &&
						!isOtherKey(entry.keyWritten, order.keyWritten),
				);
				if (found?.uniqueKey !== undefined) return { place, uniqueKey: found.uniqueKey };
				if (found !== undefined) return { place };
			}
			return undefined;
		},
		findMoved() {
			const places = new Map<string, string>();
			for (const { place, entries } of all()) {
				for (const entry of entries) if (!isOver(entry)) places.set(nameOfCopy(entry), place);
			}
			return (order) => {
				if (order.uniqueKey !== undefined || order.copy === undefined) return undefined;
				const here = entryOf(order);
				return here === undefined || isOver(here) ? places.get(nameOfCopy(order)) : undefined;
			};
		},
		countFailed: (order) =>
			all()
				.flatMap(({ entries }) => entries)
				.filter((entry) => entry.state === 'failed' && nameOfCopy(entry) === nameOfCopy(order))
				.length,
		findUnknown: () =>
			all()
				.flatMap(({ place, entries }) => entries.map((entry) => ({ ...entry, place })))
				.findLast(({ state }) => state === 'unknown'),
		find(order) {
			const entry = entryOf(order);
			if (entry === undefined || isOver(entry)) {
				const others = at(order.place).filter((one) => !isOver(one));
				const other = others.at(-1);
				if (other !== undefined && order.uniqueKey !== undefined) {
					return { kind: 'taken', request: other.request };
				}
				const displaced = others.find(
					({ hashes }) => hashes.parameters === order.hashes.parameters,
				);
				return displaced === undefined
					? { kind: 'free', purchase: nextPurchase(order.place) }
					: { kind: 'displaced', sent: toSending(displaced) };
			}
			const { job, evidence } = entry;
			if (entry.state === 'ordered' && job !== undefined) {
				return { kind: 'ordered', job, purchase: entry.purchase };
			}
			return {
				kind: 'unknown',
				sent: toSending(entry),
				...(evidence === undefined ? {} : { evidence }),
			};
		},
		markSending(order, sending) {
			const isSame = ({ purchase }: Entry) => purchase === sending.purchase;
			const before = at(order.place).find(isSame);
			// An order that is sent again stays as it left first.
			const kept = before === undefined || isOver(before) ? {} : before;
			const others = at(order.place).filter((entry) => !isSame(entry));
			const entry: Entry = { ...sending, ...kept, state: 'sending' };
			store[order.place] = [...others, entry];
		},
		markOrdered(order, job) {
			const known = jobAfter(job, entryOf(order)?.evidence?.facts);
			change(order, 'ordered', { job: known });
			return known;
		},
		markUnknown(order, evidence) {
			const entry = entryOf(order);
			if (entry === undefined) return;
			entry.state = 'unknown';
			if (evidence === undefined) return;
			const facts = withEarlierAnswers(evidence.facts, entry.evidence?.facts);
			entry.evidence = { ...evidence, facts };
		},
		markRefused: (order) => change(order, 'refused'),
		markFailed({ place }, requestId) {
			const entry = at(place).find(({ job }) => job?.requestId === requestId);
			if (entry !== undefined) entry.state = 'failed';
		},
		forget({ place }) {
			delete store[place];
		},
	};
}
