/** One HTTP request, as plain data. */
export interface HttpRequest {
	readonly method: 'GET' | 'POST' | 'DELETE';
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string;
	readonly timeoutMs: number;
}

/** How sending ended. Whether the request can have reached the service is told apart by evidence. */
export type HttpResult =
	| {
			readonly kind: 'answer';
			readonly status: number;
			/** Header names in lower case. */
			readonly headers: Readonly<Record<string, string>>;
			readonly body: string;
	  }
	/** The connection was never made: nothing can have been charged. */
	| { readonly kind: 'never-connected'; readonly detail: string }
	/** It left, or may have left, and no answer came. */
	| { readonly kind: 'no-answer'; readonly detail: string };

/** The one connection to the network. Adds the credential; follows no redirect; never rejects for an HTTP status. */
export type SendRequest = (request: HttpRequest) => Promise<HttpResult>;
