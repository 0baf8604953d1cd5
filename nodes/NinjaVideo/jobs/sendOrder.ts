import { toResult, type Result } from '../result';
import type { Job, PaidCall, Route, ServiceError } from '../videoService';
import { idempotencyKeyOf, type Identity } from './identity';
import type { Journal, JournalAnswer } from './journal';
import type { JournalEntry } from './journalEntry';
import { labelOf, type LookUpDeps, type Order } from './knownOrder';
import type { Sending } from './ledger';
import type { Refusal } from './outcome';

/** What sending an order needs. */
export interface SendDeps extends LookUpDeps {
	readonly identity: Identity;
	/** Absent for a workflow that was never saved: n8n keeps nothing for it. */
	readonly journal?: Journal;
	/** Nothing is sent after it aborts. */
	readonly signal: AbortSignal;
	/** When the run has to come to its end before n8n ends it, in milliseconds since the epoch. */
	readonly limitMs?: number | undefined;
	/** Told the answer of an order that came after the run had given it up, because of Stop or of its time limit. */
	onLate?(answer: Result<Job, ServiceError>): void;
}

/** How long before the end of the run an answer that drips is read, so that its ids come out, in milliseconds. */
export const BEFORE_LIMIT_MS = 1000;
/** How long after it an answer is still written down, so that a retry finds it, in milliseconds. */
const AFTER_LIMIT_MS = 3000;

/** What became of one sending. */
export type SendResult =
	| {
			readonly kind: 'answered';
			readonly sent: Sending;
			/** Whether the order may have left before this sending. */
			readonly isAgain: boolean;
			readonly answer: Result<Job, ServiceError>;
	  }
	/** Nothing was sent, and nothing ever was. */
	| { readonly kind: 'refused'; readonly refusal: Refusal }
	/** Nothing was sent now, but something may have been before. */
	| { readonly kind: 'unknown'; readonly sent: Sending; readonly refusal: Refusal }
	| { readonly kind: 'ended' };

/** How long a replay is counted on, in milliseconds. The service names no end; a day is what others keep. */
const REPLAY_LASTS_MS = 86_400_000;

/**
 * Sends an order once, at the last moment that is left: journal and ledger are written before it leaves, and what
 * was written is taken back where the evidence says that it was not charged.
 * @param again how the same order left before: it is sent unchanged, under the key it had; `isRenamed` where it was
 * refused because another execution has its key
 */
export async function sendOrder(
	order: Order,
	route: Route,
	again: { readonly sent: Sending } | { readonly purchase: number; readonly isRenamed?: boolean },
	deps: SendDeps,
): Promise<SendResult> {
	if ('sent' in again) return await sendAgain(order, route, again.sent, deps);
	const { clock, identity, service, signal } = deps;
	const body = service.bodyOf(order.request, route);
	const toSending = (purchase: number, untilMs: number): Sending => ({
		purchase,
		hashes: order.hashes,
		idempotencyKey: idempotencyKeyOf(identity, order, purchase),
		api: route.api,
		body,
		request: order.request,
		...(route.replay === undefined ? {} : { replay: { at: route.replay, untilMs } }),
		...(order.row === undefined ? {} : { row: order.row }),
		...(order.uniqueKey === undefined ? {} : { uniqueKey: order.uniqueKey }),
		...(order.keyWritten === undefined ? {} : { keyWritten: order.keyWritten }),
		...(order.copy === undefined ? {} : { copy: order.copy }),
	});
	if (identity.isRecordLost && order.uniqueKey === undefined) {
		return {
			kind: 'unknown',
			sent: toSending(again.purchase, 0),
			refusal: { kind: 'record-lost' },
		};
	}
	if (identity.isForgetful && route.replay === undefined) {
		return { kind: 'refused', refusal: { kind: 'needs-replay' } };
	}
	const asked = await askJournal(order, { route, body, purchase: again.purchase }, deps);
	if (!asked.ok) return { kind: 'refused', refusal: { kind: 'no-journal' } };
	const { purchase } = asked.value;
	const mayReplay = asked.value.kind === 'same' && route.replay !== undefined && !signal.aborted;
	if (asked.value.kind === 'same' && mayReplay) {
		return await sendAgain(order, route, toSending(purchase, asked.value.untilMs), deps);
	}
	const sent = toSending(purchase, clock.now() + REPLAY_LASTS_MS);
	if (asked.value.kind !== 'new') {
		const uniqueKey = asked.value.kind === 'unkeyed' ? undefined : order.uniqueKey;
		return {
			kind: 'unknown',
			sent,
			refusal: { kind: 'already-ordered', ...(uniqueKey === undefined ? {} : { uniqueKey }) },
		};
	}
	const { entry, leaveRoot } = asked.value;
	if (signal.aborted) {
		await toResult(entry.takeBack());
		return { kind: 'ended' };
	}
	deps.ledger.markSending(order, sent);
	const confirmed = toResult(entry.confirm());
	const answer = await service.submit(toCall(order, sent, route, deps));
	if (!answer.ok && answer.error.facts.charged === 'no') {
		deps.ledger.markRefused(order);
		if (answer.error.kind === 'key-taken' && leaveRoot !== undefined && !again.isRenamed) {
			const left = await toResult(leaveRoot());
			if (left.ok) return await sendOrder(order, route, { purchase, isRenamed: true }, deps);
		}
		await toResult(entry.takeBack());
	} else {
		record(order, sent, answer, deps);
		await confirmed;
	}
	return { kind: 'answered', sent, isAgain: false, answer };
}

/** Whatever the answer is, it says nothing of the first sending unless it names a job. */
async function sendAgain(
	order: Order,
	route: Route,
	sent: Sending,
	deps: SendDeps,
): Promise<SendResult> {
	deps.ledger.markSending(order, sent);
	const answer = await deps.service.submit(toCall(order, sent, route, deps));
	// A refusal now says nothing of the first time: the reason of that one is kept.
	if (!answer.ok && answer.error.facts.charged === 'no') deps.ledger.markUnknown(order);
	else record(order, sent, answer, deps);
	return { kind: 'answered', sent, isAgain: true, answer };
}

function toCall(order: Order, sent: Sending, route: Route, deps: SendDeps): PaidCall {
	const { body, idempotencyKey } = sent;
	const { clock, limitMs = Infinity, signal } = deps;
	const onLate = (answer: Result<Job, ServiceError>) => {
		const isOpen = deps.ledger.find(order).kind === 'unknown';
		if (answer.ok || (isOpen && answer.error.facts.charged !== 'no')) {
			record(order, sent, answer, deps);
		}
		deps.onLate?.(answer);
	};
	const { model } = order.request;
	const call = { body, model, idempotencyKey, route, signal, onLate };
	if (limitMs === Infinity) return call;
	const leftMs = limitMs - clock.now();
	return {
		...call,
		timeoutMs: leftMs + AFTER_LIMIT_MS,
		readWithinMs: leftMs - BEFORE_LIMIT_MS,
	};
}

/** Writes down a request id, or that it is not known whether there is one. */
function record(
	order: Order,
	sent: Sending,
	answer: Result<Job, ServiceError>,
	deps: Pick<SendDeps, 'keys' | 'ledger'>,
): void {
	if (!answer.ok) {
		const { message, facts } = answer.error;
		deps.ledger.markUnknown(order, { message, facts });
		return;
	}
	recordJob(order, sent, answer.value, deps);
}

/** Writes down the job of an order that left. */
export function recordJob(
	order: Order,
	{ request, purchase }: Sending,
	job: Job,
	{ keys, ledger }: Pick<SendDeps, 'keys' | 'ledger'>,
): void {
	const known = ledger.markOrdered(order, job);
	if (order.uniqueKey === undefined) return;
	const { evaluated } = order.hashes;
	keys.remember(order.uniqueKey, { purchase, evaluated, label: labelOf(request), job: known });
}

/** A unique key that was added for a retry has the video of the earlier try from now on. */
export async function recordAddedKey(
	{ addedKey, hashes: { evaluated }, request }: Order,
	job: Job,
	{ journal, keys }: Pick<SendDeps, 'journal' | 'keys'>,
): Promise<void> {
	if (addedKey === undefined || keys.find(addedKey) !== undefined) return;
	keys.remember(addedKey, { purchase: 1, evaluated, label: labelOf(request), job });
	await toResult(journal?.keep([{ uniqueKey: addedKey, purchase: 1 }]) ?? Promise.resolve());
}

/** The service could not make a video and gave the money back: the order may be made again, as the next purchase. */
export async function recordFailure(
	order: Order,
	{ job, purchase }: { readonly job: Job; readonly purchase: number },
	{ journal, keys, ledger }: Pick<SendDeps, 'journal' | 'keys' | 'ledger'>,
): Promise<void> {
	const { hashes, request, uniqueKey } = order;
	ledger.markFailed(order, job.requestId);
	if (uniqueKey === undefined || (keys.find(uniqueKey)?.purchase ?? 0) > purchase) return;
	const { evaluated } = hashes;
	keys.remember(uniqueKey, { purchase, evaluated, label: labelOf(request), job, failed: true });
	await toResult(journal?.recordFailure(uniqueKey, purchase) ?? Promise.resolve());
}

async function askJournal(
	order: Order,
	leaving: { readonly route: Route; readonly body: string; readonly purchase: number },
	{ journal, ledger }: Pick<SendDeps, 'journal' | 'ledger'>,
): Promise<Result<JournalAnswer>> {
	const { body, purchase, route } = leaving;
	if (journal === undefined) return { ok: true, value: { kind: 'new', purchase, entry: NOWHERE } };
	const { copy, hashes, place, uniqueKey } = order;
	const target = `${route.api} ${route.replay ?? ''}`;
	return await toResult(
		journal.ask({
			place,
			purchase,
			target,
			body,
			isReplayed: route.replay !== undefined,
			...(uniqueKey === undefined ? {} : { uniqueKey }),
			...(copy === undefined
				? {}
				: { copy: `${hashes.evaluated} ${copy}#${ledger.countFailed(order) + 1}` }),
		}),
	);
}

/** An order that cannot be written down, because n8n keeps nothing for a workflow without an id. */
const NOWHERE: JournalEntry = {
	confirm: async () => await Promise.resolve(),
	takeBack: async () => await Promise.resolve(),
};
