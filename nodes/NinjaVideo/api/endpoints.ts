import type { ApiVersion, Job, JobStatus, VideoRequest } from '../videoService';
import { readJob, readStatus, readVideo } from './schemas';
import { toContractError } from './errors';
import { request, type ApiConnection } from './transport';

/** How long an order may take to be answered, in milliseconds. Long: giving up early means not knowing. */
const SUBMIT_TIMEOUT_MS = 120_000;
/** How long a status request may take, in milliseconds. */
const LOOK_TIMEOUT_MS = 30_000;

/** The path of the first generation's status call. Request ids hold characters such as `:` and `/`. */
export const statusPath = (requestId: string): string =>
	`/api/v1/video/status?request_id=${encodeURIComponent(requestId)}`;

/** Where the generations differ. */
const GENERATIONS = {
	'v1/video': { orders: '/api/v1/video', statusPath, read: readJob },
	'v1/videos': {
		orders: '/api/v1/videos',
		statusPath: (id: string) => `/api/v1/videos/${encodeURIComponent(id)}`,
		read: readVideo,
	},
};

/** The body of an order, with the API's field names. */
const toBody = (video: VideoRequest) => ({
	prompt: video.prompt,
	model: video.model,
	duration: video.durationSeconds,
	aspect_ratio: video.aspectRatio,
	...(video.imageUrl === undefined ? {} : { image_url: video.imageUrl }),
	...video.v2Options,
});

/**
 * Orders a video: `POST /api/v1/video` or `POST /api/v1/videos`. COSTS MONEY.
 * @throws ServiceError
 */
export async function createVideo(
	connection: ApiConnection,
	api: ApiVersion,
	video: VideoRequest,
	idempotencyKey: string,
): Promise<Job> {
	const { orders, read } = GENERATIONS[api];
	const json = await request(connection, {
		method: 'POST',
		path: orders,
		headers: { 'Idempotency-Key': idempotencyKey },
		body: toBody(video),
		timeoutMs: SUBMIT_TIMEOUT_MS,
	});
	const job = read(json, { model: video.model, atMs: connection.now() });
	if (job !== undefined) return { ...job, api };
	throw toContractError('NinjaChat accepted the order but gave no request ID', true);
}

/**
 * Asks for the status of a job: `GET /api/v1/video/status` or `GET /api/v1/videos/{id}`. Free.
 * @throws ServiceError
 */
export async function getVideoStatus(
	connection: ApiConnection,
	api: ApiVersion,
	requestId: string,
): Promise<JobStatus> {
	const path = GENERATIONS[api].statusPath(requestId);
	const json = await request(connection, { method: 'GET', path, timeoutMs: LOOK_TIMEOUT_MS });
	const status = readStatus(json);
	if (status !== undefined) return status;
	throw toContractError('The answer of NinjaChat does not say how the video is doing', false);
}
