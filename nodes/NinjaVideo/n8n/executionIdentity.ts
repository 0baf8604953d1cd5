import { randomUUID } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { Identity } from '../jobs/identity';
import type { Ledger } from '../jobs/ledger';

const KEY = 'ninjaVideoRoot';

/** Kept in the node's context, which every retry finds as it was saved. */
interface Kept {
	/** The root, where the host gives none or another execution has the same. */
	root?: string;
}

/** What a host knows of an execution since n8n 1.121. */
interface ExecutionContext {
	/** When it began, in milliseconds since the epoch; the same in its retries. */
	readonly establishedAt?: number;
	/** The mode in which it began. */
	readonly source?: string;
}

/** n8n's second engine numbers executions so. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-/i;

/** Whether the host keeps nothing of an execution between tries, or between the runs of a node: n8n's second engine. */
export const isForgetfulHost = (context: IExecuteFunctions): boolean =>
	UUID.test(context.getExecutionId?.() ?? '');

/** Whether another workflow called this one: a retry of the caller starts it anew, and tells it nothing of this execution. */
export const isSubExecution = (context: IExecuteFunctions): boolean =>
	context.getMode() === 'integrated';

/**
 * Who orders in this execution. The root is the moment at which the first of its tries began: n8n saves it before
 * anything runs, so it outlives a crash. n8n 1.123 does not save it then: there a retry that finds no record of the
 * execution begins anew, with `retry` as its source.
 * @param ledger what was written down in this execution
 */
export function identityOf(
	context: IExecuteFunctions,
	ledger: Pick<Ledger, 'isEmpty' | 'isOfOlderVersion'>,
): Identity {
	const host: Partial<Pick<IExecuteFunctions, 'getExecutionContext' | 'getInstanceId'>> = context;
	const started = host.getExecutionContext?.call(context) as ExecutionContext | undefined;
	const nodeContext = context.getContext('node');
	const kept = ((nodeContext[KEY] ?? {}) as Kept).root;
	const executionId = context.getExecutionId();
	const isRetry = context.getMode() === 'retry';
	const isForgetful = isForgetfulHost(context);
	const began = isForgetful ? undefined : started?.establishedAt;
	const isKnown = began === undefined ? kept !== undefined : started?.source !== 'retry';
	const isRecordLost = ledger.isOfOlderVersion() || (isRetry && ledger.isEmpty() && !isKnown);
	const own = executionId ?? randomUUID();
	let root = kept ?? (began === undefined ? `execution ${own}` : String(began));
	const keep = () => {
		nodeContext[KEY] = { root } satisfies Kept;
	};
	if (began === undefined && !isRecordLost) keep();
	return {
		installation: host.getInstanceId?.call(context) ?? '',
		workflow: context.getWorkflow().id ?? '',
		node: context.getNode().id,
		executionId: own,
		isRetry,
		isRecordLost,
		isForgetful,
		root: () => root,
		addExecutionId() {
			root = `${root}+${own}`;
			keep();
		},
	};
}
