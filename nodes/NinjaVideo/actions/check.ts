import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { listModels } from '../api/discovery';
import { lookUpOrder, type Order } from '../jobs/knownOrder';
import { exceeds } from '../jobs/spendCap';
import { formatDollars, toDollars } from '../money';
import { runIndexOf } from '../n8n/runIndex';
import type { Failure } from '../output/failure';
import { addHint } from '../output/hints';
import { refuseRun, toOutput } from '../output/toOutput';
import { refusalWords } from '../output/refusalWords';
import { withoutKeys } from '../output/withoutKeys';
import { createRun, type Run } from '../run/createRun';
import { priceSourcesOf, type PriceSource } from '../run/priceSource';
import { toOrders } from '../run/readOrders';
import { sharedKey } from '../run/refuseTakenKeys';
import { readRequests } from '../run/readRequests';
import { withListPrices } from '../run/spendControl';

/** What a row would come to. */
interface Checked {
	readonly ready: boolean;
	/** What ordering it now would cost, in US cents; 0 for a video that is known, or that another row orders. */
	readonly cents: number;
	readonly json: IDataObject;
}

/**
 * Says for every item what Create would do with it. Orders nothing, ever, and does not ask the journal, where asking
 * records. Costs nothing. A row that cannot be used is an item with its problem, not an error.
 */
export async function check(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	if (context.getInputData().length === 0) return [[]];
	const runIndex = runIndexOf(context);
	const created = await createRun(context);
	if (!created.ok) return refuseRun(context, created.error);
	const run = created.value;
	const { continues, deps, options } = run;
	const requests = await readRequests(context, run);
	const items = await toOrders(context, requests, {
		runIndex,
		ledger: deps.ledger,
		clock: deps.clock,
	});
	const orders = await withListPrices(
		run,
		items.flatMap((item) => (item.ok ? [item.value] : [])),
	);
	const sources = await priceSourcesOf(run, orders);
	const hasList = orders.length > 0 && (await listModels(run.connection)) !== undefined;
	const firstOf = new Map<string, Order>();
	let position = 0;
	const rows = items.map((item): Checked => {
		if (!item.ok) return refused(item.error);
		const order = orders[position] ?? item.value;
		const source = sources[position] ?? 'table';
		position += 1;
		const isSure =
			hasList || (run.api !== 'v1/videos' && order.request.requiredVersion === undefined);
		const row = checkOrder(run, order, { source, isSure, first: firstOf.get(order.place) });
		if (order.uniqueKey !== undefined && !firstOf.has(order.place)) firstOf.set(order.place, order);
		return row;
	});
	addHint(context, `${sumUp(rows, options.capCents)}${await findDayProblem(run, rows)}`);
	return toOutput(
		context,
		rows.map(({ json }, index) => ({
			failed: false,
			item: { json, pairedItem: { item: index } },
		})),
		{ continues, keepsInput: options.keepsInput, signal: deps.signal },
	);
}

function refused(failure: Failure, about: IDataObject = {}): Checked {
	const { headline, advice } = withoutKeys(failure);
	return {
		ready: false,
		cents: 0,
		json: { ready: false, ...about, problem: headline, fix: advice },
	};
}

/** What a row is checked with besides its order. */
interface Beside {
	readonly source: PriceSource;
	/** Whether NinjaChat has the API version that the order needs, as far as free calls tell. */
	readonly isSure: boolean;
	/** The row of this run that has the same unique key and comes before. */
	readonly first: Order | undefined;
}

const UNSURE =
	'Only the API v1/videos takes this. Whether NinjaChat has it shows when it is ordered; a refusal costs nothing.';

function checkOrder({ deps }: Run, order: Order, { source, isSure, first }: Beside): Checked {
	const { aspectRatio: aspect_ratio, durationSeconds: duration, model } = order.request;
	const about = { model, duration, aspect_ratio };
	const known = lookUpOrder(order, deps);
	if (known.kind === 'refused') {
		const { headline, advice } = refusalWords(known.refusal);
		return refused({ headline, advice, details: {} }, { ...about, unique_key: 'used' });
	}
	if (known.kind === 'unknown') {
		const headline = 'An earlier order of this video may have been charged';
		const advice = 'Check your NinjaChat balance before you order it again.';
		return refused({ headline, advice, details: {} }, about);
	}
	if (first !== undefined && first.hashes.evaluated !== order.hashes.evaluated) {
		const { headline, advice } = refusalWords(sharedKey(order, first));
		return refused({ headline, advice, details: {} }, { ...about, unique_key: 'used' });
	}
	const isPaid = known.kind === 'ordered';
	const cents = isPaid || first !== undefined ? 0 : order.priceCents;
	const keyState = isPaid ? 'ordered before' : first === undefined ? 'not known' : 'shared';
	return {
		ready: true,
		cents,
		json: {
			ready: true,
			...about,
			cost_usd: toDollars(cents),
			price_source: source,
			...(order.uniqueKey === undefined ? {} : { unique_key: keyState }),
			...(isPaid ? { request_id: known.job.requestId } : {}),
			...(isSure || isPaid ? {} : { note: UNSURE }),
		},
	};
}

const totalOf = (rows: readonly Checked[]): number => rows.reduce((sum, row) => sum + row.cents, 0);

/** How many videos would be ordered, free ones among them. */
const countOrders = (rows: readonly Checked[]): number =>
	rows.filter(
		({ ready, json }) => ready && json.request_id === undefined && json.unique_key !== 'shared',
	).length;

/** The total in one line, and whether the cap allows it. */
function sumUp(rows: readonly Checked[], capCents: number): string {
	const bad = rows.filter(({ ready }) => !ready).length;
	const cents = totalOf(rows);
	const videos = countOrders(rows);
	const isOver = videos > 0 && exceeds(capCents, cents);
	const over = isOver ? `; that is over the maximum of ${formatDollars(capCents)} per run` : '';
	const problems = bad === 0 ? '' : `; ${bad} of ${rows.length} items cannot be used`;
	return `Nothing was ordered. ${videos} ${videos === 1 ? 'video' : 'videos'} would cost ${formatDollars(cents)}${over}${problems}`;
}

/** What the credential's maximum per day says of the total; asks NinjaChat, for free, what was spent. */
async function findDayProblem({ day }: Run, rows: readonly Checked[]): Promise<string> {
	const { budget } = day;
	if (budget.capCents === Infinity) return '';
	await budget.refresh?.();
	const spentCents = budget.committedCents();
	const cents = spentCents + totalOf(rows);
	const isOver =
		cents > budget.capCents || (countOrders(rows) > 0 && exceeds(budget.capCents, cents));
	if (!isOver) return '';
	return `; with ${formatDollars(spentCents)} spent in the last 24 hours, that is over the maximum of ${formatDollars(budget.capCents)} per day`;
}
