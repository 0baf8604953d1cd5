import type { IExecuteFunctions } from 'n8n-workflow';
import type { LedgerStore } from '../jobs/ledger';

const KEY = 'ninjaVideoLedger';

/**
 * Where the ledger lives: the node's context, which n8n keeps in the execution's data. What is written there is
 * still there when Retry On Fail runs the node again, and when a person retries the failed execution.
 */
export function ledgerStoreOf(context: IExecuteFunctions): LedgerStore {
	const nodeContext = context.getContext('node');
	nodeContext[KEY] ??= {};
	return nodeContext[KEY] as LedgerStore;
}
