import { DaySpend } from '../../../nodes/NinjaVideo/jobs/daySpend';
import type { Run } from '../../../nodes/NinjaVideo/run/createRun';
import {
	createSpendControl,
	overCap,
	withListPrices,
} from '../../../nodes/NinjaVideo/run/spendControl';
import { anOrder, aWorld } from '../../support/builders';
import { unwrap } from '../../support/unwrap';

const RAISE =
	"Raise 'Maximum Spend per Run (USD)', or send fewer items; the option 'No Spend Limit' takes the limit away.";
const aPrice = (changes: object = {}) => ({
	...{ videos: 2, cents: 600, spentCents: 0, ratio: 1 },
	...changes,
});

describe('a run over its limit', () => {
	it('says what it would cost, how many videos that are, and what to do', () => {
		expect(overCap(aPrice(), 500, [])).toEqual({
			headline: 'This run would cost $6.00, over the maximum of $5.00',
			advice: expect.stringContaining(`It would make 2 videos. ${RAISE}`) as string,
			details: { code: 'over_spend_cap', charged: 'no' },
		});
	});

	it('speaks of one video as one', () => {
		const { advice } = overCap(aPrice({ videos: 1, cents: 300 }), 0, []);
		expect(advice).toContain('It would make 1 video. ');
	});

	it('says what was spent before', () => {
		expect(overCap(aPrice({ spentCents: 300 }), 500, []).headline).toBe(
			'This run would cost $6.00 after $3.00 spent before, over the maximum of $5.00',
		);
	});

	it('names all that an earlier try has paid for, and nothing where there is none', () => {
		const error = overCap(aPrice(), 500, ['veo:1', 'veo:2']);
		expect(error.advice).toMatch(/ Paid for by an earlier try: veo:1, veo:2\.$/);
		expect(error.details).toMatchObject({ paid_request_ids: ['veo:1', 'veo:2'] });
		expect(overCap(aPrice(), 500, []).advice).not.toContain('Paid for');
		expect(overCap(aPrice(), 500, []).details).not.toHaveProperty('paid_request_ids');
	});

	it('of nothing is told from one that costs too much', () => {
		const { headline } = overCap(aPrice({ cents: 0 }), 0, []);
		expect(headline).toBe('A maximum of $0.00 allows no order, not even of a video that is free');
	});
});

describe('the first order of a kind', () => {
	/** Reserves an order in a run under a limit per day, and returns what other runs see of it. */
	async function reserve(dayCents: number) {
		const world = aWorld();
		const spend = new DaySpend(world.clock);
		const budget = spend.budget(dayCents, async () => await Promise.resolve(0));
		const run = { options: { capCents: 5000 }, deps: world, day: { spend, budget } };
		const order = anOrder('a dog');
		const known = [{ kind: 'free', purchase: 1 }] as const;
		const control = createSpendControl(run as unknown as Run, [order], known);
		const guard = await unwrap(Promise.resolve(control));
		expect(await guard.reserve(order)).toBeUndefined();
		return spend.first.alone?.order.place;
	}

	it('is seen by other runs where they share a limit per day', async () => {
		expect(await reserve(2000)).toBe(anOrder('a dog').place);
	});

	it('is the business of its own run where there is no limit per day', async () => {
		expect(await reserve(Infinity)).toBeUndefined();
	});
});

it('no orders have no prices', async () => {
	expect(await withListPrices({} as Run, [])).toEqual([]);
});
