import { createLedger } from '../../../nodes/NinjaVideo/jobs/ledger';
import { sendOrder } from '../../../nodes/NinjaVideo/jobs/sendOrder';
import type { Order } from '../../../nodes/NinjaVideo/jobs/knownOrder';
import { aJob, anIdentity, anOrder, aSending, aWorld } from '../../support/builders';
import { createDeduplicationStore } from '../../support/deduplicationStore';

const at = (place: string, prompt: string, copy = 1): Order => anOrder(prompt, { place, copy });

/** A ledger in which the dog of the first place was ordered, and the cat of the second failed. */
function aLedger() {
	const ledger = createLedger({});
	for (const [order, requestId] of [
		[at('0:0', 'dog'), 'dog'],
		[at('0:1', 'cat'), 'cat'],
	] as const) {
		ledger.markSending(order, aSending(order, { copy: 1 }));
		ledger.markOrdered(order, aJob({ requestId }));
	}
	ledger.markFailed(at('0:1', 'cat'), 'cat');
	return ledger;
}

describe('a row that stands at another place in a retry', () => {
	it.each([
		['the place where it was ordered, though a failed one stood here', at('0:1', 'dog'), '0:0'],
		['no other place where it was ordered here', at('0:0', 'dog'), undefined],
		['no other place where its video failed', at('0:2', 'cat'), undefined],
		['no other place where it is one more copy', at('0:1', 'dog', 2), undefined],
		['no other place where it has a unique key', { ...at('k', 'dog'), uniqueKey: 'k' }, undefined],
	] as const)('has %s', (_, order, place) => {
		expect(aLedger().findMoved()(order)).toBe(place);
	});

	it('counts the failed videos of its copy, wherever they were', () => {
		const ledger = aLedger();
		const counts = [at('0:5', 'cat'), at('0:5', 'cat', 2), at('0:5', 'dog')];
		expect(counts.map((order) => ledger.countFailed(order))).toEqual([1, 0, 0]);
	});

	it('is not sent at the place of a failed video where only the journal knows that it left', async () => {
		const marks = createDeduplicationStore();
		const first = aWorld({ marks, replay: 'account' });
		const route = { api: 'v1/videos', replay: 'account' } as const;
		await first.clock.run(sendOrder(at('0:0', 'dog'), route, { purchase: 1 }, first));
		const identity = anIdentity({ executionId: '2', isRetry: true });
		const retry = aWorld({ marks, replay: 'account', identity });
		const sending = sendOrder(at('0:1', 'dog'), route, { purchase: 2 }, retry);
		expect(await retry.clock.run(sending)).toMatchObject({
			kind: 'unknown',
			refusal: { kind: 'already-ordered' },
		});
		expect(retry.service.submits).toEqual([]);
	});
});
