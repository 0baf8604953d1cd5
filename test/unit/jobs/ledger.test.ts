import { createLedger, ledgerKeyOf, type LedgerStore } from '../../../nodes/NinjaVideo/jobs/ledger';
import { aJob, aRequest } from '../../support/builders';

/** What a person's retry finds: the store as it was saved. */
const saved = (store: LedgerStore): LedgerStore => JSON.parse(JSON.stringify(store)) as LedgerStore;

describe('the ledger', () => {
	it('knows nothing of a ledger key that was never used', () => {
		expect(createLedger({}).find('a')).toEqual({ kind: 'free', ordersBefore: 0 });
	});

	it('finds a job with every field after the store was saved', () => {
		const store: LedgerStore = {};
		const ledger = createLedger(store);
		const job = aJob({ priceCents: 300, balanceCents: 3900, startedAtMs: 12_345 });
		ledger.markSending('a', 'key');
		ledger.markOrdered('a', job);
		expect(createLedger(saved(store)).find('a')).toEqual({ kind: 'ordered', job });
	});

	it('is plain JSON: saving it loses nothing', () => {
		const store: LedgerStore = {};
		const ledger = createLedger(store);
		ledger.claim('a');
		ledger.markSending('a', 'key a');
		ledger.markOrdered('a', aJob());
		ledger.markSending('b', 'key b');
		ledger.markUnknown('b');
		ledger.markSending('c', 'key c');
		ledger.markNotCharged('c');
		expect(saved(store)).toEqual(Object.fromEntries(Object.entries(store)));
		expect(Object.keys(store)).toEqual(['a', 'b', 'c']);
	});

	it.each([
		{ label: 'cut off while sending', mark: () => {} },
		{
			label: 'left without an answer',
			mark: (ledger: ReturnType<typeof createLedger>) => ledger.markUnknown('a'),
		},
	])('finds an order that was $label as unknown, with its key', ({ mark }) => {
		const store: LedgerStore = {};
		const ledger = createLedger(store);
		ledger.markSending('a', 'key');
		mark(ledger);
		expect(createLedger(saved(store)).find('a')).toEqual({
			kind: 'unknown',
			idempotencyKey: 'key',
		});
	});

	it('keeps the promise an order left under, until the order leaves under another', () => {
		const store: LedgerStore = {};
		const replay = { at: 'account 1', untilMs: 1000 };
		createLedger(store).markSending('a', 'key', replay);
		createLedger(store).markUnknown('a');
		expect(createLedger(saved(store)).find('a')).toEqual({
			kind: 'unknown',
			idempotencyKey: 'key',
			replay,
		});
		createLedger(store).markSending('a', 'key');
		expect(createLedger(store).find('a')).toEqual({ kind: 'unknown', idempotencyKey: 'key' });
	});

	it('frees a ledger key that was not charged, and counts its orders', () => {
		const store: LedgerStore = {};
		const ledger = createLedger(store);
		ledger.markSending('a', 'key');
		ledger.markOrdered('a', aJob());
		ledger.markNotCharged('a');
		expect(createLedger(saved(store)).find('a')).toEqual({ kind: 'free', ordersBefore: 1 });
		expect(JSON.stringify(store)).not.toContain(aJob().requestId);
		ledger.markSending('a', 'key-2');
		ledger.markNotCharged('a');
		expect(createLedger(saved(store)).find('a')).toEqual({ kind: 'free', ordersBefore: 2 });
	});

	it('writes what saved executions of every version hold', () => {
		const store: LedgerStore = {};
		const ledger = createLedger(store);
		const replay = { at: 'account 1', untilMs: 1000 };
		const job = aJob();
		ledger.markSending('a', 'key');
		ledger.markSending('b', 'key', replay);
		ledger.markSending('c', 'key');
		ledger.markUnknown('c');
		ledger.markSending('d', 'key');
		ledger.markOrdered('d', job);
		ledger.markSending('e', 'key');
		ledger.markNotCharged('e');
		const entry = { idempotencyKey: 'key', orders: 1 };
		expect(store).toStrictEqual({
			a: { ...entry, state: 'sending' },
			b: { ...entry, state: 'sending', replay },
			c: { ...entry, state: 'unknown' },
			d: { ...entry, state: 'ordered', job },
			e: { ...entry, state: 'failed' },
		});
	});

	it('takes a job that is missing where one should be for an order that may have been charged', () => {
		const store = { a: { state: 'ordered', idempotencyKey: 'key', orders: 1 } };
		expect(createLedger(store).find('a')).toStrictEqual({ kind: 'unknown', idempotencyKey: 'key' });
	});

	it('takes a job for a ledger key it does not know', () => {
		const store: LedgerStore = {};
		createLedger(store).markOrdered('a', aJob());
		expect(createLedger(store).find('a')).toEqual({ kind: 'ordered', job: aJob() });
		createLedger(store).markNotCharged('a');
		expect(createLedger(store).find('a')).toEqual({ kind: 'free', ordersBefore: 1 });
	});

	it('forgets a ledger key altogether', () => {
		const ledger = createLedger({});
		ledger.markSending('a', 'key');
		ledger.forget('a');
		expect(ledger.find('a')).toEqual({ kind: 'free', ordersBefore: 0 });
	});

	it.each(['markUnknown', 'markNotCharged', 'forget'] as const)(
		'takes %s for a ledger key it does not know',
		(mark) => {
			const store: LedgerStore = {};
			createLedger(store)[mark]('a');
			expect(store).toEqual({});
		},
	);
});

describe('two runs at once', () => {
	it('get a ledger key each', () => {
		const store: LedgerStore = {};
		const [one, two, three] = [createLedger(store), createLedger(store), createLedger(store)];
		const ledgerKeys = [one.claim('a'), two.claim('a'), three.claim('a')];
		expect(ledgerKeys).toEqual(['a', 'a (2)', 'a (3)']);
	});

	it('get the same ledgerKey one after the other', () => {
		const store: LedgerStore = {};
		const first = createLedger(store);
		first.claim('a');
		first.claim('b');
		first.release();
		const second = createLedger(store);
		expect([second.claim('a'), second.claim('b')]).toEqual(['a', 'b']);
	});

	it('give back their own ledgerKeys only', () => {
		const store: LedgerStore = {};
		const [one, two] = [createLedger(store), createLedger(store)];
		one.claim('a');
		const taken = two.claim('a');
		one.release();
		expect(createLedger(store).claim(taken)).not.toBe(taken);
	});

	it('are not seen by the retry of a saved execution', () => {
		const store: LedgerStore = {};
		createLedger(store).claim('a');
		expect(createLedger(saved(store)).claim('a')).toBe('a');
	});
});

describe('a ledger key', () => {
	it('is the same for the same request in the same place', () => {
		expect(ledgerKeyOf('run 0, item 0', aRequest())).toBe(ledgerKeyOf('run 0, item 0', aRequest()));
	});

	it.each([
		{ label: 'prompt', changed: aRequest({ prompt: 'a cat' }) },
		{ label: 'model', changed: aRequest({ model: 'veo-3.1' }) },
		{ label: 'duration', changed: aRequest({ durationSeconds: 4 }) },
		{ label: 'aspect ratio', changed: aRequest({ aspectRatio: '9:16' }) },
		{ label: 'image', changed: aRequest({ imageUrl: 'https://example.com/a.jpg' }) },
		{
			label: 'field of the second generation',
			changed: aRequest({ v2Options: { watermark: false } }),
		},
	])('is another one for another $label', ({ changed }) => {
		expect(ledgerKeyOf('run 0, item 0', changed)).not.toBe(
			ledgerKeyOf('run 0, item 0', aRequest()),
		);
	});

	it('is the one that earlier versions wrote down', () => {
		const request = {
			prompt: 'a dog',
			model: 'seedance-2',
			durationSeconds: 8,
			aspectRatio: '16:9',
		};
		expect(ledgerKeyOf('run 0, item 0', request)).toBe('run 0, item 0, 97bbffa21f5bbb2b4fe812db');
		expect(ledgerKeyOf('run 0, item 0', { ...request, v2Options: { watermark: true } })).toBe(
			'run 0, item 0, fff33bb6cc2d9240cab0980e',
		);
	});

	it('is another one in another place', () => {
		expect(ledgerKeyOf('run 0, item 0', aRequest())).not.toBe(
			ledgerKeyOf('run 1, item 0', aRequest()),
		);
		expect(ledgerKeyOf('run 0, item 0', aRequest())).not.toBe(
			ledgerKeyOf('run 0, item 1', aRequest()),
		);
	});

	it('is not another one because of the generation that must be asked', () => {
		expect(ledgerKeyOf('a', aRequest({ requiredVersion: 'v1/videos' }))).toBe(
			ledgerKeyOf('a', aRequest()),
		);
	});

	it('does not hold the prompt itself', () => {
		expect(ledgerKeyOf('run 0, item 0', aRequest({ prompt: 'secret film' }))).not.toContain(
			'secret',
		);
	});
});
