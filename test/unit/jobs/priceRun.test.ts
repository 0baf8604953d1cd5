import { lookUpOrder, type Order } from '../../../nodes/NinjaVideo/jobs/knownOrder';
import { priceRun } from '../../../nodes/NinjaVideo/jobs/spendCap';
import {
	aJob,
	aKeyedOrder,
	anError,
	anOrder,
	aSending,
	aWorld,
	type World,
} from '../../support/builders';

function priceOf(orders: readonly Order[], world: World) {
	const known = orders.map((order) => lookUpOrder(order, world));
	return priceRun(orders, known);
}

describe('the price of a run', () => {
	it('is the sum of what will be ordered', () => {
		const orders = [anOrder('a'), anOrder('b', { priceCents: 500 })];
		expect(priceOf(orders, aWorld())).toMatchObject({ videos: 2, cents: 800, spentCents: 0 });
	});

	it('counts what is paid for, as charged, and what may be, with the same rise, beside what will be ordered', () => {
		const world = aWorld();
		const { ledger } = world;
		ledger.markSending(anOrder('a'), aSending(anOrder('a')));
		ledger.markOrdered(anOrder('a'), aJob({ priceCents: 1000 }));
		ledger.markSending(anOrder('b'), aSending(anOrder('b')));
		const orders = [anOrder('a'), anOrder('b'), anOrder('c')];
		expect(priceOf(orders, world)).toMatchObject({ videos: 1, cents: 300, spentCents: 2000 });
	});

	it('counts an order that may have been charged as its answer said', () => {
		const world = aWorld();
		const order = anOrder('a');
		const { facts, message } = anError('service-fault', { priceCents: 3000 });
		world.ledger.markSending(order, aSending(order));
		world.ledger.markUnknown(order, { message, facts });
		expect(priceOf([order], world)).toMatchObject({ spentCents: 3000, ratio: 10 });
	});

	it('counts a failed video again, because it will be ordered again', () => {
		const world = aWorld();
		const order = anOrder('a');
		world.ledger.markSending(order, aSending(order));
		world.ledger.markRefused(order);
		expect(priceOf([order], world)).toMatchObject({ videos: 1, cents: 300, spentCents: 0 });
	});
});

describe('the price of rows with one unique key', () => {
	it('is that of one video, which they share', () => {
		const rows = [aKeyedOrder('row 7', 'a'), aKeyedOrder('row 7', 'a'), aKeyedOrder('row 8', 'a')];
		expect(priceOf(rows, aWorld())).toMatchObject({ videos: 2, cents: 600, spentCents: 0 });
	});

	it('is the dearest of them where they ask for different videos, of which one is refused', () => {
		const rows = [300, 500, 400].map((priceCents, index) =>
			aKeyedOrder('row 7', `prompt ${index}`, { priceCents }),
		);
		expect(priceOf(rows, aWorld())).toMatchObject({ videos: 1, cents: 500, spentCents: 0 });
	});

	it('was spent once, where an earlier try of this execution has paid for it', () => {
		const world = aWorld();
		const row = aKeyedOrder('row 7', 'a');
		world.ledger.markSending(row, aSending(row));
		world.ledger.markOrdered(row, aJob({ priceCents: 1000 }));
		expect(priceOf([row, row], world)).toMatchObject({ videos: 0, cents: 0, spentCents: 1000 });
	});

	it('tells by how much an earlier try was charged more than expected', () => {
		const world = aWorld();
		const [bought, wanted] = [anOrder('a'), anOrder('b')];
		world.ledger.markSending(bought, aSending(bought));
		world.ledger.markOrdered(bought, aJob({ priceCents: 2 * bought.priceCents }));
		expect(priceOf([bought, wanted], world)).toMatchObject({ videos: 1, ratio: 2 });
		expect(priceOf([wanted], world)).toMatchObject({ ratio: 1 });
	});
});
