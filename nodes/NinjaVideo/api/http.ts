/** One HTTP request, as plain data. */
export interface HttpRequest {
	readonly method: 'GET' | 'POST' | 'DELETE';
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string;
	/** How long all of it may take, in milliseconds. */
	readonly timeoutMs: number;
	/** When a body that has begun to come is given as far as it came, in milliseconds from now; absent for `timeoutMs`. */
	readonly readWithinMs?: number;
	/** For an order: its answer may name a paid video, however late it comes. */
	readonly late?: LateAnswer;
}

/** Who takes an answer that came after the call was given up, because of Stop or of time. */
export interface LateAnswer {
	/** How long after the request left it is waited for, in milliseconds. */
	readonly withinMs: number;
	take(answer: HttpAnswer): void;
}

/** An HTTP answer, whatever its status. */
export interface HttpAnswer {
	readonly kind: 'answer';
	readonly status: number;
	/** Header names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
	/** The body ended before it was whole. */
	readonly isCut?: true;
}

/** A request that brought no answer. Whether it can have reached the service is decided by evidence. */
export type NoAnswer =
	/** The connection was never made: nothing can have been charged. */
	| { readonly kind: 'never-connected'; readonly detail: string; readonly cause?: unknown }
	/** It left, or may have left, and no answer came. */
	| { readonly kind: 'no-answer'; readonly detail: string; readonly cause?: unknown }
	/** Stop, or the end of the run, came first. `sent` says whether the request may have left. */
	| { readonly kind: 'aborted'; readonly sent: boolean };

/** How an HTTP request ended. */
export type HttpResult = HttpAnswer | NoAnswer;

/** The only way to the network. Adds the credential; follows no redirect; never rejects. */
export type SendRequest = (request: HttpRequest) => Promise<HttpResult>;
