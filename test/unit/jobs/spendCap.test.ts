import { isOverCap, priceRun } from '../../../nodes/NinjaVideo/jobs/spendCap';
import { aJob, anOrder, aWorld } from '../../support/builders';

describe('the price of a run', () => {
	it('is the sum of what will be ordered', () => {
		const world = aWorld();
		const orders = [anOrder('a'), anOrder('b', { priceCents: 500 })];
		expect(priceRun(orders, world)).toEqual({ videos: 2, cents: 800 });
	});

	it('counts neither what is already paid for nor what may be', () => {
		const world = aWorld();
		const { ledger } = world;
		ledger.markSending('ledgerKey a', 'a');
		ledger.markOrdered('ledgerKey a', aJob());
		ledger.markSending('ledgerKey b', 'b');
		const orders = [anOrder('a'), anOrder('b'), anOrder('c')];
		expect(priceRun(orders, world)).toEqual({ videos: 1, cents: 300 });
	});

	it('counts a failed video again, because it will be ordered again', () => {
		const world = aWorld();
		const { ledger } = world;
		ledger.markSending('ledgerKey a', 'a');
		ledger.markNotCharged('ledgerKey a');
		expect(priceRun([anOrder('a')], world)).toEqual({ videos: 1, cents: 300 });
	});
});

it.each([
	{ cents: 299, cap: 300, over: false },
	{ cents: 300, cap: 300, over: false },
	{ cents: 301, cap: 300, over: true },
	{ cents: 1_000_000, cap: 0, over: false },
])('is over its cap of $cap cents at $cents: $over', ({ cents, cap, over }) => {
	expect(isOverCap({ videos: 1, cents }, cap)).toBe(over);
});
