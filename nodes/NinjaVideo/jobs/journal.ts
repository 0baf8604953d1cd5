import { hashOf, type Identity, type Named } from './identity';
import {
	createJournalEntry,
	untilRecorded,
	type JournalEntry,
	type SecondLook,
} from './journalEntry';
import {
	askedMark,
	copyMark,
	failedMark,
	finalMark,
	keyMark,
	placeMark,
	standInMark,
	type MarkStore,
} from './marks';

/** An order that is about to leave. */
export interface Leaving extends Named {
	readonly purchase: number;
	/** Where it goes, and the body that is sent. */
	readonly target: string;
	readonly body: string;
	/** Whether it goes where an order is replayed under its key. */
	readonly isReplayed: boolean;
	/** Names it whatever its place: the video it asks for, which copy of that it is, and which purchase of the copy. */
	readonly copy?: string;
}

/** What the journal knows of an order that is about to leave. */
export type JournalAnswer =
	/** It never left; it is written down now. */
	| {
			readonly kind: 'new';
			readonly purchase: number;
			readonly entry: JournalEntry;
			/**
			 * Takes the marks back and makes the root this execution's own: the service says that another execution, on
			 * another worker, has the key. Absent where the key may be one of this execution.
			 */
			leaveRoot?(): Promise<void>;
	  }
	/** The same body left for the same target within a day; until when that is so, in milliseconds since the epoch. */
	| { readonly kind: 'same'; readonly purchase: number; readonly untilMs: number }
	/** Another body left, or for another target, or it is not known to be of this day. */
	| { readonly kind: 'other'; readonly purchase: number }
	/** It left in this execution before it had a unique key. */
	| { readonly kind: 'unkeyed'; readonly purchase: number };

/** What left, written down where a crash cannot lose it. */
export interface Journal {
	/** Asks and writes down, in one. To be called at the last moment before the order leaves. */
	ask(order: Leaving): Promise<JournalAnswer>;
	/** The video of a purchase under a unique key failed: the key is free for the next purchase. */
	recordFailure(uniqueKey: string, purchase: number): Promise<void>;
	/** Makes unique keys the newest of the node again, so that they are the last to be forgotten. */
	keep(
		keys: ReadonlyArray<{ readonly uniqueKey: string; readonly purchase: number }>,
	): Promise<void>;
}

/** A promise to replay is counted on for one to two of these, in milliseconds: a day at most. */
const PERIOD_MS = 43_200_000;
/** Purchases of one key that are looked through: each but the last is a video that failed. */
const MOST_PURCHASES = 200;

/**
 * A journal over a store. A key's purchase has failed if it is marked as failed and *not* as ordered, so that asking,
 * which records both, never makes a failed one of it where n8n is cut off in between.
 */
export function createJournal(
	store: MarkStore,
	identity: Identity,
	secondLook: SecondLook,
): Journal {
	const { clock } = secondLook;
	const toEntry = (marks: readonly string[], unwanted: readonly string[]) =>
		createJournalEntry(store, marks, unwanted, secondLook);
	const bodyMark = (mark: string, { target, body }: Leaving, periodsAgo: number) =>
		`${mark} ${hashOf([target, body])} ${Math.floor(clock.now() / PERIOD_MS) - periodsAgo}`;

	const takeBackNew = async (marks: readonly string[], before: ReadonlySet<string>) =>
		await store.remove(marks.filter((mark) => !before.has(mark)));

	/** Whether a mark is there. Asking records it, so a new one is taken back. */
	async function isMarked(mark: string): Promise<boolean> {
		const before = await store.record([mark]);
		await takeBackNew([mark], before);
		return before.has(mark);
	}

	/** How many periods ago the body was sent, of those that are asked for. */
	async function findPeriodsAgo(
		mark: string,
		order: Leaving,
		periods: readonly number[],
	): Promise<number | undefined> {
		const bodies = periods.map((periodsAgo) => bodyMark(mark, order, periodsAgo));
		const asked = askedMark(mark, hashOf([order.target, order.body]));
		const marks = [asked, ...bodies];
		const before = await store.record(marks);
		await takeBackNew(marks, before);
		return before.has(asked) ? undefined : periods.find((_, index) => before.has(bodies[index]!));
	}

	/** @param periods in which the body may have been sent, by how many ago they were, where it was not just now */
	async function askForMarked(
		mark: string,
		order: Leaving,
		isSentNow: boolean,
		periods: readonly number[],
	): Promise<JournalAnswer> {
		const { isReplayed, purchase } = order;
		if (!isReplayed) return { kind: 'other', purchase };
		const periodsAgo = isSentNow ? 0 : await findPeriodsAgo(mark, order, periods);
		const wasSent = periodsAgo !== undefined && !(await isMarked(finalMark(mark)));
		if (!wasSent) return { kind: 'other', purchase };
		const period = Math.floor(clock.now() / PERIOD_MS) - periodsAgo;
		return { kind: 'same', purchase, untilMs: (period + 2) * PERIOD_MS };
	}

	/** What stands beside the mark of an order that leaves. */
	const besideMark = (mark: string, order: Leaving) =>
		order.isReplayed ? bodyMark(mark, order, 0) : finalMark(mark);

	/** First visits whose root was another execution's: their own marks say nothing, where taking them back was lost. */
	const renamed = new Set<string>();
	const leaveRootOf = (own: string) => {
		renamed.add(own);
		identity.addExecutionId();
	};

	async function askForPlace(order: Leaving): Promise<JournalAnswer> {
		const { copy, place, purchase } = order;
		const root = identity.root();
		const mark = placeMark(root, place, purchase);
		const beside = besideMark(mark, order);
		const own = placeMark(`execution ${identity.executionId}`, place, purchase);
		const copies = copy === undefined ? [] : [copyMark(root, copy)];
		const { isRetry } = identity;
		// Where the root is the execution's id, the two are one: a store may find the second of them recorded.
		const names = [...new Set([mark, own, ...copies])];
		// In a retry another row may stand here, whose body must not be taken for the one that left.
		const asked = isRetry ? [] : [beside];
		const marks = [...asked, ...names];
		const before = await store.record(marks);
		const isMoved = isRetry && copies.some((each) => before.has(each));
		const isOwn = before.has(own) && !renamed.has(own);
		if (!before.has(mark) && !isOwn && !isMoved) {
			if (isRetry) await store.record([beside]);
			const entry = toEntry([beside, ...names], []);
			const leaveRoot = async () => {
				await entry.takeBack();
				await store.record([mark]);
				leaveRootOf(own);
			};
			return { kind: 'new', purchase, entry, ...(isRetry ? {} : { leaveRoot }) };
		}
		if (!isOwn && !isRetry && !renamed.has(own)) {
			// Two executions began in the same millisecond: a first visit would find its own mark.
			await takeBackNew(marks, before);
			leaveRootOf(own);
			return await askForPlace(order);
		}
		const answer = before.has(mark)
			? await askForMarked(mark, order, before.has(beside), isRetry ? [0, 1] : [1])
			: ({ kind: 'other', purchase } as const);
		// The promise to replay counts from when the order left first, not from when it is asked for again.
		await takeBackNew(answer.kind === 'other' ? marks : asked, before);
		return answer;
	}

	/** Whether a retry gives a key to an order that left without one. */
	async function hasLeftUnkeyed({ copy }: Leaving): Promise<boolean> {
		if (!identity.isRetry || copy === undefined) return false;
		return await isMarked(copyMark(identity.root(), copy));
	}

	async function askForKey(order: Leaving, uniqueKey: string): Promise<JournalAnswer> {
		const { purchase } = order;
		const mark = keyMark(uniqueKey, purchase);
		const failed = failedMark(uniqueKey, purchase);
		const standIn = standInMark(uniqueKey, purchase);
		const beside = besideMark(mark, order);
		const before = await store.record([mark, beside, failed, standIn]);
		const isOrdered = before.has(mark) || before.has(standIn);
		if (!isOrdered && !before.has(failed)) {
			if (await hasLeftUnkeyed(order)) {
				await takeBackNew([mark, beside, failed, standIn], before);
				return { kind: 'unkeyed', purchase };
			}
			return { kind: 'new', purchase, entry: toEntry([mark, beside], [failed, standIn]) };
		}
		if (!isOrdered && purchase < MOST_PURCHASES) {
			await takeBackNew([mark, beside, standIn], before);
			return await askForKey({ ...order, purchase: purchase + 1 }, uniqueKey);
		}
		const answer = await askForMarked(mark, order, before.has(beside), [1]);
		await takeBackNew([beside, failed, standIn], before);
		return answer;
	}

	/** Writes marks down and tells whether they stay: only then may those go whose place they take. */
	async function recordSurely(marks: readonly string[]): Promise<boolean> {
		const record = async () => await store.record(marks);
		await record();
		return await untilRecorded(record, marks, secondLook);
	}

	return {
		ask: async (order) =>
			order.uniqueKey === undefined
				? await askForPlace(order)
				: await askForKey(order, order.uniqueKey),
		async recordFailure(uniqueKey, purchase) {
			if (!(await recordSurely([failedMark(uniqueKey, purchase)]))) return;
			await store.remove([keyMark(uniqueKey, purchase), standInMark(uniqueKey, purchase)]);
		},
		async keep(keys) {
			const marks = keys.map(({ uniqueKey, purchase }) => keyMark(uniqueKey, purchase));
			const standIns = keys.map(({ uniqueKey, purchase }) => standInMark(uniqueKey, purchase));
			if (marks.length === 0) return;
			// The store has no way to move a mark, and n8n may be cut off between any two writes.
			if (!(await recordSurely(standIns))) return;
			await store.remove(marks);
			if (await recordSurely(marks)) await store.remove(standIns);
		},
	};
}
