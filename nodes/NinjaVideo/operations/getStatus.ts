import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { toOutcome } from '../jobs/watch';
import { settle } from '../pacing/settle';
import { createSlots } from '../pacing/slots';
import { ServiceError } from '../service';
import { inRunById } from './begin';
import { conclude, type Concluded } from './conclude';
import { lookFailure } from './failure';
import type { ReadRequestId } from './readRequestIds';
import type { Run } from './run';
import { toItem } from './toItem';

/** One look at every request id. A failed video is a status like any other, not an error. Costs nothing. */
export async function getStatus(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await inRunById(context, async (run, items) => {
		const { deps, continues, options } = run;
		const atOnce = createSlots(options.maxConcurrent);
		const results = await Promise.all(
			items.map(async (item) => await atOnce.run(async () => await lookAt(run, item))),
		);
		return conclude(context, results, { continues, signal: deps.signal, buys: false });
	});
}

async function lookAt(run: Run, item: ReadRequestId): Promise<Concluded> {
	if (!item.ok) return { failed: true, failure: item.failure };
	const { budget, clock, service } = run.deps;
	const { requestId, itemIndex } = item;
	const turn = await budget.spend('poll', async () => await settle(service.look(requestId)));
	if (turn.sent && turn.value.ok) {
		const outcome = toOutcome({ requestId, startedAtMs: clock.now() }, turn.value.value, 0);
		return { failed: false, outcome, item: withoutWait(toItem(outcome, undefined, itemIndex)) };
	}
	const error = turn.sent && !turn.value.ok ? turn.value.error : undefined;
	return {
		failed: true,
		failure: lookFailure(requestId, error instanceof ServiceError ? error : notSent),
	};
}

/** A single look has not waited for anything. */
function withoutWait(item: ReturnType<typeof toItem>): ReturnType<typeof toItem> {
	delete item.json.elapsed_seconds;
	return item;
}

const notSent = new ServiceError('The status was not asked for, because the run was stopped', {
	cause: 'no-answer',
	charged: 'no',
	code: 'stopped',
	advice: 'Run it again.',
});
