import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { isAboutVideo, readPayload, type Told } from '../api/delivery';
import { toOutcome, watch } from '../jobs/watch';
import type { Outcome } from '../jobs/outcome';
import { settle } from '../pacing/settle';
import { createSlots } from '../pacing/slots';
import { ServiceError, type Job } from '../service';
import { deliver } from './deliver';
import { outcomeFailure, type Failure } from './failure';
import { openRun, type Run } from './run';
import { toItem } from './toItem';
import { toNodeError } from './toNodeError';

/**
 * The first step of an execution that a delivery has started: makes the event's item, by asking for the job or the
 * balance. Costs nothing. The event is never lost: where NinjaChat cannot be asked the item has what the signed
 * payload says, and where that is not enough the execution fails and can be retried.
 */
export async function reportEvent(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const opened = await openRun(context);
	if (!opened.ok) throw toNodeError(context, { failure: opened.failure, itemIndex: undefined });
	const { run } = opened;
	const options = { ...run.options, ifFails: 'return', ifNotReady: 'return' } as const;
	const items: INodeExecutionData[] = [];
	for (const item of context.getInputData()) {
		const told = readPayload(item.json.payload);
		const isVideo = isAboutVideo(told) && told.jobIds.length > 0;
		items.push(
			isVideo
				? await reportVideo(context, { ...run, options }, told)
				: await reportAlert(run, told, item.json.payload),
		);
	}
	return [items];
}
