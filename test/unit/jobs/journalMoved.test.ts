import { aStage, anOrder, otherBody, retry } from '../../support/journalStage';

describe('the journal of a row that moved', () => {
	const ask = { copy: 'a dog 1' };
	it('tells a retry that the video was ordered at another place, and orders another copy', async () => {
		const { clock, journalOf } = aStage();
		await clock.run(journalOf().ask(anOrder(ask)));
		const moved = { ...ask, place: '0:1' };
		expect(await clock.run(journalOf(retry).ask(anOrder(moved)))).toMatchObject({ kind: 'other' });
		const second = { copy: 'a dog 2', place: '0:1' };
		expect(await clock.run(journalOf(retry).ask(anOrder(second)))).toMatchObject({ kind: 'new' });
	});

	it('leaves the place free for the row that belongs there', async () => {
		const { clock, journalOf } = aStage();
		await clock.run(journalOf().ask(anOrder(ask)));
		await clock.run(journalOf(retry).ask(anOrder({ ...ask, place: '0:1' })));
		const other = { ...otherBody, copy: 'a cat 1', place: '0:1' };
		expect(await clock.run(journalOf(retry).ask(anOrder(other)))).toMatchObject({ kind: 'new' });
	});

	it.each([1, 2, 3, 4, 5, 6])(
		'sends no other row under the key of a place where n8n is cut off in write %i of a retry',
		async (cutAt) => {
			let left = Infinity;
			const failure = () => (left-- > 0 ? undefined : new Error('n8n is gone'));
			const { clock, journalOf } = aStage({ failure });
			await clock.run(journalOf().ask(anOrder(ask)));
			const other = anOrder({ ...otherBody, copy: 'a cat 1' });
			left = cutAt;
			const cut = journalOf(retry).ask(other);
			await clock.run(cut.catch(() => {}));
			left = Infinity;
			const next = journalOf({ ...retry, executionId: '3' });
			expect(await clock.run(next.ask(other))).toMatchObject({ kind: 'other' });
			expect(await clock.run(next.ask(anOrder(ask)))).toMatchObject({ kind: 'same' });
		},
	);
});
