import { jobOf } from '../../nodes/NinjaVideo/jobs/outcome';
import { outcomeFailure } from '../../nodes/NinjaVideo/output/failure';
import { readCharges, type ChargeRecord } from './charges';
import type { SentRequest } from './network';
import {
	comesFrom,
	isKeyTaken,
	isPlaceTaken,
	isPriceUntold,
	isReplaced,
	isReplayed,
	isStillPaid,
	isUnasked,
	lastOrder,
	nextOrders,
	ordersOf,
	outcomesOf,
	requestIdIn,
	visible,
	wasRefused,
} from './readHistory';
import { ACCOUNT, type History } from './runScript';
import { endedRuns, TIME_INVARIANTS, type Invariant } from './timeInvariants';

export const INVARIANTS: readonly Invariant[] = [
	{
		name: '1 one charge per item, however often it is run again',
		findBreaches: (_, charges) =>
			charges.flatMap((charge, index) =>
				charges.some(
					(other, position) =>
						position < index && other.item === charge.item && !(other.refundedAt <= charge.at),
				)
					? [`item ${charge.item} was charged again at ${charge.at}`]
					: [],
			),
	},
	{
		name: '1b what may have been charged is not ordered again, but where it is replayed under its key',
		findBreaches: (history, charges) =>
			endedRuns(history).flatMap((run) =>
				outcomesOf(run).flatMap(({ outcome, item }) => {
					const mayBePaid = outcome.kind === 'unknown' || outcome.kind === 'completed';
					if (!mayBePaid || isPlaceTaken(history, outcome)) return [];
					const orders = ordersOf(history, item);
					// A retry of an earlier run may have to ask again for what a later one completed.
					const left = orders.filter((earlier) => earlier.run <= run.index);
					// Where Stop came between mark and order, nothing left yet: the first that does may be sent again too.
					const first = left.length === 0 ? orders.slice(0, 1) : left;
					// Its video failed meanwhile and was refunded: another purchase is wanted.
					const isRefunded = ({ leftAt }: SentRequest) => {
						const before = charges.filter((charge) => charge.item === item && charge.at < leftAt);
						return before.length > 0 && before.every(({ refundedAt }) => refundedAt <= leftAt);
					};
					const next = nextOrders(history, item, run.index);
					const wanted = [...first, ...next.filter(isRefunded)];
					const isReplay = (sent: SentRequest) =>
						isReplayed(history, sent) &&
						wanted.some((earlier) => isReplayed(history, earlier) && earlier.key === sent.key);
					return next.every((sent) => isReplay(sent) || isRefunded(sent))
						? []
						: [`item ${item} was ${outcome.kind} in run ${run.index} and was ordered again`];
				}),
			),
	},
	{
		name: '1c what v1/videos left unknown is asked for again',
		findBreaches: (history) =>
			endedRuns(history).flatMap((run) =>
				outcomesOf(run).flatMap(({ outcome, item }) => {
					const { changes, endOnFailure, limitSeconds, lostWrites, moves } = history.script;
					// A time limit may come before the turn of an item.
					const hasTime = !run.stopped && limitSeconds === 0;
					const mayAsk = hasTime && run.api !== 'v1/video' && !endOnFailure;
					if (outcome.kind !== 'unknown' || !mayAsk) return [];
					if (outcome.error?.facts.endsOrdering === true) return [];
					// What was lost with the ledger cannot be sent again from another place, with another prompt or version; nor
					// can an order whose mark stays because its taking back was lost.
					const isHere = !changes && !moves && lostWrites.length === 0 && run.api === 'v1/videos';
					if (outcome.refusal !== undefined && !isHere) return [];
					const last = lastOrder(history, item, run.index);
					const first = history.sent.find(({ key }) => key === last?.key);
					const isFresh = run.startedAt - (first?.leftAt ?? 0) < 86_000_000;
					// A retry that was cut off while it asked leaves marks of what was refused before.
					const isUnknown = last?.isV2 === true && !wasRefused(last);
					return isUnknown && last.run < run.index && isFresh
						? [`run ${run.index} did not ask what became of item ${item}`]
						: [];
				}),
			),
	},
	{
		name: '1d nothing is refused as ordered that the service never took',
		findBreaches: (history) =>
			endedRuns(history).flatMap((run) =>
				outcomesOf(run).flatMap(({ outcome, item }) => {
					const isRefused = outcome.kind === 'unknown' && outcome.refusal !== undefined;
					// Where the taking back of a mark is lost, the mark stays, on the safe side.
					if (history.script.lostWrites.length > 0) return [];
					const hasCrashed = history.runs.slice(0, run.index).some(({ crashed }) => crashed);
					const left = ordersOf(history, item).filter((sent) => sent.run < run.index);
					return isRefused && !hasCrashed && left.every(wasRefused)
						? [`item ${item} is refused in run ${run.index} and was never taken`]
						: [];
				}),
			),
	},
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
