import { createJournal } from '../../../nodes/NinjaVideo/jobs/journal';
import { createJournalEntry, untilRecorded } from '../../../nodes/NinjaVideo/jobs/journalEntry';
import {
	failedMark,
	keyMark,
	standInMark,
	type MarkStore,
} from '../../../nodes/NinjaVideo/jobs/marks';
import { anIdentity } from '../../support/builders';
import { anOrder, otherBody, retry } from '../../support/journalStage';
import { createVirtualClock } from '../../support/virtualClock';

const PERIOD_MS = 43_200_000;

/** Marks in memory, the newest last, and every call; a mark that `loses` names is lost as soon as it is written. */
function setUp(loses: (mark: string) => boolean = () => false) {
	const marks: string[] = [];
	const calls: string[] = [];
	const store: MarkStore = {
		async record(wanted) {
			calls.push(`+ ${wanted.join(', ')}`);
			const before = new Set(wanted.filter((mark) => marks.includes(mark)));
			marks.push(...wanted.filter((mark) => !before.has(mark) && !loses(mark)));
			return await Promise.resolve(before);
		},
		async remove(unwanted) {
			calls.push(`- ${unwanted.join(', ')}`);
			for (const mark of unwanted) if (marks.includes(mark)) marks.splice(marks.indexOf(mark), 1);
			await Promise.resolve();
		},
	};
	const clock = createVirtualClock();
	const journalOf = (changes: Parameters<typeof anIdentity>[0] = {}) => {
		const journal = createJournal(store, anIdentity(changes), { clock, random: () => 0.5 });
		return {
			ask: async (changed: object = {}) => await clock.run(journal.ask(anOrder(changed))),
			keep: async (...names: string[]) =>
				await clock.run(journal.keep(names.map((uniqueKey) => ({ uniqueKey, purchase: 1 })))),
			recordFailure: async (uniqueKey: string, purchase = 1) =>
				await clock.run(journal.recordFailure(uniqueKey, purchase)),
		};
	};
	return { marks, calls, clock, store, journalOf };
}

const KEY = { uniqueKey: 'a', place: 'key a' };

describe('a key that is made the newest', () => {
	const [mark, standIn] = [keyMark('a', 1), standInMark('a', 1)];

	it('has another mark stand for it until its own is found again', async () => {
		const { calls, marks, journalOf } = setUp();
		await journalOf().ask(KEY);
		await journalOf().ask({ ...KEY, uniqueKey: 'b' });
		calls.length = 0;
		await journalOf().keep('a');
		expect(calls).toEqual([
			...[`+ ${standIn}`, `+ ${standIn}`, `- ${mark}`, `+ ${mark}`, `+ ${mark}`, `- ${standIn}`],
		]);
		expect(marks.at(-1)).toBe(mark);
		expect(marks).not.toContain(standIn);
	});

	it('keeps its mark where the other does not stay, and the other where its mark does not', async () => {
		const noStandIn = setUp((one) => one === standIn);
		await noStandIn.journalOf().ask(KEY);
		await noStandIn.journalOf().keep('a');
		expect(noStandIn.marks).toContain(mark);
		let isLost = false;
		const noMark = setUp((one) => isLost && one === mark);
		await noMark.journalOf().ask(KEY);
		isLost = true;
		await noMark.journalOf().keep('a');
		expect(noMark.marks).toContain(standIn);
		expect(await noMark.journalOf().ask(KEY)).toMatchObject({ purchase: 1 });
	});

	it('is none where there are none', async () => {
		const { calls, journalOf } = setUp();
		await journalOf().keep();
		expect(calls).toEqual([]);
	});
});

describe('a key whose video failed', () => {
	it('is free only where that stays written', async () => {
		const { marks, journalOf } = setUp((one) => one === failedMark('a', 1));
		await journalOf().ask(KEY);
		await journalOf().recordFailure('a');
		expect(marks).toContain(keyMark('a', 1));
		expect(await journalOf().ask(KEY)).toMatchObject({ kind: 'same', purchase: 1 });
	});

	it('is free two hundred times at most', async () => {
		const { journalOf } = setUp();
		for (let purchase = 1; purchase < 200; purchase += 1)
			await journalOf().recordFailure('a', purchase);
		expect(await journalOf().ask(KEY)).toMatchObject({ kind: 'new', purchase: 200 });
		await journalOf().recordFailure('a', 200);
		expect(await journalOf().ask(KEY)).toMatchObject({ purchase: 200 });
		expect((await journalOf().ask({ ...KEY, ...otherBody })).kind).toBe('other');
	});
});

describe('an order that left without a key', () => {
	const left = { copy: 'a dog 1' };

	it('is found in a retry that gives it one, and the question leaves no trace', async () => {
		const { marks, journalOf } = setUp();
		await journalOf().ask(left);
		const before = [...marks];
		expect(await journalOf(retry).ask({ ...left, ...KEY })).toEqual({
			kind: 'unkeyed',
			purchase: 1,
		});
		expect(marks).toEqual(before);
	});

	it.each([
		['in another execution', {}, left],
		['of another video', retry, { copy: 'a cat 1' }],
		['that nothing tells from others', retry, { copy: undefined }],
	])('is not found %s', async (_, identity, changes) => {
		const { journalOf } = setUp();
		await journalOf().ask(left);
		expect(await journalOf(identity).ask({ ...changes, ...KEY })).toMatchObject({ kind: 'new' });
	});
});

describe('an order that is found', () => {
	it.each([{}, KEY])(
		'is replayed until the second half day after it left has begun: %j',
		async (named) => {
			const { clock, journalOf } = setUp();
			const period = Math.floor(clock.now() / PERIOD_MS);
			await journalOf().ask(named);
			const untilMs = (period + 2) * PERIOD_MS;
			expect(await journalOf(retry).ask(named)).toEqual({ kind: 'same', purchase: 1, untilMs });
			await clock.run(clock.sleep(PERIOD_MS));
			expect(await journalOf(retry).ask(named)).toEqual({ kind: 'same', purchase: 1, untilMs });
			await clock.run(clock.sleep(PERIOD_MS));
			expect(await journalOf(retry).ask(named)).toEqual({ kind: 'other', purchase: 1 });
		},
	);

	it.each([
		['a key in new executions', { executionId: '2', root: () => '2000' }, KEY],
		['a place in retries', retry, {}],
		['a place in the execution itself', {}, {}],
	])(
		'is replayed for a day at most, however often it is asked for: %s',
		async (_, identity, named) => {
			const { clock, journalOf } = setUp();
			await journalOf().ask(named);
			const kinds: string[] = [];
			for (let hour = 1; hour <= 48; hour += 1) {
				await clock.run(clock.sleep(PERIOD_MS / 12));
				kinds.push((await journalOf(identity).ask(named)).kind);
			}
			expect(kinds.lastIndexOf('same') + 1).toBeLessThanOrEqual(24);
			expect(kinds.indexOf('other') + 1).toBeGreaterThan(12);
			expect(new Set(kinds)).toEqual(new Set(['same', 'other']));
		},
	);

	it.each([{}, KEY])('is never replayed where it left without that promise: %j', async (named) => {
		const { marks, journalOf } = setUp();
		await journalOf().ask({ ...named, isReplayed: false });
		const before = [...marks];
		for (const isReplayed of [true, false]) {
			expect(await journalOf(retry).ask({ ...named, isReplayed })).toEqual({
				kind: 'other',
				purchase: 1,
			});
		}
		expect(marks).toEqual(before);
	});

	it.each([{}, KEY])('leaves no trace of a question for another: %j', async (named) => {
		const { marks, journalOf } = setUp();
		await journalOf().ask(named);
		const before = [...marks];
		expect((await journalOf(retry).ask({ ...named, ...otherBody })).kind).toBe('other');
		expect(marks).toEqual(before);
		expect((await journalOf().ask({ ...named, ...otherBody })).kind).toBe('other');
		expect(marks).toEqual(before);
	});
});

describe('a second look at marks', () => {
	const look = async (random: number, ...found: ReadonlyArray<readonly string[] | undefined>) => {
		const clock = createVirtualClock();
		const asked: number[] = [];
		const record = () => {
			asked.push(clock.elapsedMs());
			const here = found[Math.min(asked.length, found.length) - 1];
			return here === undefined ? undefined : Promise.resolve(new Set(here));
		};
		const isFound = await clock.run(
			untilRecorded(record, ['a', 'b'], { clock, random: () => random }),
		);
		return { isFound, asked };
	};

	it.each([
		[0, 20],
		[0.5, 60],
		[1, 100],
	])('with the chance %s comes after %s ms', async (random, ms) => {
		expect(await look(random, ['a', 'b'])).toEqual({ isFound: true, asked: [ms] });
	});

	it('is taken until all are found, five times at most', async () => {
		expect(await look(0, [], ['a'], ['b'], ['a', 'b'])).toEqual({
			isFound: true,
			asked: [20, 40, 60, 80],
		});
		expect(await look(0, ['a'])).toEqual({ isFound: false, asked: [20, 40, 60, 80, 100] });
	});

	it('is not taken where they are not wanted any more', async () => {
		expect(await look(0, [], undefined)).toEqual({ isFound: false, asked: [20, 40] });
	});

	it('removes what is unwanted, where something is', async () => {
		const { calls, clock, store } = setUp();
		const confirm = async (...unwanted: string[]) => {
			calls.length = 0;
			await store.record(['a']);
			const entry = createJournalEntry(store, ['a'], unwanted, { clock, random: () => 0 });
			await clock.run(entry.confirm());
			return [...calls];
		};
		expect(await confirm()).toEqual(['+ a', '+ a']);
		expect(await confirm('x')).toEqual(['+ a', '- x', '+ a']);
	});
});
