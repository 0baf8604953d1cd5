import { aStage, anOrder } from '../../support/journalStage';
import type { Leaving } from '../../../nodes/NinjaVideo/jobs/journal';

const withKey = (changes: Partial<Leaving> = {}) => anOrder({ uniqueKey: 'row 7', ...changes });

describe('a key keeps its purchases although a write of the store is lost', () => {
	type Stage = ReturnType<typeof aStage>;

	/** Orders under the key, from a purchase on. */
	async function order({ clock, journalOf }: Stage, purchase = 1) {
		const answer = await clock.run(journalOf().ask(withKey({ purchase })));
		if (answer.kind === 'new') await clock.run(answer.entry.confirm());
		return answer;
	}

	/** The third purchase left, after two that failed; then the first and the second are asked for again. */
	it.each([1, 2, 3, 4])('while a failure is recorded, be it write %i', async (lost) => {
		let writes = -Infinity;
		const stage = aStage({ loses: () => (writes += 1) === lost });
		const fail = async (purchase: number) =>
			await stage.clock.run(stage.journalOf().recordFailure('row 7', purchase));
		await order(stage, 1);
		await fail(1);
		await order(stage, 2);
		writes = 0;
		await fail(2);
		writes = -Infinity;
		await order(stage, 3);
		expect(await order(stage, 1)).not.toMatchObject({ kind: 'new' });
	});

	it.each([1, 2, 3, 4, 5, 6])('while it is made the newest, be it write %i', async (lost) => {
		let writes = -Infinity;
		const stage = aStage({ loses: () => (writes += 1) === lost });
		await order(stage);
		writes = 0;
		await stage.clock.run(stage.journalOf().keep([{ uniqueKey: 'row 7', purchase: 1 }]));
		writes = -Infinity;
		expect(await order(stage)).not.toMatchObject({ kind: 'new' });
	});

	it('while it is made the newest, where n8n is cut off afterwards', async () => {
		for (let cutAt = 2; cutAt <= 8; cutAt += 1) {
			let left = Infinity;
			let writes = -Infinity;
			const stage = aStage({
				failure: () => (left-- > 1 ? undefined : new Error('n8n is gone')),
				loses: () => (writes += 1) === 1,
			});
			await order(stage);
			[left, writes] = [cutAt, 0];
			const cut = stage.journalOf().keep([{ uniqueKey: 'row 7', purchase: 1 }]);
			await stage.clock.run(cut.catch(() => {}));
			[left, writes] = [Infinity, -Infinity];
			expect(await order(stage)).not.toMatchObject({ kind: 'new' });
		}
	});

	it('and nothing is removed where every write is lost', async () => {
		let loses = false;
		const stage = aStage({ loses: () => loses });
		await order(stage);
		loses = true;
		const before = stage.store.calls.length;
		await stage.clock.run(stage.journalOf().recordFailure('row 7', 1));
		await stage.clock.run(stage.journalOf().keep([{ uniqueKey: 'row 7', purchase: 1 }]));
		const acts = stage.store.calls.slice(before).map(({ act }) => act);
		expect(acts).not.toContain('remove');
		loses = false;
		expect(await order(stage)).not.toMatchObject({ kind: 'new' });
	});
});
