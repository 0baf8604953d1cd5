import { hashRequest } from '../../../nodes/NinjaVideo/jobs/identity';
import { createLedger, type Ledger, type LedgerStore } from '../../../nodes/NinjaVideo/jobs/ledger';
import { aJob, aKeyedOrder, anError, anOrder, aRequest, aSending } from '../../support/builders';

/** What a person's retry finds: the store as it was saved. */
const saved = (store: LedgerStore): LedgerStore => JSON.parse(JSON.stringify(store)) as LedgerStore;
const order = anOrder('a');
const sending = aSending(order);
const evidence = { message: 'cut off', facts: anError('no-answer').facts };

describe('the ledger', () => {
	it('knows nothing of a place where nothing was ordered', () => {
		expect(createLedger({}).find(order)).toEqual({ kind: 'free', purchase: 1 });
		expect(createLedger({}).isEmpty()).toBe(true);
	});

	it('finds a job with every field after the store was saved', () => {
		const store: LedgerStore = {};
		const ledger = createLedger(store);
		const job = aJob({ priceCents: 300, balanceCents: 3900, startedAtMs: 12_345, otherIds: ['x'] });
		ledger.markSending(order, sending);
		ledger.markOrdered(order, job);
		expect(createLedger(saved(store)).find(order)).toEqual({ kind: 'ordered', job, purchase: 1 });
		expect(createLedger(saved(store)).isEmpty()).toBe(false);
	});

	it('is plain JSON: saving it loses nothing', () => {
		const store: LedgerStore = {};
		const ledger = createLedger(store);
		ledger.markSending(order, sending);
		ledger.markOrdered(order, aJob());
		ledger.markSending(anOrder('b'), aSending(anOrder('b')));
		ledger.markUnknown(anOrder('b'), evidence);
		expect(saved(store)).toEqual(store);
	});

	it.each([
		{ label: 'cut off while sending', mark: () => {}, kept: {} },
		{
			label: 'left without an answer',
			mark: (ledger: Ledger) => ledger.markUnknown(order, evidence),
			kept: { evidence },
		},
	])('finds an order that was $label, with what was sent and why', ({ mark, kept }) => {
		const store: LedgerStore = {};
		const ledger = createLedger(store);
		const sent = aSending(order, { replay: { at: 'account 1', untilMs: 1000 } });
		ledger.markSending(order, sent);
		mark(ledger);
		expect(createLedger(saved(store)).find(order)).toEqual({ kind: 'unknown', sent, ...kept });
	});

	it('does not count an order that was refused: it may be made again as the same purchase', () => {
		const ledger = createLedger({});
		ledger.markSending(order, sending);
		ledger.markRefused(order);
		expect(ledger.find(order)).toEqual({ kind: 'free', purchase: 1 });
	});

	it('counts a video that failed: the next one is another purchase', () => {
		const ledger = createLedger({});
		ledger.markSending(order, sending);
		ledger.markOrdered(order, aJob({ requestId: 'one' }));
		ledger.markFailed(order, 'one');
		expect(ledger.find(order)).toEqual({ kind: 'free', purchase: 2 });
		ledger.markSending(order, aSending(order, { purchase: 2 }));
		ledger.markOrdered(order, aJob({ requestId: 'two' }));
		ledger.markFailed(order, 'one');
		expect(ledger.find(order)).toMatchObject({ kind: 'ordered', job: { requestId: 'two' } });
	});

	it('takes a job that is missing where one should be for an order that may have been charged', () => {
		const store: LedgerStore = { [order.place]: [{ ...sending, state: 'ordered' }] };
		expect(createLedger(store).find(order)).toEqual({ kind: 'unknown', sent: sending });
	});

	it('forgets a place altogether', () => {
		const ledger = createLedger({});
		ledger.markSending(order, sending);
		ledger.forget(order);
		expect(ledger.find(order)).toEqual({ kind: 'free', purchase: 1 });
	});

	it.each(['markOrdered', 'markUnknown', 'markRefused', 'markFailed', 'forget'] as const)(
		'takes %s for a place it does not know',
		(mark) => {
			const store: LedgerStore = {};
			createLedger(store)[mark](order, aJob() as never);
			expect(store).toEqual({});
		},
	);
});

describe('another try at the same place', () => {
	const hashes = (parameters: string, input: string, evaluated: string) => ({
		hashes: { parameters, input, evaluated },
	});
	const first = anOrder('a', hashes('={{ $now }}', 'row 1', 'at 8:00'));
	const bought = () => {
		const ledger = createLedger({});
		ledger.markSending(first, aSending(first));
		ledger.markOrdered(first, aJob());
		return ledger;
	};

	it.each([
		['its expression gives another value', hashes('={{ $now }}', 'row 1', 'at 9:00'), 'ordered'],
		['a person wrote the same words otherwise', hashes('other', 'row 1', 'at 8:00'), 'ordered'],
		['n8n worked out its input again', hashes('={{ $now }}', 'row 2', 'at 9:00'), 'displaced'],
		['a person asks for something else', hashes('other', 'row 1', 'a cat'), 'free'],
		['nothing is as it was', hashes('other', 'row 2', 'a cat'), 'free'],
	] as const)('finds the order where %s', (_, changes, kind) => {
		expect(bought().find(anOrder('a', changes))).toMatchObject({ kind });
	});

	it('asks for another video as the next purchase, and still finds the first', () => {
		const ledger = bought();
		const other = anOrder('a', hashes('other', 'row 1', 'a cat'));
		expect(ledger.find(other)).toEqual({ kind: 'free', purchase: 2 });
		ledger.markSending(other, aSending(other, { purchase: 2 }));
		ledger.markOrdered(other, aJob({ requestId: 'two' }));
		expect(ledger.find(other)).toMatchObject({ job: { requestId: 'two' } });
		expect(ledger.find(first)).toMatchObject({ job: { requestId: aJob().requestId } });
	});

	it('is sent again as it left first', () => {
		const ledger = createLedger({});
		const sent = aSending(first, { body: 'at 8:00' });
		ledger.markSending(first, sent);
		const later = anOrder('a', hashes('={{ $now }}', 'row 1', 'at 9:00'));
		ledger.markSending(later, aSending(later, { body: 'at 9:00' }));
		expect(ledger.find(later)).toEqual({ kind: 'unknown', sent });
	});
});

describe('a unique key in the ledger', () => {
	const keyed = aKeyedOrder('row 7', 'a');
	const other = aKeyedOrder('row 7', 'b', {
		hashes: { parameters: 'p', input: 'i', evaluated: 'b' },
	});

	it('is taken by the order that has it, whatever became of it', () => {
		const ledger = createLedger({});
		ledger.markSending(keyed, aSending(keyed));
		expect(ledger.find(other)).toEqual({ kind: 'taken', request: keyed.request });
		ledger.markOrdered(keyed, aJob());
		expect(ledger.find(other)).toEqual({ kind: 'taken', request: keyed.request });
	});

	it('is free again once that order was refused, or its video failed', () => {
		const ledger = createLedger({});
		ledger.markSending(keyed, aSending(keyed));
		ledger.markRefused(keyed);
		expect(ledger.find(other)).toEqual({ kind: 'free', purchase: 1 });
		ledger.markSending(keyed, aSending(keyed));
		ledger.markOrdered(keyed, aJob());
		ledger.markFailed(keyed, aJob().requestId);
		expect(ledger.find(other)).toEqual({ kind: 'free', purchase: 2 });
	});
});

describe('the hash of a request', () => {
	it.each([
		{ label: 'prompt', changed: aRequest({ prompt: 'a cat' }) },
		{ label: 'model', changed: aRequest({ model: 'veo-3.1' }) },
		{ label: 'duration', changed: aRequest({ durationSeconds: 4 }) },
		{ label: 'aspect ratio', changed: aRequest({ aspectRatio: '9:16' }) },
		{ label: 'image', changed: aRequest({ imageUrl: 'https://example.com/a.jpg' }) },
		{ label: 'option of v1/videos', changed: aRequest({ v2Options: { watermark: false } }) },
	])('is another one for another $label', ({ changed }) => {
		expect(hashRequest(changed)).not.toBe(hashRequest(aRequest()));
	});

	it('does not depend on the API version that must take it, nor on the order of its fields', () => {
		expect(hashRequest(aRequest({ requiredVersion: 'v1/videos' }))).toBe(hashRequest(aRequest()));
		const turned = Object.fromEntries(Object.entries(aRequest()).reverse());
		expect(hashRequest(turned as never)).toBe(hashRequest(aRequest()));
	});

	it('does not hold the prompt itself', () => {
		expect(hashRequest(aRequest({ prompt: 'secret film' }))).not.toContain('secret');
	});
});

it('the ids that every answer to one order named are kept', () => {
	const ledger = createLedger({});
	const naming = (...possibleRequestIds: string[]) => ({
		message: 'oops',
		facts: { ...anError('service-fault').facts, possibleRequestIds },
	});
	ledger.markSending(order, sending);
	ledger.markUnknown(order, naming('job-1'));
	ledger.markUnknown(order, naming('job-2', 'job-1'));
	ledger.markUnknown(order);
	expect(ledger.find(order)).toMatchObject({
		evidence: { facts: { possibleRequestIds: ['job-1', 'job-2'] } },
	});
});
