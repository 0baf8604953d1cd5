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
/** What the TLS layer, and the proxy's agent, say of a connection that never came so far as to carry a request. */
const BEFORE_REQUEST_WORDS =
	/before secure TLS connection|wrong version number|handshake failure|unsupported protocol|protocol version|unrecognized name|unknown protocol|packet length too long|no protocols available|no shared cipher|ssl\w*:http request|ended before receiving CONNECT|self[- ]signed certificate|certificate has expired|unable to (get|verify)/i;
/** n8n's own refusals, made before anything is sent. */
const REFUSED_BY_N8N = /^Ssrf/;

/** What Node says of the address of a proxy before anything is sent: the one of the service was read before. */
const NO_URL = 'Invalid URL';

interface ErrorLike {
	readonly name?: unknown;
	readonly message?: unknown;
	readonly code?: unknown;
	readonly syscall?: unknown;
	readonly cause?: unknown;
	/** One for each address of the host that was tried. */
	readonly errors?: unknown;
	/** Node's request, where the HTTP library keeps it. */
	readonly request?: unknown;
}

const isEarly = (error: ErrorLike | undefined | null): boolean =>
	typeof error?.syscall === 'string' && BEFORE_REQUEST.has(error.syscall);

/** Node gives a request its connection before it writes to it, and a proxy's tunnel only once it is open. */
const wasNeverGivenConnection = ({ request }: ErrorLike): boolean =>
	typeof request === 'object' &&
	request !== null &&
	(request as { readonly socket?: unknown }).socket === null;

/** Reads what an HTTP helper threw, along its chain of causes. Anything it does not know may have been sent. */
export function readNetworkFailure(error: unknown): NetworkFailure {
	let detail = 'no answer';
	let neverConnected = false;
	let current = error as ErrorLike | undefined | null;
	for (let depth = 0; depth < 6 && typeof current === 'object' && current !== null; depth += 1) {
		const { code, name, message, errors } = current;
		if (typeof name === 'string' && REFUSED_BY_N8N.test(name)) {
			return { neverConnected: true, detail: 'blocked by the SSRF protection of n8n' };
		}
		if (message === NO_URL) {
			return { neverConnected: true, detail: 'the address of the proxy of n8n is no URL' };
		}
		neverConnected ||= wasNeverGivenConnection(current);
		neverConnected ||= typeof message === 'string' && BEFORE_REQUEST_WORDS.test(message);
		if (typeof code === 'string') {
			detail = code;
			const noAddress = Array.isArray(errors) && errors.length > 0 && errors.every(isEarly);
			neverConnected ||= noAddress || isEarly(current) || NEVER_CONNECTED.test(code);
			if (neverConnected) break;
		}
		current = current.cause as ErrorLike | undefined;
	}
	return { neverConnected, detail };
}
