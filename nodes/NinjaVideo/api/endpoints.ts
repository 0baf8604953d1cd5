import { failure, success, type Result } from '../result';
import type { ApiVersion, Job, JobStatus, ServiceError, VideoRequest } from '../videoService';
import { readJob, readStatus, readVideo } from './schemas';
import { toContractError } from './errors';
import { request, type ApiConnection } from './transport';

/** How long an order may take to be answered, in milliseconds. Long: giving up early means not knowing. */
const SUBMIT_TIMEOUT_MS = 120_000;
/** How long a status request may take, in milliseconds. */
const STATUS_TIMEOUT_MS = 30_000;

/** The path of the status call of v1/video. Request ids hold characters such as `:` and `/`. */
export const statusPath = (requestId: string): string =>
	`/api/v1/video/status?request_id=${encodeURIComponent(requestId)}`;

/** Where the API versions differ. */
const ENDPOINTS = {
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

/** Orders a video: `POST /api/v1/video` or `POST /api/v1/videos`. COSTS MONEY. */
export async function createVideo(
	connection: ApiConnection,
	api: ApiVersion,
	video: VideoRequest,
	idempotencyKey: string,
): Promise<Result<Job, ServiceError>> {
	const { orders, read } = ENDPOINTS[api];
	const answer = await request(connection, {
		method: 'POST',
		path: orders,
		headers: { 'Idempotency-Key': idempotencyKey },
		body: toBody(video),
		timeoutMs: SUBMIT_TIMEOUT_MS,
	});
	if (!answer.ok) return answer;
	const job = read(answer.value, { model: video.model, atMs: connection.now() });
	return job === undefined
		? failure(toContractError('NinjaChat accepted the order but gave no request ID', true))
		: success({ ...job, api });
}

/** Asks for the status of a job: `GET /api/v1/video/status` or `GET /api/v1/videos/{id}`. Free. */
export async function getVideoStatus(
	connection: ApiConnection,
	api: ApiVersion,
	requestId: string,
): Promise<Result<JobStatus, ServiceError>> {
	const path = ENDPOINTS[api].statusPath(requestId);
	const answer = await request(connection, { method: 'GET', path, timeoutMs: STATUS_TIMEOUT_MS });
	if (!answer.ok) return answer;
	return (
		readStatus(answer.value) ??
		failure(toContractError('The answer of NinjaChat does not say how the video is doing', false))
	);
}
