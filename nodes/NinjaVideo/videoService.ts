/** A generation of the service's API, by the path of its orders. */
export type ApiVersion = 'v1/video' | 'v1/videos';

/** What to make. Already checked: see `catalog/rules.ts`. */
export interface VideoRequest {
	readonly prompt: string;
	readonly model: string;
	readonly durationSeconds: number;
	readonly aspectRatio: string;
	readonly imageUrl?: string;
	/** Fields that only the second generation takes, under its own names. Absent fields are not sent. */
	readonly v2Options?: Readonly<Record<string, string | boolean | readonly string[]>>;
	/** The only generation that may be asked for it: for v2Options, or for a model the other does not have. */
	readonly requiredVersion?: ApiVersion;
}

/** Where an order goes. */
export interface Route {
	readonly api: ApiVersion;
	/**
	 * Stands for the account within which the same order under the same key is replayed instead of charged
	 * again; absent where the service promises no such thing.
	 */
	readonly replay?: string;
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
	/** The generation that made it; absent for a job that is only known by its id. */
	readonly api?: ApiVersion;
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
export type ServiceErrorKind =
	| 'bad-input'
	| 'key-rejected'
	| 'no-credits'
	| 'over-cap'
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
	readonly kind: ServiceErrorKind;
	readonly charged: Charged;
	/** The service's own error code, or ours where it gave none. */
	readonly code: string;
	/**
	 * What the user can do about it; full sentences. Empty where it is unknown whether an order was charged: what to
	 * do then depends on the promise it left under.
	 */
	readonly advice: string;
	/** HTTP status, where there was an answer. */
	readonly status?: number;
	/** The service's id of the HTTP request, for its support; not the id of a job. */
	readonly trace?: string;
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

/** A model as the service lists it. */
export interface LiveModel {
	readonly id: string;
	readonly name: string;
	/** `ga`, `preview`, `deprecated`, or a word of the future. */
	readonly status: string;
	/** Whether videos can be ordered of it. */
	readonly servable: boolean;
	/** US dollars for a video, or for each second of it; absent where the list does not say. */
	readonly price?: { readonly usd: number; readonly perSecond: boolean };
}

/** A service that makes videos: one paid call and one free call. */
export interface VideoService {
	/** Where orders are replayed; absent where this service may not order there. */
	readonly replayRoute?: Route;
	/** Where an order of this video goes now. Another place after an error: the first does not exist. */
	routeOf(request: VideoRequest): Route;
	/**
	 * Orders a video. COSTS MONEY. Never repeats itself.
	 * @throws ServiceError with `charged` set by evidence
	 */
	submit(request: VideoRequest, idempotencyKey: string, route: Route): Promise<Job>;
	/** The generations that may know a job, in the order in which to ask them. */
	apisOf(job: Pick<Job, 'requestId' | 'api'>): readonly ApiVersion[];
	/**
	 * Asks once how a job is doing. Free.
	 * @throws ServiceError
	 */
	getStatus(requestId: string, api: ApiVersion): Promise<JobStatus>;
}
