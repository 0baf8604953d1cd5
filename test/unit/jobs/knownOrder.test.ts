import { lookUpOrder } from '../../../nodes/NinjaVideo/jobs/knownOrder';
import { aJob, aKeyedOrder, aSending, aWorld } from '../../support/builders';

const ORDER = aKeyedOrder('row 7', 'a');

/** A ledger that holds the first purchase of a key, and what the node remembers of the key. */
function aRetry(later: {
	readonly purchase: number;
	readonly failed?: true;
	readonly of?: string;
}) {
	const world = aWorld();
	world.ledger.markSending(ORDER, aSending(ORDER));
	world.ledger.markOrdered(ORDER, aJob({ requestId: 'first' }));
	const { purchase, failed, of = ORDER.hashes.evaluated } = later;
	const job = aJob({ requestId: 'later' });
	world.keys.remember('row 7', {
		purchase,
		evaluated: of,
		label: '',
		job,
		...(failed && { failed }),
	});
	return lookUpOrder(ORDER, world);
}

describe('an order of an earlier try with a unique key', () => {
	it('has the video that was ordered after the first one failed', () => {
		expect(aRetry({ purchase: 2 })).toMatchObject({
			kind: 'ordered',
			purchase: 2,
			job: { requestId: 'later' },
			isBefore: true,
		});
	});

	it('is free for the next purchase where the later one failed too', () => {
		expect(aRetry({ purchase: 2, failed: true })).toEqual({ kind: 'free', purchase: 3 });
	});

	it.each([
		['nothing was ordered since', { purchase: 1 }],
		['the key stands for another order since', { purchase: 2, of: 'another' }],
	])('has the video of its ledger where %s', (_, later) => {
		expect(aRetry(later)).toMatchObject({ job: { requestId: 'first' }, isBefore: false });
	});
});
