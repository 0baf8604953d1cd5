import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { fetchBalance } from '../api/balance';
import { isAboutVideo, readPayload, type WebhookEvent } from '../api/webhookEvents';
import { toDollars } from '../money';
import { isNotFound, fetchStatus } from '../jobs/fetchStatus';
import type { Outcome } from '../jobs/outcome';
import { toOutcome, watch } from '../jobs/watch';
import { toResult } from '../result';
import { createSemaphore } from '../pacing/semaphore';
import type { Job } from '../videoService';
import { withRun } from '../run/withRun';
import { finishItem } from '../run/finishItem';
import { outcomeFailure } from '../output/failure';
import type { Run } from '../run/createRun';
import { toItem } from '../output/toItem';
import { toNodeError } from '../output/toNodeError';

/**
 * The first step of an execution that a delivery has started: makes the event's item, by asking for the job or the
 * balance. Costs nothing. The event is never lost: where NinjaChat cannot be asked the item has what the signed
 * payload says, and where that is not enough the execution fails and can be retried.
 */
export async function reportEvent(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withRun(context, async (run) => {
		const items: INodeExecutionData[] = [];
		for (const { json } of context.getInputData()) {
			const told = readPayload(json.payload);
			const isVideo = isAboutVideo(told) && told.jobIds.length > 0;
			const item = isVideo ? await toVideoItem(context, run, told) : await toAlertItem(run, told);
			// What the payload says besides is kept where the service was not asked for it.
			if (!('status' in item.json)) item.json.payload = json.payload;
			items.push(item);
		}
		return [items];
	});
}

/** A low balance, a limiter, or an event this node does not know. */
async function toAlertItem(
	{ connection }: Run,
	{ event = 'unknown' }: WebhookEvent,
): Promise<INodeExecutionData> {
	const json: IDataObject = { event };
	if (event === 'balance.low' || event === 'budget.alert') {
		const balance = await toResult(fetchBalance(connection));
		if (balance.ok) {
			json.balance_usd = toDollars(balance.value);
			json.balance_cents = balance.value;
		} else json.lookup_error = (balance.error as Error).message;
	}
	return { json };
}

async function toVideoItem(
	context: IExecuteFunctions,
	run: Run,
	told: WebhookEvent,
): Promise<INodeExecutionData> {
	const found = await findOutcome(run, told);
	const isKnown = found?.kind === 'completed' || found?.kind === 'failed';
	const outcome = isKnown ? found : (toldOutcome(told) ?? found);
	const lookup_error =
		found === undefined
			? 'NinjaChat does not know this video'
			: outcomeFailure(found, undefined).headline;
	if (outcome === undefined) {
		return { json: { event: told.event ?? 'unknown', request_id: told.jobIds[0], lookup_error } };
	}
	const options = { ...run.options, ifFails: 'return', ifNotReady: 'return' } as const;
	const about = { itemIndex: 0, request: undefined };
	const delivered = await finishItem(
		context,
		{ ...run, options },
		createSemaphore(1),
		outcome,
		about,
	);
	if (delivered.failed && delivered.outcome.kind !== 'completed') {
		throw toNodeError(context, { failure: delivered.failure, itemIndex: undefined });
	}
	const item = delivered.failed ? toItem(delivered.outcome, undefined, 0) : delivered.item;
	delete item.json.elapsed_seconds;
	return {
		...item,
		json: {
			event: told.event ?? `video.${outcome.kind}`,
			...item.json,
			...(outcome === found ? {} : { lookup_error }),
			...(delivered.failed ? { download_error: delivered.failure.headline } : {}),
		},
	};
}

/** How the job ended, by the first of the payload's ids that the service knows; undefined if it knows none. */
async function findOutcome({ deps }: Run, told: WebhookEvent): Promise<Outcome | undefined> {
	for (const requestId of told.jobIds) {
		const job = toJob(told, requestId);
		const seen = await fetchStatus(job, deps);
		if (seen?.ok === false && isNotFound(seen.error)) continue;
		if (seen?.ok === true && seen.value.kind !== 'processing') return toOutcome(job, seen.value, 0);
		// The service is busy or away, or the event is a moment ahead of the status.
		return await watch(job, false, { ...deps, deadlineMs: deps.deadlineMs() });
	}
	return undefined;
}

/** How the job ended by the payload alone; undefined where it does not say enough. */
function toldOutcome(told: WebhookEvent): Outcome | undefined {
	const { event, failureReason: reason = 'NinjaChat gave no reason', jobIds, videoUrl } = told;
	const job = toJob(told, jobIds[0] ?? '');
	if (event === 'video.failed') return { kind: 'failed', job, reason, elapsedMs: 0 };
	return videoUrl === undefined ? undefined : { kind: 'completed', job, videoUrl, elapsedMs: 0 };
}

const toJob = ({ costUsd, model }: WebhookEvent, requestId: string): Job => ({
	requestId,
	// Only this generation has events; where it does not know the job, the other one is asked.
	api: 'v1/videos',
	startedAtMs: 0,
	...(model === undefined ? {} : { model }),
	...(costUsd === undefined ? {} : { priceCents: Math.round(costUsd * 100) }),
});
