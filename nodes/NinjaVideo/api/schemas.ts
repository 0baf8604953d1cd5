import { z } from 'zod';
import { toCents } from '../money';
import { failure, success, type Result } from '../result';
import type { Job, JobStatus, ServiceError } from '../videoService';
import { toServiceError } from './errorPolicy';

/** The longest text of the service that is shown to a user, in characters. */
const MAX_WORDS = 500;

const moneyText = z.union([z.string(), z.number()]).nullish();

const idText = z.union([z.string(), z.number()]).transform(String).pipe(z.string().trim().min(1));

/** 200 of `POST /api/v1/video` (vendor's reference page); only the request id is always there. */
const createAnswer = z
	.object({
		request_id: idText,
		model: z.string().nullish().catch(undefined),
		cost: z.object({ this_request: moneyText }).passthrough().nullish().catch(undefined),
		balance: moneyText.catch(undefined),
	})
	.passthrough();

/** 200 of `POST /api/v1/videos` (vendor's SDK). Its `request_id` is the HTTP request's, not the job's. */
const videoAnswer = z
	.object({
		id: idText,
		model: z.string().nullish().catch(undefined),
		cost_usd: moneyText.catch(undefined),
	})
	.passthrough();

/** 200 of `GET /api/v1/video/status` (vendor's documentation) and of `GET /api/v1/videos/{id}` (vendor's SDK). */
const statusAnswer = z
	.object({
		status: z.string(),
		progress: z.number().nullish().catch(undefined),
		result: z.object({ video_url: z.string().nullish() }).passthrough().nullish().catch(undefined),
		video_url: z.string().nullish().catch(undefined),
		error: z.unknown(),
	})
	.passthrough();

/** `{ error: { message, type, code, param? } }`, the form of v1/videos (vendor's SDK). */
const nestedError = z
	.object({
		code: z.string(),
		message: z.string().nullish().catch(undefined),
		param: z.string().nullish().catch(undefined),
	})
	.passthrough();

/** `{ error: CODE, message: TEXT, details?: [{ field, message }] }`, the form of v1/video (vendor's error page). */
const errorBody = z
	.object({
		error: z.string(),
		message: z.string().nullish().catch(undefined),
		details: z
			.array(z.object({ field: z.string().nullish(), message: z.string() }).passthrough())
			.nullish()
			.catch(undefined),
	})
	.passthrough();

/** What an error body says. */
export interface ErrorBody {
	readonly code: string;
	/** The service's words and the fields it names, cut at 500 characters. */
	readonly message: string;
}

const withField = (field: string | null | undefined, message: string) =>
	field ? `${field}: ${message}` : message;

/** Reads an error body of either API version; undefined for anything that is not one. */
export function readErrorBody(json: unknown): ErrorBody | undefined {
	const nested = z.object({ error: nestedError }).safeParse(json);
	if (nested.success) {
		const { code, message, param } = nested.data.error;
		return { code: tidy(code), message: tidy(withField(param, message ?? '')) };
	}
	const parsed = errorBody.safeParse(json);
	if (!parsed.success) return undefined;
	const { error, message, details } = parsed.data;
	const fields = (details ?? []).map((detail) => withField(detail.field, detail.message));
	const words = [message ?? '', ...fields].filter((text) => text !== '').join('; ');
	return { code: tidy(error), message: tidy(words) };
}

/** What is known of an order besides its answer. */
interface Ordered {
	readonly model: string;
	readonly atMs: number;
}

/**
 * Reads the answer to an order of v1/video.
 * @returns undefined where there is no request id, so that it is unknown what was ordered
 */
export function readJob(json: unknown, ordered: Ordered): Job | undefined {
	const parsed = createAnswer.safeParse(json);
	if (!parsed.success) return undefined;
	const { request_id: requestId, model, cost, balance } = parsed.data;
	const balanceCents = toCents(balance);
	return {
		...toJob(requestId, model, cost?.this_request, ordered),
		...(balanceCents === undefined ? {} : { balanceCents }),
	};
}

/** The same for v1/videos. */
export function readVideo(json: unknown, ordered: Ordered): Job | undefined {
	const parsed = videoAnswer.safeParse(json);
	if (!parsed.success) return undefined;
	const { id, model, cost_usd: cost } = parsed.data;
	return toJob(id, model, cost, ordered);
}

function toJob(
	requestId: string,
	model: string | null | undefined,
	price: string | number | null | undefined,
	ordered: Ordered,
): Job {
	const priceCents = toCents(price);
	return {
		requestId,
		model: model ?? ordered.model,
		startedAtMs: ordered.atMs,
		...(priceCents === undefined ? {} : { priceCents }),
	};
}

/**
 * Reads the answer to a status request. A word that is not known counts as still running.
 * @returns undefined where the answer is not a status at all; an error for a completed job without a URL
 */
export function readStatus(json: unknown): Result<JobStatus, ServiceError> | undefined {
	const parsed = statusAnswer.safeParse(json);
	if (!parsed.success) return undefined;
	const { status, progress, result, video_url: url, error } = parsed.data;
	if (status === 'failed') {
		const reason = typeof error === 'string' ? tidy(error) : '';
		return success({ kind: 'failed', reason: reason === '' ? 'NinjaChat gave no reason' : reason });
	}
	if (status !== 'completed') {
		return success({
			kind: 'processing',
			...(typeof progress === 'number' ? { progress } : {}),
		});
	}
	const videoUrl = (result?.video_url ?? url)?.trim() ?? '';
	if (videoUrl !== '') return success({ kind: 'completed', videoUrl });
	return failure(
		toServiceError('no-video-url', 'NinjaChat says the video is completed but gives no URL of it', {
			paid: false,
			status: 200,
		}),
	);
}

function tidy(text: string): string {
	const clean = text.replace(/[\p{Cc}]+/gu, ' ').trim();
	return clean.length > MAX_WORDS ? `${clean.slice(0, MAX_WORDS)}...` : clean;
}
