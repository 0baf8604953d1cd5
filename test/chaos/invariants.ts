import { jobOf } from '../../nodes/NinjaVideo/jobs/outcome';
import { outcomeFailure } from '../../nodes/NinjaVideo/output/failure';
import { readCharges, type ChargeRecord } from './charges';
import {
	comesFrom,
	isBehind,
	isKeyTaken,
	isPriceUntold,
	isReplaced,
	isStillPaid,
	isUnasked,
	requestIdIn,
	visible,
} from './readHistory';
import { ACCOUNT, type History } from './runScript';
import { ORDER_INVARIANTS } from './orderInvariants';
import { endedRuns, TIME_INVARIANTS, type Invariant } from './timeInvariants';

export const INVARIANTS: readonly Invariant[] = [
	...ORDER_INVARIANTS,
	{
		name: '2 every paid request id is shown, or the item says it is unknown',
		findBreaches: (history, charges) =>
			endedRuns(history)
				.filter(({ crashed, result }) => !crashed && !result.refused)
				.flatMap((run) =>
					charges
						.filter((charge) => charge.run === run.index || isStillPaid(charge, run))
						.filter((charge) => comesFrom(history, run, charge.run))
						.filter((charge) => !isReplaced(charge, charges))
						.filter((charge) => !isBehind(history, run, charge, charges))
						.filter(({ item }) => !isUnasked(history, run, run.result.items[item]?.outcome))
						.filter((charge) => {
							const outcome = run.result.items[charge.item]?.outcome;
							const isSaid = outcome?.kind === 'unknown' || isKeyTaken(outcome);
							const shown = visible(run, charge.item);
							return !isSaid && ![charge.id, charge.shownId].some((id) => shown.includes(id));
						})
						.map(({ id, item }) => `${id} of item ${item} is not shown by run ${run.index}`),
				),
	},
	{
		name: '2b what is said about the charge is true',
		findBreaches: (history, charges) =>
			endedRuns(history)
				.filter(({ crashed }) => !crashed)
				.flatMap((run) =>
					run.result.items.flatMap((record, item) => {
						if (record === undefined) return [];
						const { outcome, request } = record;
						const own = charges.filter((charge) => charge.item === item && charge.run <= run.index);
						const { charged } = outcomeFailure(outcome, request).details;
						if (isKeyTaken(outcome) || isUnasked(history, run, outcome)) return [];
						const isKept = (charge: ChargeRecord) =>
							charge.refundedAt === Infinity && comesFrom(history, run, charge.run);
						const ids = own.flatMap((charge) => [charge.id, charge.shownId]);
						const isWrong =
							(charged === 'no' && own.some(isKept)) ||
							(charged === 'yes' && !ids.includes(jobOf(outcome)?.requestId ?? ''));
						return isWrong
							? [`run ${run.index} says charged: ${charged} (${outcome.kind}) of item ${item}`]
							: [];
					}),
				),
	},
	{
		name: '3 no request leaves after Stop',
		findBreaches: ({ sent }) =>
			sent
				.filter(({ afterStop }) => afterStop)
				.map(({ run, method, leftAt }) => `${method} left run ${run} at ${leftAt}`),
	},
	{
		name: '5 one item for every item, in order',
		findBreaches: (history, charges) =>
			endedRuns(history).flatMap((run) => {
				const { output = [] } = run.result;
				if (run.result.error !== undefined) return [];
				if (output.length !== history.script.items.length) return ['items are missing'];
				return output.flatMap(({ json, pairedItem }, index) => {
					const id = requestIdIn(json);
					const owner = charges.find((charge) => charge.id === id);
					const isInPlace = (pairedItem as { item?: number }).item === index;
					return isInPlace && (owner === undefined || owner.item === index)
						? []
						: [`run ${run.index} shows another item at ${index}`];
				});
			}),
	},
	{
		name: '7 never over the cap',
		findBreaches: (history, charges) =>
			history.runs.flatMap((_, index) => {
				const own = charges.filter(({ run }) => run === index);
				const cents = own.reduce((sum, charge) => sum + charge.cents, 0);
				const { capUsd, priceFactor } = history.script;
				// The first video may be the one that tells that prices were raised.
				const isSurprise = priceFactor > 1 && own.length === 1;
				const isKnown = !isSurprise && !isPriceUntold(history, index);
				return capUsd > 0 && cents > capUsd * 100 && isKnown
					? [`run ${index} spent ${cents} cents`]
					: [];
			}),
	},
	{
		name: '7b never over the cap together with what earlier tries of the execution spent',
		findBreaches: (history, charges) =>
			history.runs.flatMap((_, index) => {
				const { capUsd, priceFactor, runs } = history.script;
				const isRecordKept = runs
					.slice(1, index + 1)
					.every(({ again }) => again === 'retry-on-fail' || again === 'person');
				const kept = charges.filter((one) => one.run <= index && one.refundedAt === Infinity);
				const cents = kept.reduce((sum, charge) => sum + charge.cents, 0);
				const isOver = capUsd > 0 && cents > capUsd * 100;
				const isOfThisRun = kept.some(({ run }) => run === index);
				// As above: it is the first that tells.
				const isSurprise = priceFactor > 1 && kept.length === 1;
				const isTold = runs.slice(0, index + 1).every((_run, one) => !isPriceUntold(history, one));
				const isBroken = isOver && isOfThisRun && isRecordKept && !isSurprise && isTold;
				return isBroken ? [`${cents} cents after run ${index}`] : [];
			}),
	},
	{
		name: '8 the API key shows nowhere',
		findBreaches: ({ runs }) =>
			JSON.stringify(runs).includes(ACCOUNT) ? ['the key is in what a run handed back'] : [],
	},
	{
		name: '9 a video whose address came is reported',
		findBreaches: (history) =>
			history.sent
				.filter(({ saidCompleted }) => saidCompleted)
				.flatMap(({ run, call, deliveredAt = Infinity }) => {
					const records = history.runs[run]?.result?.items ?? [];
					const record = records.find(
						(item) => item !== undefined && jobOf(item.outcome)?.requestId === call?.requestId,
					);
					return record !== undefined &&
						record.outcome.kind !== 'completed' &&
						deliveredAt < record.finishedAt
						? [`run ${run} was told that ${call?.requestId} is completed and did not say so`]
						: [];
				}),
	},
	{
		name: '11 every request keeps the contract of the service',
		// A model that this contract's list does not have may be asked for, and a redirect may lead a look anywhere: free.
		findBreaches: ({ contractProblems }) =>
			contractProblems.filter(
				(problem) =>
					!problem.includes('body.model') && !/^GET .* has no such operation$/.test(problem),
			),
	},
	...TIME_INVARIANTS,
];

/** Everything in a history that breaks a promise. */
export function findBreaches(history: History): string[] {
	const charges = readCharges(history);
	return INVARIANTS.flatMap(({ name, findBreaches: find }) =>
		find(history, charges).map((breach) => `${name}: ${breach}`),
	);
}
