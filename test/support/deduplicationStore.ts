import { createHash } from 'node:crypto';
import type {
	DeduplicationItemTypes,
	ICheckProcessedContextData,
	ICheckProcessedOptions,
	IDataDeduplicator,
} from 'n8n-workflow';

/** What may go wrong in the store. */
export interface StoreFaults {
	/** Between reading a list and writing it back; another's write in between is lost, as in n8n's own store. */
	pause?(): Promise<void>;
	/** Thrown by a call before it does anything. */
	failure?(): Error | undefined;
	/** Whether a write is lost: another process wrote its own copy over it. */
	loses?(): boolean;
}

/** The store of n8n's Remove Duplicates, in memory: a list of hashes for each node of each workflow. */
export interface DeduplicationStore extends IDataDeduplicator {
	/** Every call so far. */
	readonly calls: ReadonlyArray<{
		readonly act: 'record' | 'remove';
		readonly items: readonly string[];
	}>;
	/** The length of the list of a node. */
	size(workflow: string, node: string): number;
	/** Whether a list has an item. */
	has(item: string): boolean;
	/** A copy of everything, and the way back to it. */
	save(): ReadonlyMap<string, readonly string[]>;
	restore(saved: ReadonlyMap<string, readonly string[]>): void;
}

const hash = (item: DeduplicationItemTypes) =>
	createHash('md5').update(item.toString()).digest('base64');

/** Makes an empty store that does what n8n's does, faults included. */
export function createDeduplicationStore(faults: StoreFaults = {}): DeduplicationStore {
	const lists = new Map<string, string[]>();
	const calls: Array<{ act: 'record' | 'remove'; items: readonly string[] }> = [];
	const nameOf = ({ workflow, node }: ICheckProcessedContextData) => {
		if (workflow.id === '') throw new Error('The expression evaluated to a falsy value');
		return `${workflow.id} n:${node?.id ?? ''}`;
	};

	async function change(
		context: ICheckProcessedContextData,
		edit: (list: string[]) => string[],
	): Promise<void> {
		const failure = faults.failure?.();
		if (failure !== undefined) throw failure;
		const name = nameOf(context);
		const read = lists.get(name);
		const copy = edit([...(read ?? [])]);
		if (faults.pause !== undefined) await faults.pause();
		if (read === undefined && lists.has(name)) throw new Error('UNIQUE constraint failed');
		if (faults.loses?.() !== true) lists.set(name, copy);
	}

	return {
		calls,
		size: (workflow, node) => lists.get(`${workflow} n:${node}`)?.length ?? 0,
		has: (item) => [...lists.values()].some((list) => list.includes(hash(item))),
		save: () => new Map(lists),
		restore(saved) {
			lists.clear();
			for (const [name, list] of saved) lists.set(name, [...list]);
		},
		async checkProcessedAndRecord(items, _scope, context, { maxEntries }: ICheckProcessedOptions) {
			calls.push({ act: 'record', items: items.map(String) });
			const before = new Set<DeduplicationItemTypes>();
			await change(context, (list) => {
				for (const item of items) {
					if (list.includes(hash(item))) before.add(item);
					else list.push(hash(item));
				}
				return maxEntries === undefined ? list : list.slice(-maxEntries);
			});
			return {
				new: items.filter((item) => !before.has(item)),
				processed: items.filter((item) => before.has(item)),
			};
		},
		async removeProcessed(items, _scope, context) {
			calls.push({ act: 'remove', items: items.map(String) });
			const gone = new Set(items.map(hash));
			await change(context, (list) => list.filter((entry) => !gone.has(entry)));
		},
		clearAllProcessedItems: async (_scope, context) => {
			await change(context, () => []);
		},
		getProcessedDataCount: async (_scope, context) =>
			await Promise.resolve(lists.get(nameOf(context))?.length ?? 0),
	};
}

/** The functions of a node's helpers that reach the store, for one node of one workflow. */
export function deduplicationHelpers(store: DeduplicationStore, workflow: string, node: string) {
	const context = { workflow: { id: workflow, active: true }, node: { id: node } } as never;
	return {
		checkProcessedAndRecord: async (
			items: DeduplicationItemTypes[],
			scope: 'node' | 'workflow',
			options: ICheckProcessedOptions,
		) => await store.checkProcessedAndRecord(items, scope, context, options),
		removeProcessed: async (
			items: DeduplicationItemTypes[],
			scope: 'node' | 'workflow',
			options: ICheckProcessedOptions,
		) => await store.removeProcessed(items, scope, context, options),
	};
}
