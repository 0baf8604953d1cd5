import type { ChargeRecord } from './charges';
import type { RunResult } from './oneRun';
import { LAST_LOOK_MS, type History, type RunRecord } from './runScript';

/** A promise that must hold in every case. Gives a sentence for everything that breaks it. */
export interface Invariant {
	readonly name: string;
	findBreaches(history: History, charges: readonly ChargeRecord[]): string[];
}

/** One run that ended, with its number. */
export type EndedRun = RunRecord & { readonly index: number; readonly result: RunResult };

/** The runs that ended. */
export const endedRuns = ({ runs }: History): EndedRun[] =>
	runs.flatMap((run, index) =>
		run.result === undefined ? [] : [{ ...run, result: run.result, index }],
	);

/** Orders stop at least so long before the limit, in milliseconds: twice the time that is left for the results. */
const NEAR_LIMIT_MS = 6000;
/** The most time that is left for the results, in milliseconds. */
const MOST_MARGIN_MS = 10_000;

/** When n8n itself would end a run, in milliseconds of the clock. */
const limitAtMs = ({ script }: History, { startedAt }: RunRecord): number =>
	script.limitSeconds === 0 ? Infinity : startedAt + script.limitSeconds * 1000;

/** Promises about time and the request limit. */
export const TIME_INVARIANTS: readonly Invariant[] = [
	{
		name: '4 every wait ends by its deadline, every run by its bound',
		findBreaches: (history) => [
			...history.runs.flatMap((run, index) =>
				run.result === undefined ? [`run ${index} did not end`] : [],
			),
			...endedRuns(history).flatMap((run) =>
				run.result.items.flatMap((record, item) => {
					if (record?.jobAt === undefined) return [];
					const tookMs = record.finishedAt - record.jobAt;
					return tookMs > history.script.timeoutMinutes * 60_000 + LAST_LOOK_MS
						? [`item ${item} of run ${run.index} was watched for ${tookMs} ms`]
						: [];
				}),
			),
		],
	},
	{
		name: '6 never more requests than the limit in any window',
		findBreaches: ({ script, sent, runs }) => {
			// A redirect is answered before the API, so it does not count.
			const arrivals = sent.flatMap(({ arrivedLate = false, run, call }) =>
				call === undefined || call.fault === 'redirect' || arrivedLate ? [] : [{ run, call }],
			);
			const tooMany = runs.flatMap((_, index) => {
				const times = arrivals
					.flatMap(({ run, call }) => (run === index ? [call.at] : []))
					.sort((a, b) => a - b);
				return times.flatMap((at, last) => {
					const first = times[last - script.requestsPerMinute];
					return first !== undefined && at - first < 60_000
						? [`run ${index} sent more than ${script.requestsPerMinute} by ${at}`]
						: [];
				});
			});
			// A redirected request, and one that had been given up, count at the simulator all the same; later runs share
			// the account with the first.
			const firstEnd = runs[0]?.endedAt ?? 0;
			const lateAt = sent.flatMap(({ arrivedLate = false, call }) =>
				arrivedLate && call !== undefined ? [call.at] : [],
			);
			const refused = arrivals.filter(
				({ call: { at, fault, status } }) =>
					at < firstEnd &&
					status === 429 &&
					fault === undefined &&
					!lateAt.some((late) => late <= at && at - late < 60_000),
			);
			const isRedirected = sent.some(({ call }) => call?.fault === 'redirect');
			return refused.length > 0 && !isRedirected
				? [...tooMany, 'the service refused a request as one too many']
				: tooMany;
		},
	},
	{
		name: '10 "still being made" is said only after a look at the deadline said so',
		findBreaches: (history) =>
			endedRuns(history).flatMap((run) =>
				run.result.items.flatMap((record, item) => {
					if (record?.outcome.kind !== 'processing' || record.outcome.reason !== 'deadline')
						return [];
					const { requestId } = record.outcome.job;
					const waitMs = history.script.timeoutMinutes * 60_000;
					const deadlineMs = Math.min(
						(record.jobAt ?? 0) + waitMs,
						limitAtMs(history, run) - MOST_MARGIN_MS,
					);
					const wasSeen = history.sent.some(
						({ run: index, call, leftAt, deliveredAt = Infinity, saidCompleted }) =>
							index === run.index &&
							call?.requestId === requestId &&
							leftAt >= deadlineMs &&
							deliveredAt <= record.finishedAt &&
							saidCompleted !== true,
					);
					return wasSeen ? [] : [`run ${run.index} did not look at item ${item} at its deadline`];
				}),
			),
	},
	{
		name: '12 no order leaves when the time limit of the workflow is near, and the run ends before it',
		findBreaches: (history) =>
			history.runs.flatMap((run, index) => {
				const limitAt = limitAtMs(history, run);
				const late = history.sent.filter(
					(one) =>
						one.run === index && one.method === 'POST' && one.leftAt > limitAt - NEAR_LIMIT_MS,
				);
				return [
					...late.map(
						({ leftAt }) => `run ${index} ordered ${limitAt - leftAt} ms before its limit`,
					),
					...(run.endedAt > limitAt
						? [`run ${index} ended ${run.endedAt - limitAt} ms after its limit`]
						: []),
				];
			}),
	},
];
