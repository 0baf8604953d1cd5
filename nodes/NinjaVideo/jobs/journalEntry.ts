import type { Clock } from '../pacing/clock';
import { toResult } from '../result';
import type { MarkStore } from './marks';

/** What was written down for one order. */
export interface JournalEntry {
	/** Takes a second look at the marks. To be called while the answer is awaited. */
	confirm(): Promise<void>;
	/** Takes the marks back: the order did not leave, or was not charged. */
	takeBack(): Promise<void>;
}

/** The second look at the marks comes after a time between these, in milliseconds. */
const CONFIRM_AFTER_MS = [20, 100] as const;
/** Times the marks are written again before they are taken for written. */
const MOST_CONFIRMATIONS = 5;

/** What a second look at marks needs. */
export interface SecondLook {
	readonly clock: Clock;
	/** Numbers from 0 to 1. */
	readonly random: () => number;
}

/**
 * Looks a moment later whether marks are still there, and writes them again until they are: another process may have
 * written the store in between.
 * @param record writes the marks and tells which were there; undefined where they are not wanted any more
 * @returns whether they were found
 */
export async function untilRecorded(
	record: () => Promise<ReadonlySet<string>> | undefined,
	marks: readonly string[],
	{ clock, random }: SecondLook,
): Promise<boolean> {
	const [least, most] = CONFIRM_AFTER_MS;
	for (let tries = 0; tries < MOST_CONFIRMATIONS; tries += 1) {
		await clock.sleep(least + random() * (most - least));
		const before = await record();
		if (before === undefined) return false;
		if (marks.every((mark) => before.has(mark))) return true;
	}
	return false;
}

/**
 * What was written down for an order that is about to leave.
 * @param unwanted marks that asking has written, and that must not stay
 */
export function createJournalEntry(
	store: MarkStore,
	marks: readonly string[],
	unwanted: readonly string[],
	secondLook: SecondLook,
): JournalEntry {
	let isTakenBack = false;
	let writing: Promise<unknown> = Promise.resolve();
	function record(): Promise<ReadonlySet<string>> | undefined {
		if (isTakenBack) return undefined;
		const recorded = store.record(marks);
		writing = recorded;
		return recorded;
	}
	return {
		async confirm() {
			if (unwanted.length > 0) await (writing = store.remove(unwanted));
			await untilRecorded(record, marks, secondLook);
		},
		async takeBack() {
			isTakenBack = true;
			await toResult(writing);
			await store.remove([...marks, ...unwanted]);
		},
	};
}
