import type { SentRequest } from './network';
import {
	isPlaceTaken,
	isReplayed,
	lastOrder,
	nextOrders,
	ordersOf,
	outcomesOf,
	wasRefused,
} from './readHistory';
import { endedRuns, type Invariant } from './timeInvariants';

/** What holds of the orders of an item, however often it is run again. */
export const ORDER_INVARIANTS: readonly Invariant[] = [
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
					// Its answer came after the run had to end.
					// A mark that came back after a lost write may name what never left: refused on the safe side.
					const isFree = (sent: SentRequest) => wasRefused(sent) || sent.neverLeft === true;
					if (left.length > 0 && left.every(isFree)) return [];
					if (left.length === 0 && history.script.lostWrites.length > 0) return [];
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
					// Cut off while it asked, a retry leaves marks that say no more whether the order left with this body.
					const wasAsked = history.runs.slice(0, run.index).some(({ leftAsked }) => leftAsked);
					if (outcome.refusal !== undefined && wasAsked) return [];
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
];
