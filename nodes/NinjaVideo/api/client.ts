import type { JobStatus, VideoRequest, VideoService } from '../service';
import { readJob, readStatus } from './contract';
import { toContractError } from './errors';
import { request, type Door } from './transport';

/** How long an order may take to be answered, in milliseconds. Long: giving up early means not knowing. */
const SUBMIT_TIMEOUT_MS = 120_000;
/** How long a status request may take, in milliseconds. */
const LOOK_TIMEOUT_MS = 30_000;

/** The path of the status call for one job. Request ids hold characters such as `:` and `/`. */
export const statusPath = (requestId: string): string =>
	`/api/v1/video/status?request_id=${encodeURIComponent(requestId)}`;

/** The body of an order, with the API's field names. */
function toBody(video: VideoRequest): Record<string, string | number> {
	return {
		prompt: video.prompt,
		model: video.model,
		duration: video.durationSeconds,
		aspect_ratio: video.aspectRatio,
		...(video.imageUrl === undefined ? {} : { image_url: video.imageUrl }),
	};
}

/** The first generation of the API: `POST /api/v1/video` and `GET /api/v1/video/status`. */
export function createClient(door: Door): VideoService {
	return {
		async submit(video, idempotencyKey) {
			const json = await request(door, {
				method: 'POST',
				path: '/api/v1/video',
				headers: { 'Idempotency-Key': idempotencyKey },
				body: toBody(video),
				timeoutMs: SUBMIT_TIMEOUT_MS,
			});
			const job = readJob(json, { model: video.model, atMs: door.now() });
			if (job !== undefined) return job;
			throw toContractError('NinjaChat accepted the order but gave no request ID', true);
		},
		async look(requestId): Promise<JobStatus> {
			const json = await request(door, {
				method: 'GET',
				path: statusPath(requestId),
				timeoutMs: LOOK_TIMEOUT_MS,
			});
			const status = readStatus(json);
			if (status !== undefined) return status;
			throw toContractError('The answer of NinjaChat does not say how the video is doing', false);
		},
	};
}
