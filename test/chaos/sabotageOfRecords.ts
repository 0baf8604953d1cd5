import type { Placed } from '../../nodes/NinjaVideo/jobs/identity';
import type fc from 'fast-check';
import { createJournal } from '../../nodes/NinjaVideo/jobs/journal';
import type { JournalEntry } from '../../nodes/NinjaVideo/jobs/journalEntry';
import {
	createLedger,
	type Ledger,
	type LedgerRecord,
	type LedgerStore,
} from '../../nodes/NinjaVideo/jobs/ledger';
import { unrecordedScript } from './peacefulScripts';
import type { Parts } from './oneRun';
import type { Script } from './script';

/** A part broken on purpose, and the promise it breaks. */
export interface Sabotage {
	readonly label: string;
	/** The number of the invariant, as its name begins. */
	readonly breaks: string;
	readonly parts: Partial<Parts>;
	/** The cases that are likely to show it; any case whatsoever where it is absent. */
	readonly scripts?: fc.Arbitrary<Script>;
}

/** A journal that takes every order for new. */
const forgetfulJournal: typeof createJournal = (store, identity, deps) => ({
	...createJournal(store, identity, deps),
	ask: async ({ purchase }) => await Promise.resolve({ kind: 'new', purchase, entry: NOTHING }),
});

const NOTHING = {
	confirm: async () => await Promise.resolve(),
	takeBack: async () => await Promise.resolve(),
};

/** A journal whose entries are changed. */
const withEntries =
	(change: (entry: JournalEntry) => JournalEntry): typeof createJournal =>
	(store, identity, deps) => {
		const real = createJournal(store, identity, deps);
		return {
			...real,
			async ask(order) {
				const answer = await real.ask(order);
				return answer.kind === 'new' ? { ...answer, entry: change(answer.entry) } : answer;
			},
		};
	};

/** A ledger that knows an order by what its expressions gave, and by nothing else. */
function literal(store: LedgerStore): Ledger {
	const real = createLedger(store);
	const byWords = <T extends Placed>(order: T): T => {
		const { evaluated } = order.hashes;
		return { ...order, hashes: { evaluated, parameters: evaluated, input: '' } };
	};
	return {
		...real,
		find: (order) => real.find(byWords(order)),
		markSending: (order, sent) =>
			real.markSending(order, { ...sent, hashes: byWords(order).hashes }),
	};
}

/** A route by which nothing is replayed, taken for one that replays. */
const PROMISED = 'promised';

const promised = (record: LedgerRecord): LedgerRecord => {
	if (record.kind !== 'unknown' || record.sent.replay !== undefined) return record;
	return { ...record, sent: { ...record.sent, replay: { at: PROMISED, untilMs: Infinity } } };
};

/** A ledger that frees an order whose second try did not bring a request id either. */
function trusting(store: LedgerStore): Ledger {
	const real = createLedger(store);
	const seen = new Set<string>();
	return {
		...real,
		markUnknown(order, evidence) {
			if (seen.has(order.place)) real.markRefused(order);
			else real.markUnknown(order, evidence);
			seen.add(order.place);
		},
	};
}

/** What breaks when ledger or journal do not do what they should. */
export const RECORD_SABOTAGES: readonly Sabotage[] = [
	{
		label: 'a ledger that forgets what was bought',
		breaks: '1 ',
		parts: {
			ledger: (store) => ({
				...createLedger(store),
				find: () => ({ kind: 'free', purchase: 1 }),
			}),
			journal: forgetfulJournal,
		},
	},
	{
		label: 'a ledger that does not survive a retry',
		breaks: '1 ',
		parts: { ledger: () => createLedger({}), journal: forgetfulJournal },
	},
	{
		label: 'a ledger that is written only after the answer',
		breaks: '1 ',
		parts: {
			ledger: (store) => ({ ...createLedger(store), markSending() {} }),
			journal: forgetfulJournal,
		},
	},
	{
		label: 'a ledger that takes an unknown order for a free one',
		breaks: '1b',
		parts: {
			ledger(store) {
				const real = createLedger(store);
				return { ...real, markUnknown: (order) => real.forget(order) };
			},
			journal: forgetfulJournal,
		},
	},
	{
		label: 'a journal that forgets what left',
		breaks: '1 ',
		parts: { journal: forgetfulJournal },
	},
	{
		label: 'a ledger that gives v1/video the promise of v1/videos, beside a forgetful journal',
		breaks: '1 ',
		parts: {
			ledger(store) {
				const real = createLedger(store);
				return { ...real, find: (order) => promised(real.find(order)) };
			},
			service: (real) => ({
				...real,
				replayRoutes: () => [...real.replayRoutes(), { api: 'v1/video', replay: PROMISED }],
			}),
			journal: forgetfulJournal,
		},
	},
	{
		label: 'a refused second try that is taken for proof, beside a forgetful journal',
		breaks: '1 ',
		parts: { ledger: trusting, journal: forgetfulJournal },
	},
	{
		label: 'a journal that is written only after the answer',
		breaks: '1 ',
		scripts: unrecordedScript,
		parts: {
			journal: (store, identity, deps) => {
				const real = createJournal(store, identity, deps);
				return {
					...real,
					async ask(order) {
						const answer = await real.ask(order);
						if (answer.kind !== 'new') return answer;
						await answer.entry.takeBack();
						return {
							...answer,
							entry: { ...answer.entry, confirm: async () => void (await real.ask(order)) },
						};
					},
				};
			},
		},
	},
	{
		label: 'a mark that is not looked for a second time',
		breaks: '1 ',
		scripts: unrecordedScript,
		parts: { journal: withEntries((entry) => ({ ...entry, confirm: NOTHING.confirm })) },
	},
	{
		label: 'a mark that is not taken back from an order that was refused',
		breaks: '1d',
		parts: { journal: withEntries((entry) => ({ ...entry, takeBack: NOTHING.takeBack })) },
	},
	{
		label: 'a root of its own for every retry',
		breaks: '1 ',
		parts: {
			journal: (store, identity, deps) => {
				const root = () => `${identity.root()}, ${identity.executionId}`;
				return createJournal(store, { ...identity, root }, deps);
			},
		},
	},
	{
		label: 'a ledger that knows an order by its words',
		breaks: '1 ',
		parts: { ledger: literal },
	},
];
