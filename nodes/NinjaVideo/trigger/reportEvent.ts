import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { fetchBalance } from '../api/balance';
import { isAboutVideo, readPayload, type WebhookEvent } from '../api/webhookEvents';
import { toDollars } from '../money';
import { fetchStatus } from '../jobs/fetchStatus';
import type { Outcome } from '../jobs/outcome';
import { toOutcome, watch } from '../jobs/watch';
import type { Job } from '../videoService';
import { outcomeFailure } from '../output/failure';
import { refuseRun } from '../output/toOutput';
import { createRun, type Run } from '../run/createRun';
import { createItemFinisher } from '../run/finishItem';
import { toItem } from '../output/toItem';
import { toNodeError } from '../output/toNodeError';

/**
 * The first step of an execution that a delivery has started: makes the event's item, by asking for the job or the
 * balance. Costs nothing. The event is never lost: where NinjaChat cannot be asked the item has what the signed
 * payload says, and where that is not enough the execution fails and can be retried.
 */
export async function reportEvent(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const created = await createRun(context);
	if (!created.ok) return refuseRun(context, created.error);
	const run = created.value;
	const items: INodeExecutionData[] = [];
	for (const { json } of context.getInputData()) {
		const event = readPayload(json.payload);
		const isVideo = isAboutVideo(event) && event.jobIds.length > 0;
		const item = isVideo ? await toVideoItem(context, run, event) : await toAlertItem(run, event);
		// What the payload says besides is kept where the service was not asked for it.
		if (!('status' in item.json)) item.json.payload = json.payload;
		items.push(item);
	}
	return [items];
}

/** A low balance, a budget, or an event this node does not know. */
async function toAlertItem(
	{ connection }: Run,
	{ event = 'unknown' }: WebhookEvent,
): Promise<INodeExecutionData> {
	const json: IDataObject = { event };
	if (event === 'balance.low' || event === 'budget.alert') {
		const balance = await fetchBalance(connection);
		if (balance.ok) {
			json.balance_usd = toDollars(balance.value);
			json.balance_cents = balance.value;
		} else json.lookup_error = balance.error.message;
	}
	return { json };
}

async function toVideoItem(
	context: IExecuteFunctions,
	run: Run,
	event: WebhookEvent,
): Promise<INodeExecutionData> {
	const found = await findOutcome(run, event);
	const isKnown = found?.kind === 'completed' || found?.kind === 'failed';
	const outcome = isKnown ? found : (outcomeOf(event) ?? found);
	const lookup_error =
		found === undefined
			? 'NinjaChat does not know this video'
			: outcomeFailure(found, undefined).headline;
	if (outcome === undefined) {
		return { json: { event: event.event ?? 'unknown', request_id: event.jobIds[0], lookup_error } };
	}
	const options = { ...run.options, ifFails: 'return', ifNotReady: 'return' } as const;
	const finished = await createItemFinisher(context, { ...run, options })(outcome, 0);
	if (finished.failed && finished.outcome.kind !== 'completed') {
		throw toNodeError(context, { failure: finished.failure, itemIndex: undefined });
	}
	const item = finished.failed ? toItem(finished.outcome, undefined, 0) : finished.item;
	return {
		...item,
		json: {
			event: event.event ?? `video.${outcome.kind}`,
			...item.json,
			...(outcome === found ? {} : { lookup_error }),
			...(finished.failed ? { download_error: finished.failure.headline } : {}),
		},
	};
}

/** How the job ended, by the first of the payload's ids that the service knows; undefined if it knows none. */
async function findOutcome({ deps }: Run, event: WebhookEvent): Promise<Outcome | undefined> {
	for (const requestId of event.jobIds) {
		const job = toJob(event, requestId);
		const seen = await fetchStatus(job, deps);
		if (seen?.ok === false && seen.error.kind === 'not-found') continue;
		if (seen?.ok === true && seen.value.kind !== 'processing') return toOutcome(job, seen.value);
		// The service is busy or away, or the event is a moment ahead of the status.
		return await watch(job, false, { ...deps, deadlineMs: deps.deadlineMs() });
	}
	return undefined;
}

/** How the job ended by the payload alone; undefined where it does not say enough. */
function outcomeOf(webhookEvent: WebhookEvent): Outcome | undefined {
	const { event, failureReason: reason = 'NinjaChat gave no reason', jobIds } = webhookEvent;
	const { videoUrl } = webhookEvent;
	const job = toJob(webhookEvent, jobIds[0] ?? '');
	if (event === 'video.failed') return { kind: 'failed', job, reason };
	return videoUrl === undefined ? undefined : { kind: 'completed', job, videoUrl };
}

const toJob = ({ costUsd, model }: WebhookEvent, requestId: string): Job => ({
	requestId,
	// Only v1/videos has events; where it does not know the job, the other version is asked.
	api: 'v1/videos',
	startedAtMs: 0,
	...(model === undefined ? {} : { model }),
	...(costUsd === undefined ? {} : { priceCents: Math.round(costUsd * 100) }),
});
