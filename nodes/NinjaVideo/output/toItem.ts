import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { toDollars } from '../money';
import { idsOf, jobOf, type Outcome } from '../jobs/outcome';
import type { VideoRequest } from '../videoService';

const STATUS: Readonly<Record<Exclude<Outcome['kind'], 'ended'>, string | undefined>> = {
	completed: 'completed',
	failed: 'failed',
	processing: 'processing',
	'status-unknown': 'unknown',
	'not-looked-at': 'unknown',
	unknown: 'unknown',
	'not-submitted': undefined,
};

/**
 * Everything known of an item as flat fields, request id first. Names follow the API; money is in dollars,
 * times are in seconds. There is never a key named `error`: n8n takes it for a failed item.
 */
export function describeJob(outcome: Outcome, request: VideoRequest | undefined): IDataObject {
	const job = jobOf(outcome);
	const isRefunded = outcome.kind === 'failed';
	const ids = idsOf(outcome);
	const fields: Record<string, string | number | boolean | string[] | undefined> = {
		request_id: job?.requestId,
		possible_request_ids: job === undefined || ids.length < 2 ? undefined : [...ids],
		status: outcome.kind === 'ended' ? outcome.word : STATUS[outcome.kind],
		ordered_before: job?.orderedBefore,
		model: job?.model ?? request?.model,
		video_url: outcome.kind === 'completed' ? outcome.videoUrl : undefined,
		progress: 'progress' in outcome ? outcome.progress : undefined,
		failure_reason:
			outcome.kind === 'failed' || outcome.kind === 'ended' ? outcome.reason : undefined,
		duration: request?.durationSeconds,
		aspect_ratio: request?.aspectRatio,
		cost_usd:
			job?.priceCents === undefined ? undefined : isRefunded ? 0 : toDollars(job.priceCents),
		balance_usd: job?.balanceCents === undefined ? undefined : toDollars(job.balanceCents),
		elapsed_seconds:
			outcome.kind === 'status-unknown' || !('elapsedMs' in outcome)
				? undefined
				: Math.round(outcome.elapsedMs / 100) / 10,
	};
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** One output item for a video. */
export function toItem(
	outcome: Outcome,
	request: VideoRequest | undefined,
	itemIndex: number,
): INodeExecutionData {
	return { json: describeJob(outcome, request), pairedItem: { item: itemIndex } };
}
