import type { FinalAnswer } from './answers';
import { parseJson } from './request';

/** A request that carried a valid key, as the account can look it up. */
export interface LoggedRequest {
	/** The id in the `x-request-id` header of its answer. */
	readonly httpId: string;
	/** The key of the account. */
	readonly key: string;
	/** In milliseconds of the world's clock. */
	readonly at: number;
	/** Method and path without ids, such as `POST /videos`. */
	readonly endpoint: string;
	/** HTTP status; 0 where nothing was sent. */
	readonly status: number;
	readonly errorCode: string | null;
}

/** The requests of all accounts, in order. */
export type RequestLog = ReturnType<typeof createRequestLog>;

function errorCodeOf(answer: FinalAnswer): string | null {
	if (answer.kind !== 'reply' || answer.status < 400) return null;
	const body = parseJson(answer.body)?.value as { code?: string; error?: { code?: string } } | null;
	return body?.error?.code ?? body?.code ?? null;
}

/** Makes an empty log. */
export function createRequestLog() {
	const all: LoggedRequest[] = [];
	return {
		all,
		/** Adds a request and how it was answered. */
		add(request: Omit<LoggedRequest, 'status' | 'errorCode'>, answer: FinalAnswer): void {
			const status = 'status' in answer ? answer.status : 0;
			all.push({ ...request, status, errorCode: errorCodeOf(answer) });
		},
	};
}
