import { backoffMs } from '../pacing/backoff';
import type { ScheduledRun } from '../pacing/scheduledRun';
import { ServiceError, type Job, type Route } from '../videoService';
import { errorAfter, jobAfter, type EarlierAnswers } from './earlierAnswers';
import type { Identity } from './identity';
import { lookUpOrder, type Order } from './knownOrder';
import { fetchStatus } from './fetchStatus';
import type { Sending } from './ledger';
import type { Outcome, Refusal } from './outcome';
import { refusalOf } from './refusal';
import { BEFORE_LIMIT_MS, recordJob, sendOrder, type SendDeps, type SendResult } from './sendOrder';

/** What the paid act came to. */
export type SubmitResult =
	| {
			readonly kind: 'ordered';
			readonly job: Job;
			readonly purchase: number;
			/** False for a job that may be older than this call. */
			readonly isNew: boolean;
			/** Ordered before this run, as its unique key or the journal tells. */
			readonly isBefore: boolean;
	  }
	| { readonly kind: 'refused'; readonly error?: ServiceError; readonly refusal?: Refusal }
	| Unknown
	| { readonly kind: 'ended' };

type Unknown = Extract<Outcome, { kind: 'unknown' }>;

/** What submitting needs. */
export interface SubmitDeps extends SendDeps {
	readonly scheduler: ScheduledRun;
	/** Ends the free looks for an order's job; `signal` where it is absent. */
	readonly looksUntil?: AbortSignal;
	/** When to give up on an order that is made, or refused, now, in milliseconds since the epoch. */
	deadlineMs(): number;
	/** Keeps the orders within their budgets; absent where there are none. */
	readonly spendGuard?: SpendGuard;
}

/** Keeps the orders of a run within its budgets while it goes on; see `spendCap.ts`. */
export interface SpendGuard {
	/**
	 * Takes the money of an order out of the budgets, or says why it is held. The first order goes alone: the others
	 * wait here for its answer, which tells whether the service charges what is expected, or until the signal aborts.
	 */
	reserve(order: Order, signal?: AbortSignal): Promise<ServiceError | undefined>;
	/** Asked in the moment an order leaves: prices may have risen while it waited for its turn. */
	confirm(order: Order): ServiceError | undefined;
	/** Told what an answer stated as the charge, though not whether it accepted the order: it counts from now on. */
	raise(order: Order, statedCents: number | undefined): void;
	/** Told what a reserved order came to. */
	record(order: Order, result: SubmitResult): void;
}

/** Tries per order and route, the first included. */
const MAX_TRIES = 4;
/** The same while the service says that it is still working on the order. */
const MAX_TRIES_IN_FLIGHT = 10;
/** A longer request to stay away ends the order instead of holding up the run, in seconds. */
const LONGEST_PAUSE_SECONDS = 120;

/**
 * Buys one video. The rules:
 * 1. What the ledger holds is not bought again: neither a job nor an order whose result is unknown. Nor is what the
 *    journal holds, nor what has a unique key that was used before.
 * 2. Ledger and journal are written before the request leaves.
 * 3. An error that proves that nothing was charged may be followed by another try, under the same key.
 * 4. Whatever else goes wrong after the request left is "unknown". Without a replay guarantee it stays so.
 * 5. With one, the same body goes out again under the same key, by the same route. From then on only a request id
 *    is an answer: that a later try was refused says nothing of the first.
 */
export async function submit(order: Order, deps: SubmitDeps): Promise<SubmitResult> {
	const { identity, keys, signal } = deps;
	// Equal calls of an agent run at once, and so do executions with the same unique key.
	const name = order.uniqueKey ?? `${identity.root()} ${order.place}`;
	return (
		(await keys.alone(name, signal, async () => await submitAlone(order, deps))) ?? {
			kind: 'ended',
		}
	);
}

async function submitAlone(order: Order, deps: SubmitDeps): Promise<SubmitResult> {
	const { scheduler, clock, identity, service, signal, spendGuard } = deps;
	const known = lookUpOrder(order, deps);
	if (known.kind === 'ordered') return { ...known, isNew: false };
	if (known.kind === 'refused') return known;
	if (known.kind === 'unknown' && known.route === undefined) return toUnknown(known, identity);
	let earlier: EarlierAnswers | undefined =
		known.kind === 'unknown' ? known.error?.facts : undefined;
	let sent = known.kind === 'unknown' ? known.sent : undefined;
	let route =
		(known.kind === 'unknown' ? known.route : undefined) ?? service.routeOf(order.request);
	let purchase = known.kind === 'free' ? known.purchase : known.sent.purchase;
	const tried = new Set([route.api]);
	let error: ServiceError | undefined;
	let giveUpMs: number | undefined;
	let isBefore = false;
	const stop = (why: ServiceError): SubmitResult =>
		sent === undefined
			? { kind: 'refused', error: why }
			: toUnknown({ sent, route, error: errorAfter(why, earlier) }, identity);
	const end = (): SubmitResult =>
		sent === undefined ? { kind: 'ended' } : toUnknown({ sent, route, error }, identity);

	spendGuard?.raise(order, earlier?.priceCents);
	for (let tries = 1; ; tries += 1) {
		const held = await spendGuard?.reserve(order, signal);
		if (held !== undefined) return stop(held);
		if (signal.aborted) {
			// The run may be over already: whoever waits behind this order would wait for ever.
			spendGuard?.record(order, { kind: 'ended' });
			return end();
		}
		const from = sent === undefined ? { purchase } : { sent };
		const turn = await scheduler.order<SendResult | ServiceError>(
			{
				send: async () => spendGuard?.confirm(order) ?? (await sendOrder(order, route, from, deps)),
				refusalOf: (result) =>
					!(result instanceof ServiceError) && result.kind === 'answered'
						? refusalOf(result.answer)
						: undefined,
				giveUp: signal,
			},
			{
				model: order.request.model,
				isAgain: error?.kind === 'rate-limited',
				deadlineMs: () => deps.deadlineMs(),
			},
		);
		if (turn.sent && turn.value instanceof ServiceError) return stop(turn.value);
		const done: SendResult =
			turn.sent && !(turn.value instanceof ServiceError) ? turn.value : { kind: 'ended' };
		if (done.kind === 'ended') return end();
		if (done.kind === 'refused') return done;
		if (done.kind === 'unknown') return toUnknown(done, identity);
		purchase = done.sent.purchase;
		isBefore ||= done.isAgain && sent === undefined;
		if (done.answer.ok) {
			const isNew = !done.isAgain;
			const isKnownByKey = isBefore && order.uniqueKey !== undefined;
			const known = jobAfter(done.answer.value, earlier);
			const job: Job = isKnownByKey ? { ...known, orderedBefore: true } : known;
			return { kind: 'ordered', job, purchase, isNew, isBefore };
		}

		const { kind, facts } = done.answer.error;
		// A redirect came when nothing may leave any more.
		if (kind === 'aborted' && facts.charged === 'no' && signal.aborted) return end();
		error = errorAfter(done.answer.error, earlier);
		earlier = error.facts;
		spendGuard?.raise(order, earlier.priceCents);
		if (done.isAgain || error.facts.charged !== 'no') sent = done.sent;
		const found =
			error.facts.charged === 'no' ? undefined : await findPossibleJob(error, order, deps);
		if (found !== undefined) {
			recordJob(order, done.sent, found, deps);
			return { kind: 'ordered', job: found, purchase, isNew: !done.isAgain, isBefore };
		}
		const other = service.routeOf(order.request);
		if (sent === undefined && !tried.has(other.api)) {
			route = other;
			tried.add(route.api);
			tries = 0;
			continue;
		}
		giveUpMs ??= deps.deadlineMs();
		const isFreeRefusal =
			error.kind === 'rate-limited' && error.facts.charged === 'no' && error.facts.isFinal !== true;
		if (isFreeRefusal && clock.now() < giveUpMs) {
			// It cost nothing and counts as no try: it waits for its turn again, before all others of the run.
			tries -= 1;
			continue;
		}
		const pauseMs = pauseBeforeRetry(error, tries);
		const isInTime = clock.now() + (pauseMs ?? Infinity) < giveUpMs;
		const mayGoOn = sent === undefined || (route.replay !== undefined && isInTime);
		if (pauseMs === undefined || !mayGoOn) return stop(error);
		await clock.sleep(pauseMs, signal);
	}
}

/**
 * An answer that does not say that the order was accepted may still name its job: a look, which is free, tells. The
 * answer's ids are those of a job only if the service knows one of them.
 */
async function findPossibleJob(
	{ facts }: ServiceError,
	{ request }: Order,
	deps: SubmitDeps,
): Promise<Job | undefined> {
	const { balanceCents, possibleRequestIds = [], priceCents } = facts;
	const [requestId, ...otherIds] = possibleRequestIds;
	if (requestId === undefined) return undefined;
	const { clock, limitMs = Infinity, looksUntil = deps.signal, service } = deps;
	const startedAtMs = clock.now();
	const job: Job = {
		...{ requestId, otherIds, model: request.model, startedAtMs },
		...(priceCents === undefined ? {} : { priceCents }),
		...(balanceCents === undefined ? {} : { balanceCents }),
	};
	const timeoutMs = () => limitMs - BEFORE_LIMIT_MS - clock.now();
	const status = await fetchStatus(job, deps, { giveUp: looksUntil, timeoutMs });
	return status?.ok === true ? service.identify(job) : undefined;
}

/**
 * An order whose result is unknown. A retry may send it again by a route that replays; n8n's second engine retries
 * nothing.
 */
export function toUnknown(
	known: {
		readonly sent: Sending;
		readonly route?: Route;
		readonly error?: ServiceError | undefined;
		readonly refusal?: Refusal;
	},
	{ isForgetful }: Pick<Identity, 'isForgetful'>,
): Unknown {
	const { sent, route, error, refusal } = known;
	return {
		kind: 'unknown',
		idempotencyKey: sent.idempotencyKey,
		mayBeSentAgain: route?.replay !== undefined && !isForgetful,
		...(error === undefined ? {} : { error }),
		...(refusal === undefined ? {} : { refusal }),
	};
}

/** The pause before the next try in milliseconds; undefined where there must be none. */
function pauseBeforeRetry({ kind, facts }: ServiceError, tries: number): number | undefined {
	const { charged, mayRepeatOrder, isFinal, retryAfterSeconds } = facts;
	if (isFinal === true || kind === 'rate-limited') return undefined;
	if (tries >= (kind === 'in-flight' ? MAX_TRIES_IN_FLIGHT : MAX_TRIES)) return undefined;
	if (charged === 'no' && !mayRepeatOrder) return undefined;
	if (retryAfterSeconds === undefined) return backoffMs(tries, 2000, 30_000);
	return retryAfterSeconds > LONGEST_PAUSE_SECONDS ? undefined : retryAfterSeconds * 1000;
}
