import { failure, success, type Result } from '../result';
import type {
	Job,
	JobAddress,
	JobStatus,
	PaidCall,
	ServiceError,
	VideoRequest,
} from '../videoService';
import { toServiceError } from './errorPolicy';
import { toAnswerError, toContractError } from './errors';
import type { HttpAnswer } from './http';
import { readOrder } from './readOrder';
import { readStatus } from './readStatus';
import { judgeAnswer, requestAnswer, type ApiConnection } from './transport';

/** How long an order may take to be answered, in milliseconds: as long as the vendor's own client waits. */
const SUBMIT_TIMEOUT_MS = 300_000;
/** How long a status request may take, in milliseconds. */
const STATUS_TIMEOUT_MS = 30_000;

/** The path of the status call of v1/video. Request ids hold characters such as `:` and `/`. */
export const statusPath = (requestId: string): string =>
	`/api/v1/video/status?request_id=${encodeURIComponent(requestId)}`;

/** Where the API versions differ. */
const ENDPOINTS = {
	'v1/video': { orders: '/api/v1/video', statusPath },
	'v1/videos': {
		orders: '/api/v1/videos',
		statusPath: (id: string) => `/api/v1/videos/${encodeURIComponent(id)}`,
	},
};

/** The body of an order, with the API's field names. */
export const toBody = (video: VideoRequest): string =>
	JSON.stringify({
		prompt: video.prompt,
		model: video.model,
		duration: video.durationSeconds,
		...(video.aspectRatio === undefined ? {} : { aspect_ratio: video.aspectRatio }),
		...(video.imageUrl === undefined ? {} : { image_url: video.imageUrl }),
		...video.v2Options,
	});

/** The fields of v1/video [S]. */
const V1_FIELDS = ['prompt', 'model', 'duration', 'aspect_ratio', 'image_url'];

/** The fields of a body that only v1/videos takes, a shape of 1:1 among them. */
export const v2OptionsIn = (body: string): string[] =>
	Object.entries(JSON.parse(body) as object).flatMap(([field, value]) => {
		if (field === 'aspect_ratio' && value === '1:1') return [`${field} 1:1`];
		return V1_FIELDS.includes(field) ? [] : [field];
	});

/** Orders a video: `POST /api/v1/video` or `POST /api/v1/videos`. COSTS MONEY. */
export async function createVideo(
	connection: ApiConnection,
	call: PaidCall,
): Promise<Result<Job, ServiceError>> {
	const { body, idempotencyKey, onLate, readWithinMs, route, signal } = call;
	const { timeoutMs = SUBMIT_TIMEOUT_MS } = call;
	const toJob = (answer: HttpAnswer): Result<Job, ServiceError> => {
		const job = readJob(answer, connection, call);
		return job === undefined
			? failure(toAnswerError(answer, true, connection.now()))
			: success(job);
	};
	const takeLate = (late: HttpAnswer) => {
		const { host } = new URL(connection.baseUrl);
		const answer = judgeAnswer(late, { host, paid: true, nowMs: connection.now() });
		onLate?.(answer.ok ? toJob(answer.value) : answer);
	};
	const answer = await requestAnswer(connection, {
		method: 'POST',
		path: ENDPOINTS[route.api].orders,
		headers: { 'Idempotency-Key': idempotencyKey },
		body,
		...(signal === undefined ? {} : { signal }),
		timeoutMs: Math.min(timeoutMs, SUBMIT_TIMEOUT_MS),
		...(readWithinMs === undefined ? {} : { readWithinMs }),
		...(onLate === undefined ? {} : { late: { withinMs: SUBMIT_TIMEOUT_MS, take: takeLate } }),
	});
	return answer.ok ? toJob(answer.value) : answer;
}

/** The job in a success; undefined where it has no id of one. */
function readJob(
	{ body, headers }: HttpAnswer,
	{ cache = {}, now }: ApiConnection,
	{ route: { api }, model }: PaidCall,
): Job | undefined {
	const { ids, hasJobId, isVideoObject, ...facts } = readOrder(body, headers);
	const [requestId, ...otherIds] = ids;
	// Under v1/videos `request_id` alone may be that of the HTTP request [K]: a replay tells the id of the job.
	if (requestId === undefined || (api === 'v1/videos' && !hasJobId)) return undefined;
	if (api === 'v1/video' && isVideoObject) cache.isAlias = true;
	else if (api === 'v1/video') delete cache.isAlias;
	return {
		requestId,
		...(otherIds.length === 0 ? {} : { otherIds }),
		model,
		...facts,
		startedAtMs: now(),
		api,
	};
}

/** Asks for the status of a job: `GET /api/v1/video/status` or `GET /api/v1/videos/{id}`. Free. */
export async function getVideoStatus(
	connection: ApiConnection,
	{ requestId, api }: JobAddress,
	limitMs = STATUS_TIMEOUT_MS,
): Promise<Result<JobStatus, ServiceError>> {
	const path = ENDPOINTS[api].statusPath(requestId);
	const timeoutMs = Math.max(1, Math.min(limitMs, STATUS_TIMEOUT_MS));
	const answer = await requestAnswer(connection, { method: 'GET', path, timeoutMs });
	if (!answer.ok) return answer;
	const status = readStatus(answer.value.body, requestId, connection.baseUrl);
	if (status?.kind === 'no-url') {
		const message = 'NinjaChat says the video is completed but gives no URL of it';
		return failure(toServiceError('no-video-url', message, { paid: false, status: 200 }));
	}
	return status === undefined
		? failure(toContractError('The answer of NinjaChat does not say how the video is doing', false))
		: success(status);
}
