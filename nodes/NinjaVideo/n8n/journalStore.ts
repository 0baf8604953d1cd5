import type { IExecuteFunctions } from 'n8n-workflow';
import type { MarkStore } from '../jobs/marks';
import type { Clock } from '../pacing/clock';
import { toResult } from '../result';

/**
 * Marks kept for one node: four for an order without a unique key, two for one with. The oldest are forgotten. At this
 * length a call costs a few milliseconds.
 */
const MOST_MARKS = 7000;
/** Scope `workflow` is shared with the user's own Remove Duplicates. */
const SCOPE = 'node';
const OPTIONS = { mode: 'entries', maxEntries: MOST_MARKS } as const;
/** Times a call is made in all: two first writes at once throw in n8n, and so does a busy database. */
const TRIES = 5;
/** The wait before another try, in milliseconds. */
const PAUSE_MS = 40;

/** Does one thing after the other. */
export type InLine = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * The marks of one node in n8n's own database, over the store of its Remove Duplicates. That store reads a list,
 * changes it and writes it back, so the writes of a process go one after the other.
 * @returns undefined for a workflow that was never saved, and on a host without the store
 */
export function markStoreOf(
	context: IExecuteFunctions,
	inLine: InLine,
	clock: Pick<Clock, 'sleep'>,
): MarkStore | undefined {
	const { id } = context.getWorkflow();
	const helpers: Partial<IExecuteFunctions['helpers']> = context.helpers;
	const { checkProcessedAndRecord, removeProcessed } = helpers;
	if (id === undefined || id === '') return undefined;
	if (checkProcessedAndRecord === undefined || removeProcessed === undefined) return undefined;

	async function insist<T>(work: () => Promise<T>): Promise<T> {
		for (let tries = 1; tries < TRIES; tries += 1) {
			const done = await toResult(inLine(work));
			if (done.ok) return done.value;
			await clock.sleep(tries * PAUSE_MS);
		}
		return await inLine(work);
	}

	return {
		async record(marks) {
			const { processed } = await insist(
				async () => await checkProcessedAndRecord([...marks], SCOPE, OPTIONS),
			);
			return new Set(processed.map(String));
		},
		async remove(marks) {
			if (marks.length === 0) return;
			await insist(async () => await removeProcessed([...marks], SCOPE, OPTIONS));
		},
	};
}
