import type { IExecuteFunctions } from 'n8n-workflow';
import type { LedgerStore } from '../jobs/ledger';
import type { SpentStore } from '../jobs/spendCap';

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

const SPENT_KEY = 'ninjaVideoSpent';

/**
 * What an agent's tool has spent, or has on order, in this execution. It lies beside the ledger, because every call of
 * the agent is a run of its own.
 */
export function spentStoreOf(context: IExecuteFunctions): SpentStore {
	const nodeContext = context.getContext('node');
	nodeContext[SPENT_KEY] ??= { cents: 0 };
	return nodeContext[SPENT_KEY] as SpentStore;
}

const COPIES_KEY = 'ninjaVideoCopies';

/** How many orders for one video each run of the node had in this execution. */
export function copyCountsOf(context: IExecuteFunctions): Record<string, Record<string, number>> {
	const nodeContext = context.getContext('node');
	nodeContext[COPIES_KEY] ??= {};
	return nodeContext[COPIES_KEY] as Record<string, Record<string, number>>;
}
