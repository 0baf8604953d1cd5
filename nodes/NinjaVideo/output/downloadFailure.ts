import type { Outcome } from '../jobs/outcome';
import type { VideoRequest } from '../videoService';
import { PAID, type Failure } from './failure';
import { describeJob } from './toItem';

/** Why a finished video is not in n8n; `isStorage` where it came and n8n's storage did not take it. */
export interface NotStored {
	readonly reason: string;
	readonly isStorage?: boolean;
}

/** A finished video that could not be stored. */
export function downloadFailure(
	{
		outcome,
		reason,
		isStorage = false,
	}: NotStored & { readonly outcome: Extract<Outcome, { kind: 'completed' }> },
	request: VideoRequest | undefined,
): Failure {
	const details = describeJob(outcome, request);
	const { requestId } = outcome.job;
	if (isStorage) {
		return {
			headline: `The video is ready but n8n could not store it: ${reason}`,
			advice: `${PAID} It is at ${outcome.videoUrl}. Mend the storage of n8n, then use 'Wait' with the request ID ${requestId}. Do not create it again.`,
			details: { ...details, code: 'storage_failed', charged: 'yes' },
		};
	}
	return {
		headline: `The video is ready but could not be downloaded: ${reason}`,
		advice: `${PAID} Download it from ${outcome.videoUrl}, or use 'Wait' with the request ID ${requestId}. Do not create it again.`,
		details: { ...details, code: 'download_failed', charged: 'yes' },
	};
}
