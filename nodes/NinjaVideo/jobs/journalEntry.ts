import type { Clock } from '../pacing/clock';
import { toResult } from '../result';
import type { MarkStore } from './marks';

/** What was written down for one order. */
export interface JournalEntry {
	/**
	 * Looks a moment later whether the marks are still there, and writes them again until they are: another process
	 * may have written the store in between. To be called while the answer is awaited.
	 */
	confirm(): Promise<void>;
	/** Takes the marks back: the order did not leave, or was not charged. */
	takeBack(): Promise<void>;
}

/** The second look at the marks comes after a time between these, in milliseconds. */
const CONFIRM_AFTER_MS = [20, 100] as const;
/** Times the marks are written again before they are taken for written. */
const MOST_CONFIRMATIONS = 5;

/**
 * What was written down for an order that is about to leave.
 * @param unwanted marks that asking has written, and that must not stay
 * @param random numbers from 0 to 1
 */
export function createJournalEntry(
	store: MarkStore,
	marks: readonly string[],
	unwanted: readonly string[],
	{ clock, random }: { readonly clock: Clock; readonly random: () => number },
): JournalEntry {
	let isTakenBack = false;
	let writing: Promise<unknown> = Promise.resolve();
	return {
		async confirm() {
			if (unwanted.length > 0) await (writing = store.remove(unwanted));
			const [least, most] = CONFIRM_AFTER_MS;
			for (let tries = 0; tries < MOST_CONFIRMATIONS; tries += 1) {
				await clock.sleep(least + random() * (most - least));
				if (isTakenBack) return;
				const recorded = store.record(marks);
				writing = recorded;
				const before = await recorded;
				if (marks.every((mark) => before.has(mark))) return;
			}
		},
		async takeBack() {
			isTakenBack = true;
			await toResult(writing);
			await store.remove([...marks, ...unwanted]);
		},
	};
}
