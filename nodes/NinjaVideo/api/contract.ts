import { z } from 'zod';
import { ServiceError, type Job, type JobStatus } from '../service';
import { toCents } from './money';

/** The longest text of the service that is shown to a user, in characters. */
const MAX_WORDS = 500;

const moneyText = z.union([z.string(), z.number()]).nullish();

/** 200 of `POST /api/v1/video` (vendor's reference page); only the request id is always there. */
const createAnswer = z
	.object({
		request_id: z.union([z.string(), z.number()]).transform(String).pipe(z.string().trim().min(1)),
		model: z.string().nullish().catch(undefined),
		cost: z.object({ this_request: moneyText }).passthrough().nullish().catch(undefined),
		balance: moneyText.catch(undefined),
	})
	.passthrough();

/** 200 of `GET /api/v1/video/status` (vendor's documentation). */
const statusAnswer = z
	.object({
		status: z.string(),
		progress: z.number().nullish().catch(undefined),
		result: z.object({ video_url: z.string().nullish() }).passthrough().nullish().catch(undefined),
		error: z.unknown(),
	})
	.passthrough();

/** `{ error: CODE, message: TEXT, details?: [{ field, message }] }` (vendor's error page). */
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

/** Reads an error body; undefined for anything that is not one. */
export function readErrorBody(json: unknown): ErrorBody | undefined {
	const parsed = errorBody.safeParse(json);
	if (!parsed.success) return undefined;
	const { error, message, details } = parsed.data;
	const fields = (details ?? []).map((detail) =>
		detail.field ? `${detail.field}: ${detail.message}` : detail.message,
	);
	const words = [message ?? '', ...fields].filter((text) => text !== '').join('; ');
	return { code: tidy(error), message: tidy(words) };
}

/**
 * Reads the answer to an order.
 * @returns undefined where there is no request id, so that it is unknown what was ordered
 */
export function readJob(json: unknown, ordered: { model: string; atMs: number }): Job | undefined {
	const parsed = createAnswer.safeParse(json);
	if (!parsed.success) return undefined;
	const { request_id: requestId, model, cost, balance } = parsed.data;
	const priceCents = toCents(cost?.this_request);
	const balanceCents = toCents(balance);
	return {
		requestId,
		model: model ?? ordered.model,
		startedAtMs: ordered.atMs,
		...(priceCents === undefined ? {} : { priceCents }),
		...(balanceCents === undefined ? {} : { balanceCents }),
	};
}

/**
 * Reads the answer to a status request. A word that is not known counts as still running.
 * @returns undefined where the answer is not a status at all
 * @throws ServiceError for a completed job without a video address
 */
export function readStatus(json: unknown): JobStatus | undefined {
	const parsed = statusAnswer.safeParse(json);
	if (!parsed.success) return undefined;
	const { status, progress, result, error } = parsed.data;
	if (status === 'failed') {
		const reason = typeof error === 'string' ? tidy(error) : '';
		return { kind: 'failed', reason: reason === '' ? 'NinjaChat gave no reason' : reason };
	}
	if (status !== 'completed') {
		return { kind: 'processing', ...(typeof progress === 'number' ? { progress } : {}) };
	}
	const videoUrl = result?.video_url?.trim() ?? '';
	if (videoUrl === '') {
		throw new ServiceError('NinjaChat says the video is completed but gives no address of it', {
			cause: 'no-video-url',
			charged: 'yes',
			code: 'no_video_url',
			status: 200,
			advice:
				'Look again with the operation Get Status; if it stays so, give the request ID to NinjaChat support.',
		});
	}
	return { kind: 'completed', videoUrl };
}

function tidy(text: string): string {
	const clean = text.replace(/[\p{Cc}]+/gu, ' ').trim();
	return clean.length > MAX_WORDS ? `${clean.slice(0, MAX_WORDS)}...` : clean;
}
