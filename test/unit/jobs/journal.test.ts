import type { Leaving } from '../../../nodes/NinjaVideo/jobs/journal';
import { markStoreOf } from '../../../nodes/NinjaVideo/n8n/journalStore';
import { createDeduplicationStore, deduplicationHelpers } from '../../support/deduplicationStore';
import { aStage, anOrder, otherBody, retry } from '../../support/journalStage';
import { createVirtualClock } from '../../support/virtualClock';

const HOUR_MS = 3_600_000;

const withKey = (changes: Partial<Leaving> = {}) => anOrder({ uniqueKey: 'row 7', ...changes });

describe('the journal of a place', () => {
	it('writes an order down when it is asked for the first time', async () => {
		const { clock, journalOf } = aStage();
		const ask = async () => await clock.run(journalOf().ask(anOrder()));
		expect(await ask()).toMatchObject({ kind: 'new', purchase: 1 });
		expect(await ask()).toMatchObject({ kind: 'same', purchase: 1 });
	});

	it.each([
		['the same body was sent to the same place', {}, 'same'],
		['another body was sent', otherBody, 'other'],
		['it went to another account', { target: 'v1/videos other' }, 'other'],
		['it is another item', { place: '0:1' }, 'new'],
		['it is another round of a loop', { place: '1:0' }, 'new'],
		['it is the next purchase', { purchase: 2 }, 'new'],
	] as const)('tells a retry, when %s', async (_, changes, kind) => {
		const { clock, journalOf } = aStage();
		await clock.run(journalOf().ask(anOrder()));
		expect(await clock.run(journalOf(retry).ask(anOrder(changes)))).toMatchObject({ kind });
	});

	it('knows nothing of another execution', async () => {
		const { clock, journalOf } = aStage();
		await clock.run(journalOf().ask(anOrder()));
		const later = journalOf({ root: () => '2000', executionId: '2' });
		expect(await clock.run(later.ask(anOrder()))).toMatchObject({ kind: 'new' });
	});

	it('makes the root its own where another execution began in the same millisecond', async () => {
		const { clock, journalOf } = aStage();
		await clock.run(journalOf().ask(anOrder()));
		let root = '1000';
		const addExecutionId = () => {
			root += '+2';
		};
		const second = journalOf({ executionId: '2', root: () => root, addExecutionId });
		expect(await clock.run(second.ask(anOrder()))).toMatchObject({ kind: 'new' });
		expect(root).toBe('1000+2');
		expect(await clock.run(second.ask(anOrder()))).toMatchObject({ kind: 'same' });
	});

	it('finds an execution that began anew under its own id with another root', async () => {
		const { clock, journalOf } = aStage();
		await clock.run(journalOf().ask(anOrder()));
		const again = async () => await clock.run(journalOf({ root: () => '2000' }).ask(anOrder()));
		expect(await again()).toMatchObject({ kind: 'other' });
		expect(await again()).toMatchObject({ kind: 'other' });
	});

	it('forgets an order that was taken back', async () => {
		const { clock, store, journalOf } = aStage();
		const answer = await clock.run(journalOf().ask(anOrder()));
		if (answer.kind !== 'new') throw new Error('It is new');
		await clock.run(Promise.all([answer.entry.confirm(), answer.entry.takeBack()]));
		expect(store.size('workflow', 'node')).toBe(0);
		expect(await clock.run(journalOf(retry).ask(anOrder()))).toMatchObject({ kind: 'new' });
	});

	it('asks without leaving a trace where it refuses', async () => {
		const { clock, store, journalOf } = aStage();
		await clock.run(journalOf().ask(anOrder()));
		const size = store.size('workflow', 'node');
		await clock.run(journalOf(retry).ask(anOrder(otherBody)));
		expect(store.size('workflow', 'node')).toBe(size);
		expect(await clock.run(journalOf(retry).ask(anOrder(otherBody)))).toMatchObject({
			kind: 'other',
		});
	});

	it.each([
		[12, 'same'],
		[36, 'other'],
	] as const)('counts on a promise to replay for a day: after %d hours', async (hours, kind) => {
		const { clock, journalOf } = aStage();
		await clock.run(journalOf().ask(anOrder()));
		await clock.run(clock.sleep(hours * HOUR_MS));
		expect(await clock.run(journalOf(retry).ask(anOrder()))).toMatchObject({ kind });
		expect(await clock.run(journalOf(retry).ask(anOrder()))).toMatchObject({ kind });
	});
});

describe('the journal of a unique key', () => {
	it('finds an order in any later execution', async () => {
		const { clock, journalOf } = aStage();
		await clock.run(journalOf().ask(withKey()));
		const later = journalOf({ root: () => '2000', executionId: '2' });
		expect(await clock.run(later.ask(withKey({ place: '5:7' })))).toMatchObject({
			kind: 'same',
			purchase: 1,
		});
		expect(await clock.run(later.ask(withKey(otherBody)))).toEqual({ kind: 'other', purchase: 1 });
		expect(await clock.run(later.ask(withKey({ uniqueKey: 'row 8' })))).toMatchObject({
			kind: 'new',
		});
	});

	it('frees a key whose video failed for the next purchase, as often as it fails', async () => {
		const { clock, journalOf } = aStage();
		const journal = journalOf();
		await clock.run(journal.ask(withKey()));
		await clock.run(journal.recordFailure('row 7', 1));
		expect(await clock.run(journal.ask(withKey()))).toMatchObject({ kind: 'new', purchase: 2 });
		expect(await clock.run(journal.ask(withKey()))).toMatchObject({ kind: 'same', purchase: 2 });
		await clock.run(journal.recordFailure('row 7', 2));
		expect(await clock.run(journal.ask(withKey()))).toMatchObject({ kind: 'new', purchase: 3 });
	});

	it('takes no order for a failed one where n8n is cut off between any two of its writes', async () => {
		for (let calls = 1; calls <= 4; calls += 1) {
			let left = Infinity;
			const failure = () => (left-- > 0 ? undefined : new Error('n8n is gone'));
			const { clock, journalOf } = aStage({ failure });
			await clock.run(journalOf().ask(withKey()));
			left = calls;
			const cut = journalOf().ask(withKey(otherBody));
			await clock.run(cut.catch(() => {}));
			left = Infinity;
			expect(await clock.run(journalOf().ask(withKey()))).toMatchObject({ purchase: 1 });
			expect(await clock.run(journalOf().ask(withKey()))).not.toMatchObject({ kind: 'new' });
		}
	});

	it.each([1, 2, 3, 4, 5, 6])(
		'forgets no key that it is making the newest where n8n is cut off before write %i',
		async (cutAt) => {
			let left = Infinity;
			const failure = () => (left-- > 1 ? undefined : new Error('n8n is gone'));
			const { clock, journalOf } = aStage({ failure });
			await clock.run(journalOf().ask(withKey()));
			left = cutAt;
			const cut = journalOf().keep([{ uniqueKey: 'row 7', purchase: 1 }]);
			await clock.run(cut.catch(() => {}));
			left = Infinity;
			expect(await clock.run(journalOf().ask(withKey()))).toMatchObject({ purchase: 1 });
			expect(await clock.run(journalOf().ask(withKey()))).not.toMatchObject({ kind: 'new' });
			await clock.run(journalOf().recordFailure('row 7', 1));
			expect(await clock.run(journalOf().ask(withKey()))).toMatchObject({ purchase: 2 });
		},
	);

	it('frees a key whose order was taken back as the same purchase', async () => {
		const { clock, journalOf } = aStage();
		const answer = await clock.run(journalOf().ask(withKey()));
		if (answer.kind === 'new') await clock.run(answer.entry.takeBack());
		expect(await clock.run(journalOf().ask(withKey()))).toMatchObject({ kind: 'new', purchase: 1 });
	});

	it('keeps the keys that are seen among the newest', async () => {
		const { clock, journalOf } = aStage();
		const journal = journalOf();
		const ask = async (row: number) =>
			await clock.run(journal.ask(withKey({ uniqueKey: `row ${row}` })));
		for (let row = 0; row < 1700; row += 1) {
			const answer = await ask(row);
			if (answer.kind === 'new') await clock.run(answer.entry.confirm());
			if (row % 400 === 0) await clock.run(journal.keep([{ uniqueKey: 'row 0', purchase: 1 }]));
		}
		for (let row = 1700; row < 3400; row += 1) {
			await ask(row);
			if (row % 400 === 0) await clock.run(journal.keep([{ uniqueKey: 'row 0', purchase: 1 }]));
		}
		expect((await ask(0)).kind).not.toBe('new');
		expect((await ask(1)).kind).toBe('new');
	});
});

describe('a mark that another process overwrites', () => {
	it('is written again while the answer is awaited, until it is found', async () => {
		let lost = 0;
		const { clock, journalOf } = aStage({ loses: () => (lost += 1) <= 3 });
		const answer = await clock.run(journalOf().ask(anOrder()));
		if (answer.kind !== 'new') throw new Error('It is new');
		await clock.run(answer.entry.confirm());
		expect(await clock.run(journalOf(retry).ask(anOrder()))).toMatchObject({ kind: 'same' });
	});

	it('is given up after five tries', async () => {
		const { clock, store, journalOf } = aStage({ loses: () => true });
		const answer = await clock.run(journalOf().ask(anOrder()));
		if (answer.kind !== 'new') throw new Error('It is new');
		await clock.run(answer.entry.confirm());
		expect(store.calls).toHaveLength(6);
	});
});

describe('an order that left where nothing is replayed', () => {
	it.each([
		['a place', anOrder()],
		['a unique key', withKey()],
	])(
		'at %s is never sent again elsewhere, although a write of the store is lost',
		async (_, order) => {
			const first = { ...order, target: 'v1/video', isReplayed: false };
			for (let lost = 1; lost <= 8; lost += 1) {
				let writes = -Infinity;
				const { clock, journalOf } = aStage({ loses: () => (writes += 1) === lost });
				await clock.run(journalOf().ask(first));
				writes = 0;
				const kinds = [];
				for (let tries = 0; tries < 3; tries += 1) {
					kinds.push((await clock.run(journalOf(retry).ask(order))).kind);
				}
				expect(kinds).toEqual(['other', 'other', 'other']);
			}
		},
	);
});

describe('the store', () => {
	it('is asked again where two first writes meet', async () => {
		let failures = 0;
		const failure = () =>
			(failures += 1) <= 2 ? new Error('UNIQUE constraint failed') : undefined;
		const { clock, journalOf } = aStage({ failure });
		expect(await clock.run(journalOf().ask(anOrder()))).toMatchObject({ kind: 'new' });
	});

	it('fails after five tries, so that nothing is ordered without a mark', async () => {
		const { clock, journalOf } = aStage({ failure: () => new Error('the database is gone') });
		const asked = journalOf().ask(anOrder());
		await expect(clock.run(asked)).rejects.toThrow('the database is gone');
	});

	it('is not there for a workflow that was never saved', () => {
		const helpers = deduplicationHelpers(createDeduplicationStore(), '', 'node');
		const context = { getWorkflow: () => ({ id: '' }), helpers } as never;
		const inLine = async <T>(work: () => Promise<T>) => await work();
		expect(markStoreOf(context, inLine, createVirtualClock())).toBeUndefined();
	});
});
