import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { isLostExecution } from '../n8n/lostExecution';
import { refuseRun } from '../output/toOutput';
import type { Failure } from '../output/failure';
import { isTool } from '../output/toNodeError';

/** What a retry is told that would order again what a crash of n8n made it forget. */
const LOST: Failure = {
	headline:
		'n8n was cut off in this execution and forgot what was ordered: it may have been charged',
	advice:
		"A retry would order it again, so nothing is ordered. The request IDs are in n8n's log, in the lines with 'Ordered': fetch the videos with 'Wait'. To order again anyway, start a new execution.",
	details: { code: 'execution_lost', charged: 'unknown' },
};

/**
 * Orders, unless this is the retry of an execution that n8n lost in a crash. Comes before everything that can fail:
 * a run that failed must be known as one that began. An agent's calls are not retried one by one.
 */
export async function withCrashGuard(
	context: IExecuteFunctions,
	order: () => Promise<INodeExecutionData[][]>,
): Promise<INodeExecutionData[][]> {
	const hasItems = context.getInputData().length > 0;
	if (hasItems && !isTool(context) && isLostExecution(context)) return refuseRun(context, LOST);
	return await order();
}
