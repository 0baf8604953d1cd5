import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { formatDollars } from '../money';
import { jobOf, type Outcome } from '../jobs/outcome';
import { recordRequestIds } from '../n8n/customData';
import type { Result } from '../result';
import { toErrorItem, type Failure } from './failure';
import { toNodeError } from './toNodeError';

/** What one item came to: an output item, or a failure. Either way with its outcome. */
export type FinishedItem =
	| { readonly failed: false; readonly item: INodeExecutionData; readonly outcome: Outcome }
	| { readonly failed: true; readonly failure: Failure; readonly outcome: Outcome };

/** How the items of a run ended, in input order. */
export type ItemResult = FinishedItem | { readonly failed: true; readonly failure: Failure };

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
	run: { readonly continues: boolean; readonly signal: AbortSignal; readonly buys: boolean },
): INodeExecutionData[][] {
	const outcomes = results.flatMap((result) => ('outcome' in result ? [result.outcome] : []));
	const requestIds = outcomes.flatMap((outcome) => jobOf(outcome)?.requestId ?? []);
	recordRequestIds(context, requestIds);
	if (run.signal.aborted) {
		context.logger.warn(
			`Ninja Video was stopped. Videos of this run: ${namesOf(results).join('; ') || 'none'}`,
			{ requestIds },
		);
	}
	if (!run.continues) throwFirstFailure(context, results);
	if (run.buys) addSpendHint(context, results);
	return [
		results.map((result, itemIndex) =>
			result.failed ? toErrorItem(result.failure, itemIndex) : result.item,
		),
	];
}

/** Refuses the whole run before anything was submitted: one error, or one error row per item. */
export function refuseRun(
	context: IExecuteFunctions,
	failure: Failure,
	itemIndex?: number,
): INodeExecutionData[][] {
	if (!context.continueOnFail()) throw toNodeError(context, { failure, itemIndex });
	return [context.getInputData().map((_, index) => toErrorItem(failure, index))];
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
	const job = jobOf(outcome);
	if (job !== undefined)
		return `${job.requestId} (${outcome.kind === 'status-unknown' ? 'state unknown' : outcome.kind})`;
	return outcome.kind === 'unknown' ? 'may have been ordered and charged' : undefined;
}

/** One line in the output panel: videos, dollars, balance. */
function addSpendHint(context: IExecuteFunctions, results: readonly ItemResult[]): void {
	const paid = results.flatMap((result) => {
		const job = 'outcome' in result ? jobOf(result.outcome) : undefined;
		return job === undefined || ('outcome' in result && result.outcome.kind === 'failed')
			? []
			: [job];
	});
	if (paid.length === 0) return;
	const cents = paid.reduce((sum, job) => sum + (job.priceCents ?? 0), 0);
	const last = paid.reduce((a, b) => (b.startedAtMs > a.startedAtMs ? b : a));
	const balance =
		last.balanceCents === undefined ? '' : `, balance left ${formatDollars(last.balanceCents)}`;
	const hints: Partial<Pick<IExecuteFunctions, 'addExecutionHints'>> = context;
	hints.addExecutionHints?.({
		message: `${paid.length} ${paid.length === 1 ? 'video' : 'videos'} ordered for ${formatDollars(cents)}${balance}`,
		type: 'info',
		location: 'outputPane',
	});
}
