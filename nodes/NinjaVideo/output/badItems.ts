import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { failure, type Result } from '../result';
import type { Failure } from './failure';
import { refuseRun } from './toOutput';

/** The most items that are named in one message. */
const MOST_NAMED = 20;

const NOTHING = 'Nothing was submitted and nothing was charged.';

/** How a person finds an item: its number in n8n, and its row where a spreadsheet says it. */
function nameOf(index: number, json: IDataObject | undefined): string {
	const row = json?.row_number;
	return `Item ${index}${typeof row === 'number' ? ` (row ${row})` : ''}`;
}

/** One line for each bad item. What is allowed is said once for all items that it holds for. */
function linesOf(
	bad: ReadonlyArray<{ readonly name: string; readonly failure: Failure }>,
): string[] {
	const said = new Set<string>();
	return bad.map(({ name, failure }) => {
		const advice = failure.advice.replace(
			/ ?Nothing was \w+( for this item)? and nothing was charged\.$/,
			'',
		);
		const line = said.has(advice)
			? `${name}: ${failure.headline}.`
			: `${name}: ${failure.headline}. ${advice}`;
		said.add(advice);
		return line;
	});
}

/** All items that cannot be used, in one failure; undefined where all can. */
export function badItemsFailure(
	items: ReadonlyArray<Result<unknown, Failure>>,
	input: readonly INodeExecutionData[],
): { readonly failure: Failure; readonly itemIndex?: number } | undefined {
	const bad = items.flatMap((item, index) =>
		item.ok ? [] : [{ index, name: nameOf(index, input[index]?.json), failure: item.error }],
	);
	const [first] = bad;
	if (first === undefined) return undefined;
	if (bad.length === 1) return { failure: first.failure, itemIndex: first.index };
	const named = bad.slice(0, MOST_NAMED);
	const more = bad.length - named.length;
	return {
		failure: {
			headline: `${bad.length} of ${items.length} items cannot be used`,
			advice: [...linesOf(named), ...(more > 0 ? [`${more} more.`] : []), NOTHING].join('\n'),
			details: {
				code: 'invalid_input',
				charged: 'no',
				items: named.map(({ index, failure: { headline, details } }) => ({
					item: index,
					error: headline,
					...('problems' in details ? { problems: details.problems } : {}),
				})),
			},
		},
	};
}

/**
 * The items, where not one of them has a prompt, with the names of the fields that the first one has: a title above the
 * header of a sheet, or a column of another name, is seen there at once.
 */
export function nameFields<T>(
	items: ReadonlyArray<Result<T, Failure>>,
	input: readonly INodeExecutionData[],
): ReadonlyArray<Result<T, Failure>> {
	const fields = Object.keys(input[0]?.json ?? {});
	const lackPrompt = items.every(
		(item) => !item.ok && item.error.details.field === 'Prompt' && item.error.details.value === '',
	);
	if (!lackPrompt || fields.length === 0) return items;
	const named = fields.slice(0, MOST_NAMED).map((field) => `'${field}'`);
	const hint = `No item has a prompt. The fields of the first item are ${named.join(', ')}: in a sheet, the first row must be the header.`;
	return items.map((item) =>
		item.ok ? item : failure({ ...item.error, advice: `${hint} ${item.error.advice}` }),
	);
}

/** Refuses a run some of whose items cannot be used, unless failed items become rows of their own. */
export function refuseBadItems(
	context: IExecuteFunctions,
	items: ReadonlyArray<Result<unknown, Failure>>,
	continues: boolean,
): INodeExecutionData[][] | undefined {
	const found = continues ? undefined : badItemsFailure(items, context.getInputData());
	return found === undefined ? undefined : refuseRun(context, found.failure, found.itemIndex);
}
