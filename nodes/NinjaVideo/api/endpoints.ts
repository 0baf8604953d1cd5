import { failure, success, type Result } from '../result';
import type {
	Job,
	JobAddress,
	JobStatus,
	PaidCall,
	ServiceError,
	VideoRequest,
} from '../videoService';
import { readJob, readStatus, readVideo } from './schemas';
import { toContractError } from './errors';
import { request, type ApiConnection } from './transport';

/** How long an order may take to be answered, in milliseconds: as long as the vendor's own client waits. */
const SUBMIT_TIMEOUT_MS = 300_000;
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
export const toBody = (video: VideoRequest): string =>
	JSON.stringify({
		prompt: video.prompt,
		model: video.model,
		duration: video.durationSeconds,
		aspect_ratio: video.aspectRatio,
		...(video.imageUrl === undefined ? {} : { image_url: video.imageUrl }),
		...video.v2Options,
	});

/** The fields of v1/video [S]. */
const V1_FIELDS = ['prompt', 'model', 'duration', 'aspect_ratio', 'image_url'];

/** The fields of a body that only v1/videos takes. */
export const v2OptionsIn = (body: string): string[] =>
	Object.keys(JSON.parse(body) as object).filter((field) => !V1_FIELDS.includes(field));

/** Orders a video: `POST /api/v1/video` or `POST /api/v1/videos`. COSTS MONEY. */
export async function createVideo(
	connection: ApiConnection,
	{ route, body, idempotencyKey, model, timeoutMs = SUBMIT_TIMEOUT_MS }: PaidCall,
): Promise<Result<Job, ServiceError>> {
	const { api } = route;
	const { orders, read } = ENDPOINTS[api];
	const answer = await request(connection, {
		method: 'POST',
		path: orders,
		headers: { 'Idempotency-Key': idempotencyKey },
		body,
		timeoutMs: Math.min(timeoutMs, SUBMIT_TIMEOUT_MS),
	});
	if (!answer.ok) return answer;
	const job = read(answer.value, { model, atMs: connection.now() });
	return job === undefined
		? failure(toContractError('NinjaChat accepted the order but gave no request ID', true))
		: success({ ...job, api });
}

/** Asks for the status of a job: `GET /api/v1/video/status` or `GET /api/v1/videos/{id}`. Free. */
export async function getVideoStatus(
	connection: ApiConnection,
	{ requestId, api }: JobAddress,
	limitMs = STATUS_TIMEOUT_MS,
): Promise<Result<JobStatus, ServiceError>> {
	const path = ENDPOINTS[api].statusPath(requestId);
	const timeoutMs = Math.min(limitMs, STATUS_TIMEOUT_MS);
	const answer = await request(connection, { method: 'GET', path, timeoutMs });
	if (!answer.ok) return answer;
	return (
		readStatus(answer.value) ??
		failure(toContractError('The answer of NinjaChat does not say how the video is doing', false))
	);
}
