import {
	createUniqueKeys,
	MOST_KEYS,
	writeNewest,
	type KeyRecord,
	type KeyStore,
} from '../../../nodes/NinjaVideo/jobs/uniqueKeys';
import { aJob } from '../../support/builders';

const record = (purchase = 1, label = 'a dog'): KeyRecord => ({
	...{ purchase, evaluated: 'e', label, job: aJob() },
});

/** Keys over what a process knows and what n8n saved. */
function setUp(inProcess: KeyStore = {}, saved: KeyStore = {}, mayWrite = true) {
	const memory = { store: inProcess, lines: new Map<string, Promise<unknown>>() };
	const written: string[] = [];
	const write = (name: string, one: KeyRecord) => {
		written.push(name);
		saved[name] = one;
	};
	const create = () =>
		createUniqueKeys(memory, { read: () => saved, ...(mayWrite ? { write } : {}) });
	return { memory, saved, written, keys: create(), create };
}

/** The name under which a key stands in a store. */
function nameOf(uniqueKey: string): string {
	const { keys, memory } = setUp();
	keys.remember(uniqueKey, record());
	return Object.keys(memory.store)[0]!;
}

describe('a unique key', () => {
	it('is found by what was ordered under it', () => {
		const { keys, saved, memory } = setUp();
		expect(keys.find('a')).toBeUndefined();
		keys.remember('a', record(2));
		expect(keys.find('a')).toEqual(record(2));
		expect(keys.find('b')).toBeUndefined();
		expect(Object.keys(memory.store)).toEqual(Object.keys(saved));
		expect(nameOf('7')).toMatch(/^key [0-9a-f]{24}$/);
	});

	it.each([
		['the process', 2, 1, 2],
		['what was saved', 1, 2, 2],
		['either', 1, 1, 1],
	])('is found in %s, where that is newer', (_, here, there, purchase) => {
		const name = nameOf('a');
		const { keys } = setUp(
			{ [name]: record(here, 'here') },
			{ [name]: record(there, 'there') },
			false,
		);
		expect(keys.find('a')).toMatchObject({ purchase, label: there > here ? 'there' : 'here' });
	});

	it('is found where only one of them has it', () => {
		const name = nameOf('a');
		expect(setUp({ [name]: record() }, {}, false).keys.find('a')).toEqual(record());
		expect(setUp({}, { [name]: record() }).keys.find('a')).toEqual(record());
	});

	it('that the process knows is saved, where that is newer than what was saved', () => {
		const [a, b, c] = ['a', 'b', 'c'].map(nameOf) as [string, string, string];
		const { written, saved } = setUp(
			{ [a]: record(2), [b]: record(1), [c]: record(1) },
			{ [a]: record(1), [b]: record(1) },
		);
		expect(written).toEqual([a, c]);
		expect(saved[a]?.purchase).toBe(2);
		expect(setUp({ [a]: record(2) }, {}, false).saved).toEqual({});
	});
});

describe('the keys that are remembered', () => {
	it('are those that were written last, a key that is written again among the newest', () => {
		const store: KeyStore = {};
		for (let index = 0; index < MOST_KEYS; index += 1) writeNewest(store, `k${index}`, record());
		writeNewest(store, 'k0', record(2));
		expect(Object.keys(store)).toHaveLength(MOST_KEYS);
		expect(Object.keys(store).at(-1)).toBe('k0');
		writeNewest(store, 'new', record());
		expect(Object.keys(store)).toHaveLength(MOST_KEYS);
		expect(store.k0?.purchase).toBe(2);
		expect(store.k1).toBeUndefined();
		expect(store.k2).toBeDefined();
	});

	it('are written again only where they would soon be forgotten', () => {
		const filled = (before: number, after: number): KeyStore => {
			const store: KeyStore = {};
			for (let index = 0; index < before; index += 1) store[`old ${index}`] = record();
			store[nameOf('a')] = record();
			for (let index = 0; index < after; index += 1) store[`new ${index}`] = record();
			return store;
		};
		const touch = (saved: KeyStore, uniqueKey = 'a') => {
			const { keys, written } = setUp({}, saved);
			keys.touch(uniqueKey);
			return written.length;
		};
		const half = MOST_KEYS / 2;
		expect(touch(filled(0, half))).toBe(1);
		expect(touch(filled(half - 1, 1))).toBe(1);
		expect(touch(filled(half, 0))).toBe(0);
		expect(touch(filled(0, half - 1))).toBe(0);
		expect(touch(filled(0, half), 'b')).toBe(0);
		setUp({}, filled(0, half), false).keys.touch('a');
	});
});

describe('work under a key', () => {
	const never = new AbortController().signal;

	it('waits for what was begun before under the same key, also where that failed', async () => {
		const { keys, memory } = setUp();
		const order: string[] = [];
		let end: () => void = () => {};
		const first = keys.alone('a', never, async () => {
			await new Promise<void>((resolve) => (end = resolve));
			order.push('first');
			throw new Error('no');
		});
		const second = keys.alone('a', never, async () => {
			order.push('second');
			return await Promise.resolve(2);
		});
		await keys.alone('b', never, async () => {
			order.push('other');
			return await Promise.resolve();
		});
		end();
		await expect(first).rejects.toThrow('no');
		expect(await second).toBe(2);
		expect(order).toEqual(['other', 'first', 'second']);
		await Promise.resolve();
		expect(memory.lines.size).toBe(0);
	});

	it('that has not begun ends with Stop at once, and never begins', async () => {
		const { keys } = setUp();
		const stop = new AbortController();
		let end: () => void = () => {};
		const first = keys.alone('a', never, async () => {
			await new Promise<void>((resolve) => (end = resolve));
			return 1;
		});
		let hasBegun = false;
		const second = keys.alone('a', stop.signal, async () => {
			hasBegun = true;
			return await Promise.resolve(2);
		});
		stop.abort();
		expect(await second).toBeUndefined();
		end();
		expect(await first).toBe(1);
		await keys.alone('a', never, async () => await Promise.resolve());
		expect(hasBegun).toBe(false);
	});

	it('that has begun comes to its end, whatever Stop says', async () => {
		const { keys } = setUp();
		const stop = new AbortController();
		const work = keys.alone('a', stop.signal, async () => {
			stop.abort();
			return await Promise.resolve(1);
		});
		expect(await work).toBe(1);
	});
});
