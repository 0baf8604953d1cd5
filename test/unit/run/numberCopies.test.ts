import type { Order } from '../../../nodes/NinjaVideo/jobs/knownOrder';
import { success } from '../../../nodes/NinjaVideo/result';
import { numberCopies, type CopyCounts } from '../../../nodes/NinjaVideo/run/numberCopies';

const anOrder = (evaluated: string, uniqueKey?: string) =>
	({
		hashes: { evaluated },
		...(uniqueKey === undefined ? {} : { uniqueKey }),
	}) as unknown as Order;
const UNMOVED = { findMoved: () => () => undefined };
const number = (orders: readonly Order[], runIndex: number, counts: CopyCounts, ledger = UNMOVED) =>
	numberCopies(orders.map(success), runIndex, counts, ledger).map((item) =>
		item.ok ? item.value : undefined,
	);
const copiesOf = (words: string[], runIndex = 0, counts: CopyCounts = {}) =>
	number(
		words.map((each) => anOrder(each)),
		runIndex,
		counts,
	).map((order) => order?.copy);

it('equal orders of a run are numbered from 1, each video for itself', () => {
	expect(copiesOf(['dog', 'cat', 'dog', 'dog'])).toEqual([1, 1, 2, 3]);
});

it('the rounds of a loop are numbered on', () => {
	const counts = {};
	expect([0, 1, 2].map((round) => copiesOf(['dog'], round, counts))).toEqual([[1], [2], [3]]);
});

it('a second try of a round has the numbers of the first', () => {
	const counts = {};
	copiesOf(['dog'], 0, counts);
	copiesOf(['dog', 'dog'], 1, counts);
	expect(copiesOf(['dog', 'dog'], 1, counts)).toEqual([2, 3]);
});

it('an order with a unique key is numbered too: the key may have been added for a retry', () => {
	const orders = [anOrder('dog'), anOrder('dog', 'row 7')];
	expect(number(orders, 0, {}).map((order) => order?.copy)).toEqual([1, 2]);
});
