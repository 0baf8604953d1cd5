/** What to make. Already checked: see `catalog/rules.ts`. */
export interface VideoRequest {
	readonly prompt: string;
	readonly model: string;
	readonly durationSeconds: number;
	readonly aspectRatio: string;
	readonly imageUrl?: string;
}

/** A video that was ordered: the service gave it a request id, so it is paid for. */
export interface Job {
	readonly requestId: string;
	/** Absent for a job that was ordered elsewhere and is only known by its id. */
	readonly model?: string;
	/** What the service charged, in US cents; absent where it was not said. */
	readonly priceCents?: number;
	/** The account's balance after this charge, in US cents, where the service said it. */
	readonly balanceCents?: number;
	/** When the job was ordered, or first heard of, in milliseconds since the epoch. */
	readonly startedAtMs: number;
}

/** The service's word on a job. */
export type JobStatus =
	| { readonly kind: 'processing'; readonly progress?: number }
	| { readonly kind: 'completed'; readonly videoUrl: string }
	| { readonly kind: 'failed'; readonly reason: string };

/** Whether a call cost money, by evidence only. */
export type Charged = 'no' | 'yes' | 'unknown';

/** What went wrong in one word, for decisions; the texts are for people. */
export type ServiceErrorCause =
	| 'bad-input'
	| 'key-rejected'
	| 'no-credits'
	| 'rate-limited'
	| 'generation-failed'
	| 'not-found'
	| 'service-fault'
	| 'never-connected'
	| 'no-answer'
	| 'unreadable-answer'
	| 'no-video-url'
	| 'redirected';

/** The facts a `ServiceError` carries besides its message. */
export interface ServiceErrorFacts {
	readonly cause: ServiceErrorCause;
	readonly charged: Charged;
	/** The service's own error code, or ours where it gave none. */
	readonly code: string;
	/** What the user can do about it; full sentences. */
	readonly advice: string;
	/** HTTP status, where there was an answer. */
	readonly status?: number;
	/** How long the service asked us to stay away, in seconds. */
	readonly retryAfterSeconds?: number;
}

/**
 * A call that did not do what it should. The message says what happened, in our words; whether money was
 * spent was decided where the answer was read.
 */
export class ServiceError extends Error {
	constructor(
		message: string,
		readonly facts: ServiceErrorFacts,
	) {
		super(message);
		this.name = 'ServiceError';
	}
}

/** A service that makes videos: one paid call and one free call. */
export interface VideoService {
	/**
	 * Orders a video. COSTS MONEY. Never repeats itself.
	 * @throws ServiceError with `charged` set by evidence
	 */
	submit(request: VideoRequest, idempotencyKey: string): Promise<Job>;
	/**
	 * Asks once how a job is doing. Free.
	 * @throws ServiceError
	 */
	look(requestId: string): Promise<JobStatus>;
}
