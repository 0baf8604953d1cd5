import { backoffMs } from '../pacing/backoff';
import type { Clock } from '../pacing/clock';
import type { ScheduledRun } from '../pacing/scheduledRun';
import type { Result } from '../result';
import {
	ServiceError,
	type Job,
	type Route,
	type VideoRequest,
	type VideoService,
} from '../videoService';
import { fetchStatus } from './fetchStatus';
import type { Ledger, LedgerRecord } from './ledger';
import type { Outcome } from './outcome';
import { refusalOf } from './refusal';

/** One video to buy. */
export interface Order {
	/** Where the ledger writes it down. */
	readonly ledgerKey: string;
	readonly request: VideoRequest;
	/** What it should cost, in US cents. */
	readonly priceCents: number;
	/** The key for the n-th order under this ledgerKey (0 for the first): a failed video is a new purchase. */
	idempotencyKey(ordersBefore: number): string;
}

/** What the paid act came to. */
export type SubmitResult =
	/** `isNew` is false for a job that may be older than this call. */
	| { readonly kind: 'ordered'; readonly job: Job; readonly isNew: boolean }
	| { readonly kind: 'refused'; readonly error: ServiceError }
	| Unknown
	| { readonly kind: 'ended' };

type Unknown = Extract<Outcome, { kind: 'unknown' }>;

/** What submitting needs. */
export interface SubmitDeps {
	readonly service: VideoService;
	readonly ledger: Ledger;
	readonly scheduler: ScheduledRun;
	readonly clock: Clock;
	/** No request leaves after it aborts. */
	readonly signal: AbortSignal;
	/** When to give up on an order that is made, or refused, now, in milliseconds since the epoch. */
	deadlineMs(): number;
	/** Keeps the orders within their budgets; absent where there are none. */
	readonly spendGuard?: SpendGuard;
}

/** Keeps the orders of a run within its budgets while it goes on; see `spendCap.ts`. */
export interface SpendGuard {
	/**
	 * Takes the money of an order out of the budgets, or says why it is held. The first order goes alone: the others
	 * wait here for its answer, which tells whether the service charges what is expected.
	 */
	reserve(order: Order): Promise<ServiceError | undefined>;
	/** Asked in the moment an order leaves: prices may have risen while it waited for its turn. */
	confirm(order: Order): ServiceError | undefined;
	/** Told what a reserved order came to. */
	record(order: Order, result: SubmitResult): void;
}

/** Tries per order and route, the first included. */
const MAX_TRIES = 4;
/** The same while the service says that it is still working on the order. */
const MAX_TRIES_IN_FLIGHT = 10;
/** A longer request to stay away ends the order instead of holding up the run, in seconds. */
const LONGEST_PAUSE_SECONDS = 120;
/** How long a replay is counted on, in milliseconds. The service names no end; a day is what others keep. */
const REPLAY_LASTS_MS = 86_400_000;

/**
 * What the ledger knows of an order. If its result is unknown, `route` is set while replay is still guaranteed: same
 * account, under a day, and v1/videos allowed.
 */
export function lookUpOrder(
	order: Order,
	{ ledger, service, clock }: Pick<SubmitDeps, 'ledger' | 'service' | 'clock'>,
): LedgerRecord & { readonly route?: Route } {
	const known = ledger.find(order.ledgerKey);
	if (known.kind !== 'unknown' || known.replay === undefined) return known;
	const { at, untilMs } = known.replay;
	const route = service.replayRoutes.find(({ replay }) => replay === at);
	return route !== undefined && clock.now() < untilMs ? { ...known, route } : known;
}

/**
 * Buys one video. The rules:
 * 1. What the ledger holds is not bought again: neither a job nor an order whose fate is unknown.
 * 2. The ledger is written before the request leaves, with the promise it leaves under.
 * 3. An error that proves that nothing was charged may be followed by another try, under the same key.
 * 4. Whatever else goes wrong after the request left is "unknown". Without a replay guarantee it stays so.
 * 5. With one, the same order goes out again under the same key, by the same route. From then on only a request
 *    id is an answer: that a later try was refused says nothing of the first.
 */
export async function submit(order: Order, deps: SubmitDeps): Promise<SubmitResult> {
	const { scheduler, clock, ledger, service, signal, spendGuard } = deps;
	const known = lookUpOrder(order, deps);
	if (known.kind === 'ordered') return { ...known, isNew: false };
	if (known.kind === 'unknown' && known.route === undefined) return toUnknown(known);
	const isAgain = known.kind === 'unknown';
	const key = isAgain ? known.idempotencyKey : order.idempotencyKey(known.ordersBefore);
	const untilMs = (isAgain ? known.replay?.untilMs : undefined) ?? clock.now() + REPLAY_LASTS_MS;
	let route = known.route ?? service.routeOf(order.request);
	const tried = new Set([route.api]);
	let isUnsure = isAgain;
	let error: ServiceError | undefined;
	let giveUpMs: number | undefined;
	const unknown = () => toUnknown({ idempotencyKey: key, route }, error);

	for (let tries = 1; ; tries += 1) {
		const stop = (held: ServiceError): SubmitResult => {
			error = held;
			return isUnsure ? unknown() : { kind: 'refused', error };
		};
		const held = await spendGuard?.reserve(order);
		if (held !== undefined) return stop(held);
		const turn = await scheduler.order<Result<Job, ServiceError> | ServiceError>(
			{
				async send() {
					const risen = spendGuard?.confirm(order);
					if (risen !== undefined) return risen;
					const { replay: at } = route;
					ledger.markSending(order.ledgerKey, key, at === undefined ? undefined : { at, untilMs });
					const answer = await service.submit({
						body: service.bodyOf(order.request, route),
						model: order.request.model,
						idempotencyKey: key,
						route,
					});
					if (answer.ok) ledger.markOrdered(order.ledgerKey, answer.value);
					return answer;
				},
				refusalOf: (answer) => (answer instanceof ServiceError ? undefined : refusalOf(answer)),
				giveUp: signal,
			},
			{
				model: order.request.model,
				isAgain: error?.kind === 'rate-limited',
				deadlineMs: () => deps.deadlineMs(),
			},
		);
		if (!turn.sent) return isUnsure ? unknown() : { kind: 'ended' };
		if (turn.value instanceof ServiceError) return stop(turn.value);
		if (turn.value.ok) return { kind: 'ordered', job: turn.value.value, isNew: !isUnsure };

		error = turn.value.error;
		isUnsure ||= error.facts.charged !== 'no';
		if (error.facts.charged !== 'no') {
			const job = await findPossibleJob(error, order, deps);
			if (job !== undefined) {
				ledger.markOrdered(order.ledgerKey, job);
				return { kind: 'ordered', job, isNew: !isAgain };
			}
		}
		if (isUnsure) ledger.markUnknown(order.ledgerKey);
		else ledger.markNotCharged(order.ledgerKey);
		const other = service.routeOf(order.request);
		if (!isUnsure && !tried.has(other.api)) {
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
		const mayGoOn = !isUnsure || (route.replay !== undefined && isInTime);
		if (pauseMs === undefined || !mayGoOn) {
			return isUnsure ? unknown() : { kind: 'refused', error };
		}
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
	const [requestId, ...otherIds] = facts.possibleRequestIds ?? [];
	if (requestId === undefined) return undefined;
	const { clock, service, signal } = deps;
	const startedAtMs = clock.now();
	const job: Job = { requestId, otherIds, model: request.model, startedAtMs };
	const status = await fetchStatus(job, deps, { giveUp: signal });
	return status?.ok === true ? service.identify(job) : undefined;
}

/** An order whose result is unknown; it may be sent again by a route that replays. */
export function toUnknown(
	known: { readonly idempotencyKey: string; readonly route?: Route },
	error?: ServiceError,
): Unknown {
	const { idempotencyKey, route } = known;
	const mayBeSentAgain = route?.replay !== undefined;
	const why = error === undefined ? {} : { error };
	return { kind: 'unknown', idempotencyKey, mayBeSentAgain, ...why };
}

/** The pause before the next try in milliseconds; undefined where there must be none. */
function pauseBeforeRetry({ kind, facts }: ServiceError, tries: number): number | undefined {
	const { charged, mayRepeatOrder, isFinal, retryAfterSeconds } = facts;
	if (isFinal === true) return undefined;
	if (kind === 'rate-limited') return undefined;
	if (tries >= (kind === 'in-flight' ? MAX_TRIES_IN_FLIGHT : MAX_TRIES)) return undefined;
	if (charged === 'no' && !mayRepeatOrder) return undefined;
	if (retryAfterSeconds === undefined) return backoffMs(tries, 2000, 30_000);
	return retryAfterSeconds > LONGEST_PAUSE_SECONDS ? undefined : retryAfterSeconds * 1000;
}
