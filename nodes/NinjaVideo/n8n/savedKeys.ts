import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { writeNewest, type KeyRecord, type KeyStore, type SavedKeys } from '../jobs/uniqueKeys';

/** Beside what other nodes keep. */
const KEY = 'ninjaVideoKeys';

/**
 * The static data of the executions that run now, as far as this process has them. Each begins with a copy, and the one
 * that ends last is what n8n keeps: so a key is written into all of them.
 */
export type LiveData = Set<WeakRef<IDataObject>>;

/**
 * The unique keys of this node in the workflow's static data, under the id of the node: n8n keeps a node's own data
 * under its name. n8n saves them when a production execution ends. In a retry they are only read: n8n writes back the
 * data of the failed execution, and with it an old copy of everybody's.
 */
export function savedKeysOf(context: IExecuteFunctions, live: LiveData): SavedKeys {
	const all = context.getWorkflowStaticData('global');
	const { id } = context.getNode();
	const saved: SavedKeys = { read: () => storesIn(all)[id] ?? {} };
	if (context.getMode() === 'retry') return saved;
	if (![...live].some((one) => one.deref() === all)) live.add(new WeakRef(all));
	return {
		...saved,
		write(name, record) {
			for (const one of live) {
				const data = one.deref();
				if (data === undefined) live.delete(one);
				else writeInto(data, id, name, record);
			}
		},
	};
}

const storesIn = (data: IDataObject) => (data[KEY] ?? {}) as Record<string, KeyStore>;

function writeInto(data: IDataObject, id: string, name: string, record: KeyRecord): void {
	data[KEY] ??= {};
	const stores = storesIn(data);
	stores[id] ??= {};
	writeNewest(stores[id], name, record);
}
