import { backoffMs } from '../pacing/backoff';
import { createDeadline } from '../pacing/deadline';
import { createSemaphore } from '../pacing/semaphore';
import { createTurns } from '../pacing/turns';
import { toResult } from '../result';
import type { Job, ServiceError } from '../videoService';
import { fetchStatus } from './fetchStatus';
import { errorAfter } from './earlierAnswers';
import { lookUpOrder, type KnownOrder, type Order } from './knownOrder';
import type { Outcome } from './outcome';
import { BEFORE_LIMIT_MS, recordAddedKey, recordFailure } from './sendOrder';
import { submit, toUnknown, type SubmitDeps, type SubmitResult } from './submit';
import { toOutcome, watch, type WatchDeps } from './watch';

/** What is to be done for one item: buy a video, or wait for one that was bought elsewhere. */
export type Task =
	| { readonly kind: 'create'; readonly order: Order }
	| { readonly kind: 'wait'; readonly job: Job };

/** What was made of one outcome; `failed` decides whether the run may go on. */
export interface Finished {
	readonly failed: boolean;
}

/** How a batch is run. */
export interface BatchOptions<T extends Finished> {
	readonly tasks: readonly Task[];
	/** Whether to wait for what was ordered. */
	readonly waits: boolean;
	/** The most jobs in flight at once; as many as the request limit allows where it is absent. */
	readonly maxConcurrent?: number | undefined;
	/** Whether the first failure ends the run. Otherwise every item runs to its own end. */
	readonly endOnFailure: boolean;
	/** Told the moment a job exists. */
	onJob?(job: Job, index: number): void;
	/** Turns an outcome into a result as soon as it is known, while other jobs are still being made. */
	finish(outcome: Outcome, index: number): Promise<T>;
}

/** What a batch needs; its deadline counts from the moment each job is watched. */
export type BatchDeps = SubmitDeps &
	Omit<WatchDeps, 'deadlineMs'> & {
		/** No order leaves after it, in milliseconds since the epoch; absent where there is no limit. */
		readonly lastOrderMs?: number;
	};

/** Orders of a run that wait for their turn at once; the others are not begun: Stop ends all that are, in one go. */
const LONGEST_LINE = 1000;

/** A job to follow, and how it came about. */
interface Ordered {
	readonly job: Job;
	/** False for a job that may be older than this run. */
	readonly isNew: boolean;
	/** Ordered before this run, as its unique key or the journal tells. */
	readonly isBefore?: boolean;
	readonly purchase?: number;
}

/**
 * N tasks to N results, in the order of the tasks: orders in turn, waits for all together.
 * Never rejects for what happens to a job; rejects only if `finish` does.
 */
export async function runBatch<T extends Finished>(
	options: BatchOptions<T>,
	deps: BatchDeps,
): Promise<T[]> {
	const ending = new AbortController();
	const nextTurn = createTurns(deps.clock);
	const inFlight = createSemaphore(options.maxConcurrent ?? Infinity);
	const inLine = createSemaphore(LONGEST_LINE);
	const lastOrder = createDeadline(deps.clock, deps.lastOrderMs ?? Infinity);
	const end = createDeadline(deps.clock, deps.limitMs ?? Infinity);
	const ended = aborted(end.signal);
	const noMore = new AbortController();
	let noMoreOrders: ServiceError | undefined;

	/** Submits until the run has to end; then an order without an answer has an unknown result. */
	async function submitInTime(order: Order, signal: AbortSignal): Promise<SubmitResult> {
		const inTime = AbortSignal.any([signal, lastOrder.signal, noMore.signal]);
		const looksUntil = AbortSignal.any([signal, end.signal]);
		const submitted = submit(order, { ...deps, signal: inTime, looksUntil });
		const result = await Promise.race([submitted, ended]);
		if (result !== undefined && result.kind !== 'ended') {
			if (result.kind !== 'unknown') return result;
			if (isLate(result)) return { ...result, reason: 'time-limit' };
			if (result.error !== undefined) return result;
			if (result.refusal !== undefined) {
				return noMoreOrders === undefined ? result : { ...result, error: noMoreOrders };
			}
		}
		// Cut off, or over before its turn: an earlier run or another item may have sent it.
		const known = lookUpOrder(order, deps);
		if (known.kind === 'ordered') return { ...known, isNew: result === undefined };
		if (known.kind !== 'unknown') return { kind: 'ended' };
		if (result !== undefined && noMore.signal.aborted && noMoreOrders !== undefined) {
			return notSentAgain(known, noMoreOrders);
		}
		const isLimit = result === undefined || lastOrder.signal.aborted;
		return { ...toUnknown(known, deps.identity), ...(isLimit ? { reason: 'time-limit' } : {}) };
	}

	/** Whether an answer was cut off because the run has to end. */
	const isLate = (result: Extract<SubmitResult, { kind: 'unknown' }>): boolean =>
		result.error?.kind === 'unreadable-answer' &&
		deps.clock.now() >= (deps.limitMs ?? Infinity) - BEFORE_LIMIT_MS;

	const keysSeen: Array<{ uniqueKey: string; purchase: number }> = [];

	async function order(task: Task, signal: AbortSignal): Promise<Ordered | Outcome> {
		if (task.kind === 'wait') return { job: task.job, isNew: false };
		// The ledger comes first: what is paid for is never called "not submitted", even after the run ended.
		const known = lookUpOrder(task.order, deps);
		if (known.kind === 'ordered') {
			await recordAddedKey(task.order, known.job, deps);
			return { ...known, isNew: false };
		}
		if (known.kind === 'refused') return { kind: 'not-submitted', refusal: known.refusal };
		if (known.kind === 'unknown') {
			if (known.route === undefined || signal.aborted) return toUnknown(known, deps.identity);
			if (noMoreOrders !== undefined) {
				const unsent = notSentAgain(known, noMoreOrders);
				deps.spendGuard?.record(task.order, unsent);
				return unsent;
			}
		}
		if (signal.aborted) return { kind: 'not-submitted' };
		if (noMoreOrders !== undefined) return { kind: 'not-submitted', error: noMoreOrders };
		const result = await inLine.run(async () => {
			await nextTurn();
			return await submitInTime(task.order, signal);
		});
		deps.spendGuard?.record(task.order, result);
		const error = 'error' in result ? result.error : undefined;
		if (error?.facts.endsOrdering === true) {
			noMoreOrders ??= error;
			// Cheaper orders may still be within the cap, and their money is reserved.
			if (error.kind !== 'over-cap') noMore.abort();
		}
		switch (result.kind) {
			case 'ordered':
			case 'unknown':
				return result;
			case 'ended':
				return { kind: 'not-submitted', ...(signal.aborted ? {} : whyNoMore()) };
			case 'refused':
				return { ...result, kind: 'not-submitted' };
		}
	}

	/** An order of an earlier try that may be charged and does not leave again, because no order leaves any more. */
	const notSentAgain = (known: Extract<KnownOrder, { kind: 'unknown' }>, why: ServiceError) =>
		toUnknown({ ...known, error: errorAfter(why, known.error?.facts) }, deps.identity);

	const whyNoMore = (): { error?: ServiceError; reason?: 'time-limit' } => {
		if (noMore.signal.aborted && noMoreOrders !== undefined) return { error: noMoreOrders };
		return lastOrder.signal.aborted ? { reason: 'time-limit' } : {};
	};

	/** Looks at a job until it has ended; without waiting, only says that it was ordered. */
	async function follow({ job, isNew }: Ordered, signal: AbortSignal): Promise<Outcome> {
		return options.waits
			? await watch(job, isNew, { ...deps, signal, deadlineMs: deps.deadlineMs() })
			: { kind: 'processing', job, reason: 'submitted' };
	}

	/** The status now of a video that another execution may have ordered; undefined where a wait has to tell. */
	async function statusNow({ job }: Ordered, signal: AbortSignal): Promise<Outcome | undefined> {
		const deadlineMs = deps.deadlineMs();
		const deadline = createDeadline(deps.clock, deadlineMs);
		const giveUp = AbortSignal.any([signal, deadline.signal]);
		const timeoutMs = () => deadlineMs - deps.clock.now();
		let status: Awaited<ReturnType<typeof fetchStatus>>;
		for (let failures = 1; ; failures += 1) {
			status = await fetchStatus(job, deps, { giveUp, timeoutMs });
			if (status?.ok !== false || !status.error.facts.mayRepeatFreeCall) break;
			const waitMs = backoffMs(failures, 3000, 30_000);
			if (deps.clock.now() + waitMs >= deadlineMs) break;
			await deps.clock.sleep(waitMs, giveUp);
		}
		deadline.cancel();
		if (status?.ok !== true) return undefined;
		const isUnderWay = status.value.kind === 'processing' && options.waits;
		return isUnderWay ? undefined : toOutcome(deps.service.identify(job), status.value);
	}

	async function pursue(task: Task, index: number): Promise<Outcome> {
		// A signal for each task: many listeners on one make Node print a warning.
		const signal = AbortSignal.any([deps.signal, ending.signal]);
		for (;;) {
			const ordered = await order(task, signal);
			if (!('isNew' in ordered)) return ordered;
			const { isBefore = false, job, purchase = 1 } = ordered;
			const uniqueKey = task.kind === 'create' ? task.order.uniqueKey : undefined;
			if (isBefore && uniqueKey !== undefined) {
				keysSeen.push({ uniqueKey, purchase });
				deps.keys.touch(uniqueKey);
			}
			const now = isBefore ? await statusNow(ordered, signal) : undefined;
			// A video that failed before this run leaves its key or place free for the one that is wanted now: after a
			// crash the journal may hold later purchases, which are paid for.
			const isFree = now?.kind === 'failed';
			if (!isFree) options.onJob?.(job, index);
			const outcome = now ?? (await follow(ordered, signal));
			if (outcome.kind === 'failed' && task.kind === 'create') {
				await recordFailure(task.order, { job, purchase }, deps);
			}
			if (!isFree) return outcome;
		}
	}

	async function finishItem(outcome: Outcome, index: number): Promise<T> {
		await nextTurn();
		const result = await options.finish(outcome, index);
		if (result.failed && options.endOnFailure && !ending.signal.aborted) ending.abort();
		return result;
	}

	async function carryOut(task: Task, index: number): Promise<T> {
		const left = await inFlight.run(async () => {
			await nextTurn();
			const outcome = await pursue(task, index);
			// A failure may end the run, so it is judged before its place goes to the next order.
			return outcome.kind === 'completed'
				? { outcome }
				: { result: await finishItem(outcome, index) };
		});
		return 'result' in left ? left.result : await finishItem(left.outcome, index);
	}

	const all = Promise.all(options.tasks.map(carryOut));
	const results = await all.finally(() => {
		lastOrder.cancel();
		end.cancel();
	});
	await toResult(deps.journal?.keep(keysSeen) ?? Promise.resolve());
	return results;
}

/** Waits until a signal aborts. */
async function aborted(signal: AbortSignal): Promise<undefined> {
	await new Promise<void>((resolve) => {
		signal.addEventListener('abort', () => resolve(), { once: true });
	});
}
