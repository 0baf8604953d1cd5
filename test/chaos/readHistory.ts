import type { Outcome } from '../../nodes/NinjaVideo/jobs/outcome';
import type { ChargeRecord } from './charges';
import type { SentRequest } from './network';
import type { History } from './runScript';
import type { EndedRun } from './timeInvariants';

export const outcomesOf = (run: EndedRun): Array<{ outcome: Outcome; item: number }> =>
	run.result.items.flatMap((item, index) =>
		item === undefined ? [] : [{ outcome: item.outcome, item: index }],
	);

/** What the user sees of one item of a run. After Stop n8n shows nothing, so there it is the log. */
export function visible(run: EndedRun, item: number): string {
	const { output, error } = run.result;
	if (run.stopped) return run.logs.join('\n');
	return error ?? JSON.stringify(output?.[item]?.json ?? null);
}

/** The item asks for another video than the one that has its key: it speaks of itself only. */
export const isKeyTaken = (outcome: Outcome | undefined): boolean =>
	outcome?.kind === 'not-submitted' && outcome.refusal?.kind === 'key-taken';

/** After a crash another row stands where an order left: it may be the same in other words, so it is refused. */
export const isPlaceTaken = ({ script }: History, outcome: Outcome): boolean =>
	script.moves && outcome.kind === 'unknown' && outcome.refusal !== undefined;

/**
 * Before its turn a retry knows of an item what its own ledger says, and not what another try ordered; nor does it of
 * an item that was refused, which has no outcome.
 */
export const isUnasked = (
	{ script, runs }: History,
	run: EndedRun,
	outcome: Outcome | undefined,
): boolean =>
	(outcome === undefined || outcome.kind === 'not-submitted') &&
	(script.ownKeys ||
		runs.slice(0, run.index).some(({ crashed }) => crashed) ||
		script.runs.slice(0, run.index + 1).some(({ again }) => again === 'earlier'));

/** Whether a run goes on from another, or is the same: a retry of an earlier try begins at what the first one left. */
export function comesFrom({ script }: History, run: EndedRun, other: number): boolean {
	let index = run.index;
	while (index > other) index = script.runs[index]?.again === 'earlier' ? 0 : index - 1;
	return index === other;
}

/** The service said that it did not take the order, and the answer came. */
export const wasRefused = ({ call, deliveredAt }: SentRequest): boolean =>
	deliveredAt !== undefined && [400, 401, 402, 404, 429].includes(call?.status ?? 0);

export const ordersOf = ({ sent }: History, item: number) =>
	sent.filter((one) => one.item === item);

/** The last order of an item up to a run. */
export const lastOrder = (history: History, item: number, run: number): SentRequest | undefined =>
	ordersOf(history, item)
		.filter((sent) => sent.run <= run)
		.at(-1);

/** The orders of an item in the first run after a run that has any. */
export function nextOrders(history: History, item: number, run: number): SentRequest[] {
	const later = ordersOf(history, item).filter((sent) => sent.run > run);
	return later.filter((sent) => sent.run === later[0]?.run);
}

export const isStillPaid = (charge: ChargeRecord, run: EndedRun): boolean =>
	charge.run < run.index && charge.refundedAt > run.endedAt;

/** It was refunded, and the same run bought another one for the item: an order of an earlier run that failed. */
export const isReplaced = (charge: ChargeRecord, charges: readonly ChargeRecord[]): boolean =>
	charges.some(
		({ item, run, at }) =>
			item === charge.item && run === charge.run && at >= charge.refundedAt && at > charge.at,
	);

/**
 * A run that was stopped before it could look at an older video of the item, which had failed: it cannot know of the
 * next one, which was ordered by an execution that was killed.
 */
export const isBehind = (
	{ runs }: History,
	run: EndedRun,
	charge: ChargeRecord,
	charges: readonly ChargeRecord[],
): boolean => {
	const outcome = run.result.items[charge.item]?.outcome;
	if (!run.stopped || outcome?.kind !== 'processing' || runs[charge.run]?.crashed !== true) {
		return false;
	}
	const older = charges.find(({ id }) => id === outcome.job.requestId);
	return older?.item === charge.item && older.refundedAt <= charge.at;
};

export function requestIdIn(json: unknown): unknown {
	const fields = json as { request_id?: unknown; details?: { request_id?: unknown } };
	return fields.request_id ?? fields.details?.request_id;
}

/**
 * Prices were raised, and nobody said so before the money was spent: an answer did not come, or not whole.
 */
export function isPriceUntold({ script, sent }: History, run: number): boolean {
	const orders = sent.filter((one) => one.run === run && one.method === 'POST');
	const isTold = ({ call, deliveredAt }: SentRequest) =>
		deliveredAt !== undefined && call?.fault === undefined;
	return script.priceFactor > 1 && !orders.every(isTold);
}

/** Whether the service replays an order under its key: under v1/videos, and at its alias in the newest contract. */
export const isReplayed = ({ script }: History, sent: SentRequest | undefined): boolean =>
	sent !== undefined && (sent.isV2 || script.runs[sent.run]?.contract === 'N');
