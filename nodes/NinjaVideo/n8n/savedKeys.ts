import type { IExecuteFunctions } from 'n8n-workflow';
import { writeNewest, type KeyStore, type SavedKeys } from '../jobs/uniqueKeys';

/** Beside what other nodes keep. */
const KEY = 'ninjaVideoKeys';

/**
 * The unique keys of this node in the workflow's static data, under the id of the node: n8n keeps a node's own data
 * under its name. n8n saves them when a production execution ends. In a retry they are only read: n8n writes back the
 * data of the failed execution, and with it an old copy of everybody's.
 */
export function savedKeysOf(context: IExecuteFunctions): SavedKeys {
	const all = context.getWorkflowStaticData('global');
	const { id } = context.getNode();
	const nodesOf = () => (all[KEY] ?? {}) as Record<string, KeyStore>;
	const saved: SavedKeys = { read: () => nodesOf()[id] ?? {} };
	if (context.getMode() === 'retry') return saved;
	return {
		...saved,
		write(name, record) {
			all[KEY] ??= {};
			const nodes = nodesOf();
			nodes[id] ??= {};
			writeNewest(nodes[id], name, record);
		},
	};
}
