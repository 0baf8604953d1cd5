import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { toServiceError } from '../api/errorPolicy';
import { fetchStatus } from '../jobs/fetchStatus';
import { toOutcome } from '../jobs/watch';
import { statusFailure } from '../output/failure';
import { refuseBadItems } from '../output/badItems';
import { toItem } from '../output/toItem';
import { refuseRun, toOutput, type ItemResult } from '../output/toOutput';
import { createSemaphore } from '../pacing/semaphore';
import { createRun, type Run } from '../run/createRun';
import { readRequestIds, type JobIds } from '../run/readRequestIds';

/** Asks once for the status of every request id. A failed video is a status like any other. Costs nothing. */
export async function getStatus(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	if (context.getInputData().length === 0) return [[]];
	const created = await createRun(context);
	if (!created.ok) return refuseRun(context, created.error);
	const run = created.value;
	const { deps, continues, options } = run;
	const items = readRequestIds(context);
	const refused = refuseBadItems(context, items, continues);
	if (refused !== undefined) return refused;
	const semaphore = createSemaphore(options.maxConcurrent ?? Infinity);
	const results = await Promise.all(
		items.map(
			async (item, itemIndex): Promise<ItemResult> =>
				item.ok
					? await semaphore.run(async () => await statusOf(run, item.value, itemIndex))
					: { failed: true, failure: item.error },
		),
	);
	return toOutput(context, results, {
		continues,
		keepsInput: options.keepsInput,
		signal: deps.signal,
	});
}

async function statusOf({ deps }: Run, ids: JobIds, itemIndex: number): Promise<ItemResult> {
	const timeoutMs = () => (deps.limitMs ?? Infinity) - deps.clock.now();
	const status = await fetchStatus(ids, deps, { timeoutMs });
	if (status?.ok === true) {
		const job = deps.service.identify({ ...ids, startedAtMs: deps.clock.now() });
		const outcome = toOutcome(job, status.value);
		return { failed: false, outcome, item: toItem(outcome, undefined, itemIndex) };
	}
	return { failed: true, failure: statusFailure(ids.requestId, status?.error ?? NOT_SENT) };
}

/** A status request whose turn never came. */
const NOT_SENT = toServiceError(
	'aborted',
	'The status was not asked for, because the run was stopped',
	{ paid: false, code: 'stopped', advice: 'Run it again.' },
);
