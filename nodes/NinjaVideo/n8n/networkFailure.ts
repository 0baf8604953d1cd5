/** A failure of the network, without the request or the answer in it. */
export interface NetworkFailure {
	/** Whether the evidence shows that the connection was never made. */
	readonly neverConnected: boolean;
	/** A short word for a description, such as `ECONNREFUSED`. */
	readonly detail: string;
}

/** System calls that come before the first byte of a request. */
const BEFORE_REQUEST = new Set(['connect', 'getaddrinfo']);
/** Codes that can only come before the first byte of a request: name, refusal, or certificate. */
const NEVER_CONNECTED =
	/^(ECONNREFUSED|ENOTFOUND|EAI_[A-Z]+|ERR_TLS_CERT_ALTNAME_INVALID|CERT_[A-Z_]+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_[A-Z_]+)$/;
/** n8n's own refusals, made before anything is sent. */
const REFUSED_BY_N8N = /^Ssrf/;

interface ErrorLike {
	readonly name?: unknown;
	readonly code?: unknown;
	readonly syscall?: unknown;
	readonly cause?: unknown;
	/** One for each address of the host that was tried. */
	readonly errors?: unknown;
}

const isEarly = (error: ErrorLike | undefined | null): boolean =>
	typeof error?.syscall === 'string' && BEFORE_REQUEST.has(error.syscall);

/** Reads what an HTTP helper threw, along its chain of causes. Anything it does not know may have been sent. */
export function readNetworkFailure(error: unknown): NetworkFailure {
	let detail = 'no answer';
	let current = error as ErrorLike | undefined | null;
	for (let depth = 0; depth < 6 && typeof current === 'object' && current !== null; depth += 1) {
		const { code, name, errors } = current;
		if (typeof name === 'string' && REFUSED_BY_N8N.test(name)) {
			return { neverConnected: true, detail: 'blocked by the SSRF protection of n8n' };
		}
		if (typeof code === 'string') {
			detail = code;
			const noAddress = Array.isArray(errors) && errors.length > 0 && errors.every(isEarly);
			if (noAddress || isEarly(current) || NEVER_CONNECTED.test(code)) {
				return { neverConnected: true, detail };
			}
		}
		current = current.cause as ErrorLike | undefined;
	}
	return { neverConnected: false, detail };
}
