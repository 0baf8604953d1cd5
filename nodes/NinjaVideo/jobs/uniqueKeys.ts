import { untilAborted } from '../pacing/deadline';
import type { Job } from '../videoService';
import { hashOf } from './identity';

/** What is remembered of a unique key. Plain JSON. */
export interface KeyRecord {
	/** Counts the purchases under the key from 1. */
	readonly purchase: number;
	/** Hash of the order as its expressions came out. */
	readonly evaluated: string;
	/** The order in a few words, for people. */
	readonly label: string;
	readonly job: Job;
	/** The video failed and was refunded: the key is free for the next purchase. */
	readonly failed?: true;
}

/** Keys by name, the newest last. */
export type KeyStore = Record<string, KeyRecord>;

/** What n8n saves with the workflow. */
export interface SavedKeys {
	read(): KeyStore;
	/** Absent where nothing may be written: in a retry n8n writes back an old copy of everybody's data. */
	write?(name: string, record: KeyRecord): void;
}

/** Memory of the unique keys of one node, across executions. */
export interface UniqueKeys {
	find(uniqueKey: string): KeyRecord | undefined;
	/** Writes down what was ordered, or found, under a key; makes it the newest. */
	remember(uniqueKey: string, record: KeyRecord): void;
	/** A key was seen: it must not be the next to be forgotten. */
	touch(uniqueKey: string): void;
	/**
	 * Does one thing at a time for each key, so that two executions of a process do not order both.
	 * @returns undefined where `signal` aborts before its turn
	 */
	alone<T>(uniqueKey: string, signal: AbortSignal, work: () => Promise<T>): Promise<T | undefined>;
}

/** Keys of a node that are remembered. */
export const MOST_KEYS = 2000;

/** What a process keeps of the keys of one node. */
export interface KeysInProcess {
	readonly store: KeyStore;
	readonly lines: Map<string, Promise<unknown>>;
}

/** Writes a record as the newest of its store, and forgets the oldest over the limit. */
export function writeNewest(store: KeyStore, name: string, record: KeyRecord): void {
	delete store[name];
	store[name] = record;
	const names = Object.keys(store);
	for (const old of names.slice(0, Math.max(0, names.length - MOST_KEYS))) delete store[old];
}

/**
 * The keys of one node, out of what the process knows and what n8n saved. Overlapping executions overwrite each
 * other's saved data, and executions by hand save none, so the process is asked too.
 */
export function createUniqueKeys(inProcess: KeysInProcess, saved: SavedKeys): UniqueKeys {
	/** Short, and never an array index, which would break the order of insertion. */
	const nameOf = (uniqueKey: string) => `key ${hashOf(uniqueKey)}`;
	const isNewer = (here: KeyRecord, there: KeyRecord | undefined) =>
		there === undefined || there.purchase < here.purchase;
	// What an execution that ended meanwhile saved is missing in the data that this one began with, and will save.
	for (const [name, record] of Object.entries(inProcess.store)) {
		if (isNewer(record, saved.read()[name])) saved.write?.(name, record);
	}
	return {
		find(uniqueKey) {
			const name = nameOf(uniqueKey);
			const here = inProcess.store[name];
			const there = saved.read()[name];
			if (here === undefined || there === undefined) return here ?? there;
			return there.purchase > here.purchase ? there : here;
		},
		remember(uniqueKey, record) {
			writeNewest(inProcess.store, nameOf(uniqueKey), record);
			saved.write?.(nameOf(uniqueKey), record);
		},
		touch(uniqueKey) {
			const name = nameOf(uniqueKey);
			const names = Object.keys(saved.read());
			const toWrite = names.length > MOST_KEYS / 2 && names.indexOf(name) < MOST_KEYS / 2;
			const record = saved.read()[name];
			if (record !== undefined && toWrite) saved.write?.(name, record);
		},
		async alone(uniqueKey, signal, work) {
			const { lines } = inProcess;
			const name = nameOf(uniqueKey);
			const before = lines.get(name) ?? Promise.resolve();
			let hasBegun = false;
			const mine = before.then(async () => {
				if (signal.aborted) return undefined;
				hasBegun = true;
				return await work();
			});
			const line = mine.then(nothing, nothing);
			lines.set(name, line);
			void line.then(() => {
				if (lines.get(name) === line) lines.delete(name);
			});
			await untilAborted(before, signal);
			return signal.aborted && !hasBegun ? undefined : await mine;
		},
	};
}

const nothing = (): void => {};
