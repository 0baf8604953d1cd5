import type { Answer } from './answers';
import type { FaultName } from './faults';

/** A request without a socket. `path` with its query string, header names in lower case. */
export interface SimulatedRequest {
	readonly method: string;
	readonly path: string;
	readonly headers: Record<string, string>;
	readonly body?: string;
	/** Scheme and host it was sent to, such as `https://www.ninjachat.ai`. Only the redirect host reads it. */
	readonly origin?: string;
}

/** A request that arrived, and how it was answered. `at` in milliseconds of the world's clock. */
export interface RecordedCall extends SimulatedRequest {
	readonly at: number;
	/** `later` until the answer is known. */
	readonly kind: Answer['kind'];
	/** HTTP status, where one was sent. */
	readonly status?: number;
	/** The job made, or asked for. */
	readonly requestId?: string;
	/** The fault that struck. */
	readonly fault?: FaultName;
	/** The answer departs from the contract because the plan of its job says so. */
	readonly isOffContract?: true;
}

/** What is known of a request once it is answered. */
export interface Findings {
	readonly requestId?: string | undefined;
	readonly fault?: FaultName | undefined;
	readonly isOffContract?: true;
}

/** A request that was answered. */
export type Handled = Findings & { readonly answer: Answer };

/** The record of a call, without the fields that are not known. */
export function recordCall(
	at: number,
	request: SimulatedRequest,
	answer: { readonly kind: Answer['kind']; readonly status?: number },
	{ requestId, fault, isOffContract }: Findings,
): RecordedCall {
	return {
		at,
		...request,
		kind: answer.kind,
		...(answer.status !== undefined && { status: answer.status }),
		...(requestId !== undefined && { requestId }),
		...(fault !== undefined && { fault }),
		...(isOffContract && { isOffContract }),
	};
}

/** The API key a request carries, if any. */
export function keyOf(request: SimulatedRequest): string | undefined {
	return /^Bearer +(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
}

/** The path without its query. */
export function pathOf(request: Pick<SimulatedRequest, 'path'>): string {
	return request.path.split('?')[0] ?? '';
}

/** The query of a path. */
export function queryOf(request: Pick<SimulatedRequest, 'path'>): URLSearchParams {
	return new URLSearchParams(request.path.split('?').slice(1).join('?'));
}

/** A piece of a path as it was before it was encoded. Never throws. */
export function decodeSegment(segment: string): string {
	return (
		new URLSearchParams(`name=${segment.replaceAll('+', '%2B').replaceAll('&', '%26')}`).get(
			'name',
		) ?? ''
	);
}

/** What a JSON text says, or `undefined` if it is none. */
export function parseJson(text: string): { readonly value: unknown } | undefined {
	try {
		return { value: JSON.parse(text) as unknown };
	} catch {
		return undefined;
	}
}

/** The prompt in a create call's body, for the faults that depend on it. */
export function readPrompt(parsed: { readonly value: unknown } | undefined): string | undefined {
	const prompt = (parsed?.value as { prompt?: unknown } | null | undefined)?.prompt;
	return typeof prompt === 'string' ? prompt : undefined;
}
