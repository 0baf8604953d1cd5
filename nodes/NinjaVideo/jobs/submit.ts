import { backoffMs } from '../pacing/backoff';
import type { Clock } from '../pacing/clock';
import type { RequestBudget } from '../pacing/requestBudget';
import { settle } from '../pacing/settle';
import { ServiceError, type Job, type VideoRequest, type VideoService } from '../service';
import type { Ledger } from './ledger';

/** One video to buy. */
export interface Order {
	/** Where the ledger writes it down. */
	readonly slot: string;
	readonly request: VideoRequest;
	/** What it should cost, in US cents. */
	readonly priceCents: number;
	/** The key for the n-th order under this slot (0 for the first): a failed video is a new purchase. */
	idempotencyKey(ordersBefore: number): string;
}

/** What the paid act came to. */
export type SubmitResult =
	| { readonly kind: 'ordered'; readonly job: Job }
	| { readonly kind: 'refused'; readonly error: ServiceError }
	| { readonly kind: 'unknown'; readonly idempotencyKey: string; readonly error?: ServiceError }
	| { readonly kind: 'ended' };

/** What submitting needs. */
export interface SubmitDeps {
	readonly service: VideoService;
	readonly ledger: Ledger;
	readonly budget: RequestBudget;
	readonly clock: Clock;
	/** No request leaves after it aborts. */
	readonly signal: AbortSignal;
}

/** Tries per order where the evidence shows that nothing was charged. */
const MAX_TRIES = 4;
/** A longer request to stay away ends the order instead of holding up the run, in seconds. */
const LONGEST_PAUSE_SECONDS = 120;
const MAY_BE_SENT_AGAIN = new Set(['rate-limited', 'generation-failed', 'never-connected']);

/**
 * Buys one video. The rules:
 * 1. What the ledger holds is not bought again: neither a job nor an order whose fate is unknown.
 * 2. The ledger is written before the request leaves.
 * 3. Only an error that proves nothing was charged is followed by another try, under the same key.
 * 4. Whatever else goes wrong after the request left is "unknown", and stays so.
 */
export async function submit(order: Order, deps: SubmitDeps): Promise<SubmitResult> {
	const known = deps.ledger.find(order.slot);
	if (known.kind !== 'free') return known.kind === 'ordered' ? known : { ...known };
	const idempotencyKey = order.idempotencyKey(known.ordersBefore);
	for (let tries = 1; ; tries += 1) {
		const result = await send(order, idempotencyKey, deps);
		if (result.kind !== 'refused' || tries === MAX_TRIES) return result;
		const pauseMs = pauseBeforeAnotherTry(result.error, tries);
		if (pauseMs === undefined) return result;
		if (result.error.facts.cause === 'rate-limited') deps.budget.closeFor(pauseMs);
		else await deps.clock.sleep(pauseMs, deps.signal);
	}
}

async function send(order: Order, idempotencyKey: string, deps: SubmitDeps): Promise<SubmitResult> {
	const { budget, ledger, service, signal } = deps;
	const turn = await budget.spend(
		'submit',
		async () => {
			ledger.markSending(order.slot, idempotencyKey);
			const answer = await settle(service.submit(order.request, idempotencyKey));
			if (answer.ok) ledger.markOrdered(order.slot, answer.value);
			return answer;
		},
		signal,
	);
	if (!turn.sent) return { kind: 'ended' };
	if (turn.value.ok) return { kind: 'ordered', job: turn.value.value };

	const error = turn.value.error instanceof ServiceError ? turn.value.error : undefined;
	if (error?.facts.charged === 'no') {
		ledger.markNotCharged(order.slot);
		return { kind: 'refused', error };
	}
	ledger.markUnknown(order.slot);
	return { kind: 'unknown', idempotencyKey, ...(error === undefined ? {} : { error }) };
}

function pauseBeforeAnotherTry(error: ServiceError, tries: number): number | undefined {
	const { cause, retryAfterSeconds } = error.facts;
	if (!MAY_BE_SENT_AGAIN.has(cause)) return undefined;
	if (retryAfterSeconds === undefined) return backoffMs(tries, 2000, 30_000);
	return retryAfterSeconds > LONGEST_PAUSE_SECONDS ? undefined : retryAfterSeconds * 1000;
}
