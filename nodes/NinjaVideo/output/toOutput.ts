import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { formatDollars, toDollars } from '../money';
import { idsOf, jobOf, OR, type Outcome } from '../jobs/outcome';
import { recordRequestIds } from '../n8n/customData';
import type { Result } from '../result';
import type { Job } from '../videoService';
import { isTool } from '../n8n/tool';
import { toErrorItem, type Failure } from './failure';
import { adviceForAgent, noteForAgent } from './forAgent';
import { addHint } from './hints';
import { withInputFields } from './inputFields';
import { toNodeError } from './toNodeError';

/** What one item came to: an output item, or a failure. Either way with its outcome. */
export type FinishedItem =
	| { readonly failed: false; readonly item: INodeExecutionData; readonly outcome: Outcome }
	| { readonly failed: true; readonly failure: Failure; readonly outcome: Outcome };

/** How the items of a run ended, in input order. */
export type ItemResult =
	| FinishedItem
	| { readonly failed: true; readonly failure: Failure }
	/** An item that is handed on as it came. */
	| { readonly failed: false; readonly item: INodeExecutionData };

/** What the output of a run depends on. */
export interface OutputOptions {
	/** Whether failed items become rows instead of ending the run. */
	readonly continues: boolean;
	/** Whether the fields and files of the input items are kept. */
	readonly keepsInput: boolean;
	readonly signal: AbortSignal;
	/** When the run began, in milliseconds since the epoch, for one that orders; what was ordered before is marked. */
	readonly orderingSinceMs?: number;
	/** Whether this run sent the order of an item. */
	isOrderedNow?(itemIndex: number): boolean;
	/** What the order of an item was expected to cost, in US cents; the item by its index. */
	expectedCents?(itemIndex: number): number | undefined;
}

/** Puts the results of the good items back between the failures of the bad ones, in input order. */
export function inInputOrder(
	items: ReadonlyArray<Result<unknown, Failure>>,
	delivered: readonly FinishedItem[],
): ItemResult[] {
	const rest = [...delivered];
	return items.flatMap((item): ItemResult[] =>
		item.ok ? rest.splice(0, 1) : [{ failed: true, failure: item.error }],
	);
}

/**
 * Hands the results to n8n: one item per input item, in order, or the error that ends the run. Every request id
 * is in the items, or in the error and, after Stop, in the log: n8n throws away what a stopped node returns.
 */
export function toOutput(
	context: IExecuteFunctions,
	results: readonly ItemResult[],
	run: OutputOptions,
): INodeExecutionData[][] {
	const outcomes = results.flatMap((result) => ('outcome' in result ? [result.outcome] : []));
	const requestIds = outcomes.flatMap((outcome) => jobOf(outcome)?.requestId ?? []);
	recordRequestIds(context, requestIds);
	if (run.signal.aborted) {
		context.logger.warn(
			`Ninja Video was stopped. Videos of this run: ${namesOf(results).join('; ') || 'none'}`,
			{ requestIds: outcomes.flatMap(idsOf) },
		);
	}
	if (!run.continues) throwFirstFailure(context, results);
	if (run.orderingSinceMs !== undefined) addSpendHint(context, results, run);
	const input = context.getInputData();
	const keeping = (item: INodeExecutionData, itemIndex: number) =>
		run.keepsInput ? withInputFields(item, input[itemIndex]) : item;
	// On its way to the error output n8n adds the input fields itself, and takes an item with more fields for a good one.
	const hasErrorOutput = context.getNode().onError === 'continueErrorOutput';
	const errorItem = (failure: Failure, itemIndex: number) => {
		const item = toErrorItem(inWordsFor(context, failure), itemIndex);
		return hasErrorOutput ? item : keeping(item, itemIndex);
	};
	const tell = createTeller(outcomes, run.orderingSinceMs);
	return [
		results.map((result, itemIndex) => {
			if (!('outcome' in result)) {
				return result.failed
					? errorItem(result.failure, itemIndex)
					: keeping(result.item, itemIndex);
			}
			const job = jobOf(result.outcome);
			if (result.failed) {
				const details = tell(result.failure.details, job);
				return errorItem({ ...result.failure, details }, itemIndex);
			}
			// Calls of an agent in one answer run at once: one of them orders, for all with the same words.
			const isBefore =
				isTool(context) && job !== undefined && run.isOrderedNow?.(itemIndex) === false;
			const told = {
				...tell(result.item.json, job),
				...(isBefore ? { ordered_before: true } : {}),
			};
			const json = isTool(context) ? { ...told, note: noteForAgent(told) } : told;
			return keeping({ ...result.item, json }, itemIndex);
		}),
	];
}

/**
 * Adds to the fields of a video what only the whole run knows: the newest balance that the service told, which every
 * earlier one and every refund makes stale, and whether the video was ordered before this run.
 */
function createTeller(
	outcomes: readonly Outcome[],
	sinceMs = Infinity,
): (fields: IDataObject, job: Job | undefined) => IDataObject {
	const hasRefund = outcomes.some(({ kind }) => kind === 'failed');
	const [newest] = outcomes
		.flatMap((outcome) => jobOf(outcome) ?? [])
		.filter(({ startedAtMs, balanceCents }) => startedAtMs >= sinceMs && balanceCents !== undefined)
		.sort((a, b) => (a.balanceCents ?? 0) - (b.balanceCents ?? 0));
	const balanceCents = hasRefund ? undefined : newest?.balanceCents;
	return (fields, job) => ({
		...Object.fromEntries(Object.entries(fields).filter(([name]) => name !== 'balance_usd')),
		...(balanceCents === undefined ? {} : { balance_usd: toDollars(balanceCents) }),
		...(job !== undefined && sinceMs !== Infinity && job.startedAtMs < sinceMs
			? { ordered_before: true }
			: {}),
	});
}

/** A failure with the advice that its reader can follow: an agent can only call tools. */
const inWordsFor = (context: IExecuteFunctions, failure: Failure): Failure =>
	isTool(context) ? { ...failure, advice: adviceForAgent(failure) } : failure;

/** Refuses the whole run before anything was submitted: one error, or one error row per item. */
export function refuseRun(
	context: IExecuteFunctions,
	failure: Failure,
	itemIndex?: number,
): INodeExecutionData[][] {
	if (!context.continueOnFail()) throw toNodeError(context, { failure, itemIndex });
	const told = inWordsFor(context, failure);
	return [context.getInputData().map((_, index) => toErrorItem(told, index))];
}

/** The failure that ended the run first: one that others were ended for is not it. */
function throwFirstFailure(context: IExecuteFunctions, results: readonly ItemResult[]): void {
	const isConsequence = (result: ItemResult) =>
		'outcome' in result &&
		((result.outcome.kind === 'not-submitted' &&
			result.outcome.error === undefined &&
			result.outcome.reason === undefined) ||
			(result.outcome.kind === 'processing' && result.outcome.reason === 'ended'));
	const own = results.findIndex((result) => result.failed && !isConsequence(result));
	const itemIndex = own >= 0 ? own : results.findIndex((result) => result.failed);
	const result = results[itemIndex];
	if (result === undefined || !result.failed) return;
	throw toNodeError(context, {
		failure: result.failure,
		itemIndex,
		others: namesOf(results, itemIndex),
	});
}

/** The videos of a run, one line each, without the one at `except`. */
const namesOf = (results: readonly ItemResult[], except?: number): string[] =>
	results.flatMap((result, index) => {
		const name = index === except ? undefined : nameOf(result);
		return name === undefined ? [] : [`item ${index}: ${name}`];
	});

function nameOf(result: ItemResult): string | undefined {
	if (!('outcome' in result)) return undefined;
	const { outcome } = result;
	const ids = idsOf(outcome).join(OR);
	if (jobOf(outcome) !== undefined) {
		return `${ids} (${outcome.kind === 'status-unknown' ? 'state unknown' : outcome.kind})`;
	}
	if (outcome.kind !== 'unknown') return undefined;
	return `may have been ordered and charged${ids === '' ? '' : ` (request ID ${ids})`}`;
}

/**
 * One line in the output panel: the videos that this run ordered, each once, their dollars, and the balance. What was
 * not told is expected, and said to be that; what had been ordered before is counted apart.
 */
function addSpendHint(
	context: IExecuteFunctions,
	results: readonly ItemResult[],
	{ expectedCents, isOrderedNow }: Pick<OutputOptions, 'expectedCents' | 'isOrderedNow'>,
): void {
	const paid = results.flatMap((result, itemIndex) => {
		const job = 'outcome' in result ? jobOf(result.outcome) : undefined;
		if (job === undefined || ('outcome' in result && result.outcome.kind === 'failed')) return [];
		const isNow = job.orderedBefore !== true && isOrderedNow?.(itemIndex) !== false;
		return [{ job, isNow, expected: expectedCents?.(itemIndex) ?? 0 }];
	});
	if (paid.length === 0) return;
	const byId = new Map(paid.map((one) => [one.job.requestId, one]));
	for (const one of paid) if (one.isNow) byId.set(one.job.requestId, one);
	const now = [...byId.values()].filter(({ isNow }) => isNow);
	const before = byId.size - now.length;
	if (now.length === 0) {
		addHint(context, `No video ordered: ${before} had been ordered before`);
		return;
	}
	const unsaid = now.filter(({ job }) => job.priceCents === undefined);
	const cents = now.reduce((sum, { job, expected }) => sum + (job.priceCents ?? expected), 0);
	const last = now.reduce((a, b) => (b.job.startedAtMs > a.job.startedAtMs ? b : a)).job;
	const balance =
		last.balanceCents === undefined ? '' : `, balance left ${formatDollars(last.balanceCents)}`;
	const count = `${now.length} ${now.length === 1 ? 'video' : 'videos'}`;
	const others = before === 0 ? '' : `; ${before} had been ordered before`;
	addHint(
		context,
		`${count} ordered for ${formatDollars(cents)}${whatIsExpected(unsaid)}${balance}${others}${howToBuildOn(context, results)}`,
	);
}

/** How a person who builds a workflow runs what follows without an order; n8n pins no output that has a file. */
function howToBuildOn(context: IExecuteFunctions, results: readonly ItemResult[]): string {
	if (context.getMode() !== 'manual' || isTool(context)) return '';
	const hasFile = results.some((result) => 'item' in result && result.item.binary !== undefined);
	return hasFile
		? ". To build what follows without ordering again: 'Create' here, pin its output, then a second Ninja Video with 'Wait' (n8n pins no files)"
		: '. To build what follows without ordering again, pin this output';
}

/** What of a sum nobody has said. */
function whatIsExpected(unsaid: ReadonlyArray<{ readonly expected: number }>): string {
	if (unsaid.length === 0) return '';
	const cents = unsaid.reduce((sum, { expected }) => sum + expected, 0);
	return ` (${formatDollars(cents)} of it is the expected price: NinjaChat did not say what it charged)`;
}
