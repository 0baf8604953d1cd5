import type { IExecuteFunctions } from 'n8n-workflow';
import { isLostExecution } from '../n8n/lostExecution';
import { isTool } from '../n8n/tool';
import type { Failure } from '../output/failure';

const LOST: Failure = {
	headline:
		'n8n was cut off in this execution and forgot what was ordered: it may have been charged',
	advice:
		"A retry would order it again, so nothing is ordered. The request IDs are in n8n's log, in the lines with 'Ordered': fetch the videos with 'Wait'. To order again anyway, start a new execution.",
	details: { code: 'execution_lost', charged: 'unknown' },
};

/**
 * Why this run must not order: it retries an execution whose ledger a crash of n8n has lost. Asked before anything
 * that can fail, because a run that failed must be known as one that began. An agent's calls are not retried one by one.
 */
export const crashGuard = (context: IExecuteFunctions): Failure | undefined =>
	!isTool(context) && isLostExecution(context) ? LOST : undefined;
