import type { IExecuteFunctions } from 'n8n-workflow';
import { isForgetfulHost } from './executionIdentity';

const KEY = 'ninjaVideoFirstRun';

/**
 * Which run of the node this is in its execution, from 0: the round of a loop. To be asked first of all in a run.
 * n8n rebuilds a crashed execution's record from its event log, in which the node has already run, and counts the runs
 * of a retry on from there; so they are counted from the first one of which the node's context knows.
 */
export function runIndexOf(context: IExecuteFunctions): number {
	const runIndex = context.getWorkflowDataProxy(0).$runIndex as number;
	if (isForgetfulHost(context)) return runIndex;
	const nodeContext = context.getContext('node');
	nodeContext[KEY] ??= runIndex;
	return runIndex - (nodeContext[KEY] as number);
}
