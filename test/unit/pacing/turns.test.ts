import { createTurns, mapInTurns } from '../../../nodes/NinjaVideo/pacing/turns';
import { createTurnCounter } from '../../support/turnCounter';

it('work of 2,000 pieces that comes at once leaves the event loop its turn at least every 20 of them', async () => {
	const clock = createTurnCounter();
	const nextTurn = createTurns(clock);
	const turnsAt: number[] = [];
	await Promise.all(
		Array.from({ length: 2000 }, async () => {
			await nextTurn();
			turnsAt.push(clock.turns());
		}),
	);
	for (let first = 0; first + 20 < turnsAt.length; first += 1) {
		expect(turnsAt[first + 20]).toBeGreaterThan(turnsAt[first]!);
	}
});

it('work that takes no time is done in one turn', async () => {
	const clock = { ...createTurnCounter(), now: () => 0 };
	const items = Array.from({ length: 2000 }, (_, index) => index);
	await expect(mapInTurns(items, clock, (item) => 2 * item)).resolves.toEqual(
		items.map((item) => 2 * item),
	);
	expect(clock.turns()).toBe(0);
});

it('pieces of work go on in the order in which they came', async () => {
	const nextTurn = createTurns(createTurnCounter());
	const done: number[] = [];
	await Promise.all(
		Array.from({ length: 100 }, async (_, index) => {
			await nextTurn();
			done.push(index);
		}),
	);
	expect(done).toEqual(Array.from({ length: 100 }, (_, index) => index));
});

it('a piece of work that fails ends the rest', async () => {
	const seen: number[] = [];
	const work = mapInTurns([1, 2, 3], createTurnCounter(), (item) => {
		seen.push(item);
		if (item === 2) throw new Error('two');
	});
	await expect(work).rejects.toThrow('two');
	expect(seen).toEqual([1, 2]);
});
