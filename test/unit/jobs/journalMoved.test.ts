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
});
