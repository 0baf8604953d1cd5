import type { Order } from '../../../nodes/NinjaVideo/jobs/knownOrder';
import { labelOf, lookUpOrder } from '../../../nodes/NinjaVideo/jobs/knownOrder';
import { createLedger, type LedgerStore } from '../../../nodes/NinjaVideo/jobs/ledger';
import { aJob, anError, anOrder, aRequest, aSending, aWorld } from '../../support/builders';

type State = 'sending' | 'ordered' | 'unknown' | 'failed' | 'refused';

/** An order whose hashes are written apart: fields as written, input, and what came out. */
const orderOf = (hashes: string, changes: Partial<Order> = {}): Order => {
	const [parameters = '', input = '', evaluated = ''] = hashes.split(' ');
	return anOrder('a', {
		place: '0:0',
		row: '0:0',
		hashes: { parameters, input, evaluated },
		...changes,
	});
};

/** A ledger in which orders stand in states, each ordered as the job `job n`. */
function ledgerWith(...entries: ReadonlyArray<readonly [order: Order, state: State]>) {
	const store: LedgerStore = {};
	const ledger = createLedger(store);
	entries.forEach(([order, state], index) => {
		const purchase =
			entries.slice(0, index).filter(([{ place }]) => place === order.place).length + 1;
		const { row, uniqueKey, keyWritten, copy } = order;
		const named = JSON.parse(JSON.stringify({ row, uniqueKey, keyWritten, copy })) as object;
		ledger.markSending(order, aSending(order, { purchase, ...named }));
		if (state === 'unknown') ledger.markUnknown(order);
		if (state === 'refused') ledger.markRefused(order);
		if (['ordered', 'failed'].includes(state)) {
			ledger.markOrdered(order, aJob({ requestId: `job ${index}` }));
		}
		if (state === 'failed') ledger.markFailed(order, `job ${index}`);
	});
	return { ledger, store };
}

describe('a row that is as it was', () => {
	const row = { place: '0:0', parameters: 'p', input: 'i' };

	it.each(['sending', 'ordered', 'unknown'] as const)('is found by what was %s of it', (state) => {
		const { ledger } = ledgerWith([orderOf('p i e'), state]);
		expect(ledger.findRow(row)?.request).toEqual(aRequest({ prompt: 'a' }));
		for (const other of [{ place: '0:1' }, { parameters: 'x' }, { input: 'x' }]) {
			expect(ledger.findRow({ ...row, ...other })).toBeUndefined();
		}
	});

	it.each(['failed', 'refused'] as const)('is not found by what was %s', (state) => {
		expect(ledgerWith([orderOf('p i e'), state]).ledger.findRow(row)).toBeUndefined();
	});

	it('is found by the newest', () => {
		const request = aRequest({ prompt: 'b' });
		const { ledger } = ledgerWith(
			[orderOf('p i e'), 'ordered'],
			[orderOf('p i f', { request }), 'ordered'],
		);
		expect(ledger.findRow(row)?.request).toEqual(request);
	});
});

describe('an order whose unique key came out otherwise', () => {
	const KEYED = { place: 'key 1', uniqueKey: 'noon', keyWritten: 'k' };
	const NOW = { place: 'key 2', uniqueKey: 'one', keyWritten: 'k' };

	it('is found under the one it had', () => {
		const { ledger } = ledgerWith([orderOf('p i e', KEYED), 'ordered']);
		expect(ledger.findElsewhere(orderOf('p i e', NOW))).toEqual({
			place: 'key 1',
			uniqueKey: 'noon',
		});
		expect(ledger.findElsewhere(orderOf('p i other', NOW))).toMatchObject({ place: 'key 1' });
	});

	it('is found at its place where it had none, and under its key where it has none now', () => {
		const plain = ledgerWith([orderOf('p i e'), 'unknown']).ledger;
		expect(plain.findElsewhere(orderOf('p i e', NOW))).toEqual({ place: '0:0' });
		const keyed = ledgerWith([orderOf('p i e', KEYED), 'ordered']).ledger;
		expect(keyed.findElsewhere(orderOf('p i e'))).toMatchObject({ uniqueKey: 'noon' });
	});

	it.each<readonly [string, Order, State]>([
		['whose field was rewritten', orderOf('p i e', { ...NOW, keyWritten: 'other' }), 'ordered'],
		['of another row', orderOf('p i e', { ...NOW, row: '0:1' }), 'ordered'],
		['of another video', orderOf('x i f', NOW), 'ordered'],
		['that failed', orderOf('p i e', NOW), 'failed'],
		['that was refused', orderOf('p i e', NOW), 'refused'],
		['that stands where it stood', orderOf('p i e', KEYED), 'ordered'],
		[
			'without a row',
			JSON.parse(JSON.stringify({ ...orderOf('p i e', NOW), row: undefined })) as Order,
			'ordered',
		],
	])('is not found for one %s', (_, order, state) => {
		const { ledger } = ledgerWith([orderOf('p i e', KEYED), state]);
		expect(ledger.findElsewhere(order)).toBeUndefined();
	});
});

describe('a ledger', () => {
	it('finds the newest order whose answer was lost, wherever it stands', () => {
		const { ledger } = ledgerWith(
			[orderOf('p i e'), 'unknown'],
			[orderOf('p i f', { place: '0:1' }), 'unknown'],
			[orderOf('p i g', { place: '0:2' }), 'ordered'],
		);
		expect(ledger.findUnknown()).toMatchObject({ place: '0:1', hashes: { evaluated: 'f' } });
		expect(ledgerWith([orderOf('p i e'), 'ordered']).ledger.findUnknown()).toBeUndefined();
	});

	it('knows one that an older version wrote', () => {
		expect(createLedger({}).isOfOlderVersion()).toBe(false);
		expect(ledgerWith([orderOf('p i e'), 'ordered']).ledger.isOfOlderVersion()).toBe(false);
		const old = { '0:0': { state: 'ordered' }, '0:1': [] } as unknown as LedgerStore;
		expect(createLedger(old).isOfOlderVersion()).toBe(true);
		expect(createLedger(old).find(orderOf('p i e'))).toEqual({ kind: 'free', purchase: 1 });
	});

	it('finds just the order that is asked for before one with the same fields', () => {
		const { ledger } = ledgerWith([orderOf('p i e'), 'ordered'], [orderOf('p i f'), 'ordered']);
		expect(ledger.find(orderOf('p i e'))).toMatchObject({ job: { requestId: 'job 0' } });
		expect(ledger.find(orderOf('p i x'))).toMatchObject({ job: { requestId: 'job 1' } });
	});

	it('counts the videos of just this copy that failed', () => {
		const { ledger } = ledgerWith(
			[orderOf('p i e', { copy: 1 }), 'failed'],
			[orderOf('p i e', { copy: 2, place: '0:1' }), 'failed'],
			[orderOf('p i e', { copy: 1, place: '0:2' }), 'ordered'],
		);
		expect(ledger.countFailed(orderOf('x x e', { copy: 1 }))).toBe(1);
		expect(ledger.countFailed(orderOf('p i f', { copy: 1 }))).toBe(0);
	});

	it('marks only what it has', () => {
		const { ledger, store } = ledgerWith([orderOf('p i e'), 'ordered']);
		const before = JSON.stringify(store);
		ledger.markUnknown(orderOf('x x x', { place: '0:9' }));
		ledger.markRefused(orderOf('x x x', { place: '0:9' }));
		ledger.markFailed(orderOf('p i e'), 'job 7');
		expect(JSON.stringify(store)).toBe(before);
		ledger.forget(orderOf('p i e'));
		expect(ledger.isEmpty()).toBe(true);
	});

	it('keeps why an order is unknown where nothing new is said', () => {
		const { ledger } = ledgerWith([orderOf('p i e'), 'unknown']);
		const evidence = { message: 'cut off', facts: anError('no-answer').facts };
		ledger.markUnknown(orderOf('p i e'), evidence);
		ledger.markUnknown(orderOf('p i e'));
		expect(ledger.find(orderOf('p i e'))).toMatchObject({ kind: 'unknown', evidence });
		expect(
			ledgerWith([orderOf('p i e'), 'unknown']).ledger.find(orderOf('p i e')),
		).not.toHaveProperty('evidence');
	});

	it('takes an order that is cut off while it is sent for unknown', () => {
		const { ledger } = ledgerWith([orderOf('p i e'), 'sending']);
		expect(ledger.find(orderOf('p i e'))).toMatchObject({ kind: 'unknown', sent: { purchase: 1 } });
		const after = ledgerWith([orderOf('p i e'), 'refused'], [orderOf('p i e'), 'sending']);
		expect(after.ledger.find(orderOf('p i e'))).toMatchObject({ kind: 'unknown' });
	});
});

describe('what is known of an order', () => {
	const known = (
		order: Order,
		...entries: ReadonlyArray<readonly [order: Order, state: State]>
	) => {
		const world = aWorld();
		return lookUpOrder(order, { ...world, ledger: ledgerWith(...entries).ledger });
	};

	it('is that its unique key has another one', () => {
		const key = { place: 'key 1', uniqueKey: 'row 7' };
		const order = orderOf('x x x', { ...key, request: aRequest({ prompt: 'a cat' }) });
		expect(known(order, [orderOf('p i e', key), 'ordered'])).toEqual({
			kind: 'refused',
			refusal: {
				kind: 'key-taken',
				uniqueKey: 'row 7',
				wanted: 'veo-3.1-fast, 8 s, "a cat"',
				taken: 'veo-3.1-fast, 8 s, "a"',
			},
		});
	});

	it('is that another item stands where the fields ordered one', () => {
		expect(known(orderOf('p x x'), [orderOf('p i e'), 'ordered'])).toMatchObject({
			kind: 'unknown',
			refusal: { kind: 'already-ordered' },
			sent: { purchase: 1 },
		});
		expect(known(orderOf('x x x'), [orderOf('p i e'), 'ordered'])).toEqual({
			kind: 'free',
			purchase: 2,
		});
		expect(known(orderOf('p x x'), [orderOf('p i e'), 'failed'])).toEqual({
			kind: 'free',
			purchase: 2,
		});
	});

	it('has a label of sixty characters of its prompt', () => {
		expect(labelOf(aRequest({ prompt: 'x'.repeat(80) }))).toBe(
			`veo-3.1-fast, 8 s, "${'x'.repeat(60)}"`,
		);
	});
});
