import type { Result } from './result';

/** A version of the service's API, by the path of its orders. */
export type ApiVersion = 'v1/video' | 'v1/videos';

/** What to make. Already checked: see `catalog/rules.ts`. */
export interface VideoRequest {
	readonly prompt: string;
	readonly model: string;
	readonly durationSeconds: number;
	/** Absent where the model chooses: then none is sent. */
	readonly aspectRatio?: string;
	readonly imageUrl?: string;
	/** Fields that only v1/videos takes, under the API's names. Absent fields are not sent. */
	readonly v2Options?: Readonly<Record<string, string | boolean | readonly string[]>>;
	/**
	 * Hashes of the files behind addresses that n8n made for this execution, by the API's field. They say what is asked
	 * for: the address of the same file is another one in the next execution.
	 */
	readonly fileHashes?: Readonly<Record<string, string>>;
	/** The only API version that may take it: for `v2Options`, or for a model the other version lacks. */
	readonly requiredVersion?: ApiVersion;
}

/** Where an order goes. */
export interface Route {
	readonly api: ApiVersion;
	/**
	 * Hash of base URL and API key, set where the service promises to replay an order under its key instead of
	 * charging again. The promise holds within that account.
	 */
	readonly replay?: string;
}

/** A video that was ordered: the service gave it a request id, so it is paid for. */
export interface Job {
	readonly requestId: string;
	/** Other ids in the answer to the order that may be the job's; absent where there are none. */
	readonly otherIds?: readonly string[];
	/** Absent for a job that was ordered elsewhere and is only known by its id. */
	readonly model?: string;
	/** What the service charged, in US cents; absent where it was not said. */
	readonly priceCents?: number;
	/** The account's balance after this charge, in US cents, where the service said it. */
	readonly balanceCents?: number;
	/** The API version that made it; absent for a job that is only known by its id. */
	readonly api?: ApiVersion;
	/** It was ordered before under its unique key, maybe by another execution. */
	readonly orderedBefore?: true;
	/** When the job was ordered, or first heard of, in milliseconds since the epoch. */
	readonly startedAtMs: number;
}

/** The service's word on a job. */
export type JobStatus =
	/** `word` is the service's own word, where it is not a known one. */
	| { readonly kind: 'processing'; readonly progress?: number; readonly word?: string }
	| { readonly kind: 'completed'; readonly videoUrl: string }
	| { readonly kind: 'failed'; readonly reason: string }
	/** Over without a video, by a word that no contract explains: it may have been charged. */
	| { readonly kind: 'ended'; readonly word: string; readonly reason?: string };

/** Whether a job is over without a video. */
export const madeNoVideo = ({ kind }: JobStatus): boolean => kind === 'failed' || kind === 'ended';

/** Whether a call cost money, by evidence only. */
export type Charged = 'no' | 'yes' | 'unknown';

/** What went wrong in one word, for decisions; `api/errorPolicy.ts` says what follows from each. */
export type ServiceErrorKind =
	| 'aborted'
	| 'bad-input'
	| 'forbidden'
	| 'in-flight'
	| 'intercepted'
	| 'key-rejected'
	| 'key-taken'
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

/** What follows from a kind of failure. Decided in `api/errorPolicy.ts` and nowhere else. */
export interface ErrorPolicy {
	/** Whether the call cost money, by evidence. */
	readonly charged: Charged;
	/** Whether an order that was not charged may be sent again. */
	readonly mayRepeatOrder: boolean;
	/** Whether a free call may be sent again: the failure passes. */
	readonly mayRepeatFreeCall: boolean;
	/** Whether it may be sent again for a minute: a job may be too young to be known, or its URL be late. */
	readonly mayPassSoon: boolean;
	/** Whether no further order of the run can succeed. */
	readonly endsOrdering: boolean;
}

/** The facts a `ServiceError` carries besides its message. */
export interface ServiceErrorFacts extends ErrorPolicy {
	readonly kind: ServiceErrorKind;
	/** The service's own error code, or ours where it gave none. */
	readonly code: string;
	/**
	 * What the user can do about it; full sentences. Empty where it is unknown whether an order was charged: that
	 * depends on whether the order can be replayed.
	 */
	readonly advice: string;
	/** HTTP status, where there was an answer. */
	readonly status?: number;
	/** The service's id of the HTTP request, for its support; not the id of a job. */
	readonly trace?: string;
	/** How long the service asked us to stay away, in seconds. */
	readonly retryAfterSeconds?: number;
	/** The service said that another try is of no use: the order is not sent again, not even to be replayed. */
	readonly isFinal?: true;
	/** Ids in an answer to an order that did not say that it was accepted: one may be a job's. */
	readonly possibleRequestIds?: readonly string[];
	/** What such an answer says was charged, and the balance after it, in US cents. */
	readonly priceCents?: number;
	readonly balanceCents?: number;
	/** A cut copy of an answer to an order that could not be read, without the API key. */
	readonly answer?: string;
}

/** A call that did not do what it should. The message says what happened; `cause` is the original error. */
export class ServiceError extends Error {
	/** What went wrong in one word. */
	readonly kind: ServiceErrorKind;

	constructor(
		message: string,
		readonly facts: ServiceErrorFacts,
		options?: ErrorOptions,
	) {
		super(message, options);
		this.name = 'ServiceError';
		this.kind = facts.kind;
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
	readonly price?: {
		readonly usd: number;
		readonly perSecond: boolean;
		/** The price without the promotion that `usd` includes. */
		readonly listUsd?: number;
		/** When the promotion ends, as an ISO date. */
		readonly promotionEnds?: string;
	};
	/** The dearest that the service's price table says a video can be, in US cents. */
	readonly ceilingCents?: number;
	readonly description?: string;
	/** Names of the fields an order of it may have, where the list says them. */
	readonly supportedParameters?: readonly string[];
}

/** An order as it is sent. */
export interface PaidCall {
	/** The JSON of the order, sent byte for byte: an order that is replayed must be the same. */
	readonly body: string;
	readonly model: string;
	readonly idempotencyKey: string;
	readonly route: Route;
	/** How long it may take in milliseconds, if less than the service may take anyway. */
	readonly timeoutMs?: number;
	/** When an answer that has begun to come is read as far as it came, in milliseconds from now; absent for its end. */
	readonly readWithinMs?: number;
	/** After it aborts the order is not sent on to where a redirect leads. */
	readonly signal?: AbortSignal;
	/** Told the answer that came after the order was given up, because of Stop or of time. */
	onLate?(answer: Result<Job, ServiceError>): void;
}

/** Where to ask for the status of a job: one of its ids, at one API version. */
export interface JobAddress {
	readonly requestId: string;
	readonly api: ApiVersion;
}

/** A service that makes videos: one paid call and one free call. Neither rejects. */
export interface VideoService {
	/** Every route by which orders that left by it are replayed, as far as this service may use it. */
	replayRoutes(): readonly Route[];
	/** Where an order of this video goes now. Another place after an error: the first does not exist. */
	routeOf(request: VideoRequest): Route;
	/** The body of an order by a route. */
	bodyOf(request: VideoRequest, route: Route): string;
	/** Orders a video. COSTS MONEY. Never repeats itself. */
	submit(call: PaidCall): Promise<Result<Job, ServiceError>>;
	/**
	 * Where to ask for a job, in the order in which to ask: every id at every API version, until one has answered;
	 * from then on that one only.
	 */
	addressesOf(job: Pick<Job, 'requestId' | 'otherIds' | 'api'>): readonly JobAddress[];
	/** Asks once for the status of a job. Free. `timeoutMs` in milliseconds, if it may take less than usual. */
	getStatus(address: JobAddress, timeoutMs?: number): Promise<Result<JobStatus, ServiceError>>;
	/** The job under the id and API version that answered for it; unchanged where none has. */
	identify(job: Job): Job;
}
