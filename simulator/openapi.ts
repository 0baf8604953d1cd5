import { z, type ZodTypeAny } from 'zod';

import {
	BalanceResponse,
	ErrorResponse,
	ModelListResponse,
	PublicModel,
	VideoCreateRequest,
	VideoCreateResponse,
	VideoStatusResponse,
	WebhookCreateRequest,
	WebhookCreateResponse,
	WebhookDeleteResponse,
	WebhookDeliveriesResponse,
	WebhookListResponse,
	WebhookTestRequest,
	WebhookTestResponse,
} from './openapiSchemas';
import { parseJson, pathOf, queryOf, type SimulatedRequest } from './request';

/**
 * Generation 2 as the vendor's OpenAPI 3.1 document describes it, as far as videos need it. Written
 * from the document that calls itself contract bcf3aa3d (in the vendor's SDK repository), and from
 * nothing else: it judges the simulator and the node alike. A later one, 6016dd39, only adds to it
 * what the node does not send: more models and events, `negative_prompt`, the ratio `1:1`, more
 * fields of answers.
 */
export interface Operation {
	readonly method: 'GET' | 'POST' | 'DELETE';
	/** As in the document, below `/api/v1`. */
	readonly path: string;
	/** Without a key. */
	readonly isPublic?: true;
	/** Takes an `Idempotency-Key`. */
	readonly isIdempotent?: true;
	readonly query?: ZodTypeAny;
	readonly body?: ZodTypeAny;
	/** The one status of success, and its answer. */
	readonly success: { readonly status: 200 | 201; readonly answer: ZodTypeAny };
}

const ok = (answer: ZodTypeAny) => ({ status: 200, answer }) as const;

/** The queries of webhooks are not in the document; they are what its SDK sends. */
export const OPERATIONS: readonly Operation[] = [
	{
		method: 'POST',
		path: '/videos',
		isIdempotent: true,
		body: VideoCreateRequest,
		success: ok(VideoCreateResponse),
	},
	{ method: 'GET', path: '/videos/{id}', success: ok(VideoStatusResponse) },
	{ method: 'GET', path: '/models', isPublic: true, success: ok(ModelListResponse) },
	{ method: 'GET', path: '/models/{id}', isPublic: true, success: ok(PublicModel) },
	{ method: 'GET', path: '/balance', success: ok(BalanceResponse) },
	{
		method: 'POST',
		path: '/webhooks',
		body: WebhookCreateRequest,
		success: { status: 201, answer: WebhookCreateResponse },
	},
	{ method: 'GET', path: '/webhooks', success: ok(WebhookListResponse) },
	{
		method: 'DELETE',
		path: '/webhooks',
		query: z.object({ id: z.string().min(1) }).strict(),
		success: ok(WebhookDeleteResponse),
	},
	{
		method: 'GET',
		path: '/webhooks/deliveries',
		query: z.object({ endpoint_id: z.string(), limit: z.string() }).partial().strict(),
		success: ok(WebhookDeliveriesResponse),
	},
	{
		method: 'POST',
		path: '/webhooks/test',
		body: WebhookTestRequest,
		success: ok(WebhookTestResponse),
	},
];

/** An answer as far as the contract looks at it. Header names in lower case. */
export interface JudgedAnswer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

const BASE = '/api/v1';
const MAX_KEY_LENGTH = 255;

function operationOf(request: Pick<SimulatedRequest, 'method' | 'path'>): Operation | undefined {
	const path = pathOf(request);
	return OPERATIONS.find((operation) => {
		const [before = '', after] = `${BASE}${operation.path}`.split('{id}');
		if (operation.method !== request.method) return false;
		if (after === undefined) return path === before;
		return path.startsWith(before) && /^[^/]+$/.test(path.slice(before.length));
	});
}

function schemaProblems(what: string, schema: ZodTypeAny, value: unknown): string[] {
	const parsed = schema.safeParse(value);
	if (parsed.success) return [];
	return parsed.error.issues.map(({ path, message }) => `${[what, ...path].join('.')}: ${message}`);
}

function bodyProblems({ body: schema }: Operation, request: HeardRequest): string[] {
	const { body = '', headers } = request;
	if (schema === undefined) return body === '' ? [] : ['body: There must be none'];
	const type = headers['content-type'] ?? '';
	const problems = /^application\/json\b/i.test(type)
		? []
		: [`content-type: Must be application/json, not "${type}"`];
	const parsed = parseJson(body);
	return [
		...problems,
		...(parsed === undefined
			? ['body: Is not JSON']
			: schemaProblems('body', schema, parsed.value)),
	];
}

function headerProblems(operation: Operation, { headers }: HeardRequest): string[] {
	const problems: string[] = [];
	if (operation.isPublic !== true && !/^Bearer \S+$/.test(headers['authorization'] ?? '')) {
		problems.push('authorization: Must be Bearer and a key');
	}
	const key = headers['idempotency-key'];
	if (key !== undefined && operation.isIdempotent !== true) {
		problems.push('idempotency-key: This operation takes none');
	}
	if (key !== undefined && (key === '' || key.length > MAX_KEY_LENGTH)) {
		problems.push(`idempotency-key: Must have 1 to ${MAX_KEY_LENGTH} characters`);
	}
	return problems;
}

/** What is heard of a request; a call recorded by the simulator is one. */
export type HeardRequest = Pick<SimulatedRequest, 'method' | 'path' | 'headers' | 'body'>;

/** In what a request departs from the contract of generation 2; empty if it keeps it. */
export function findContractProblems(request: HeardRequest): string[] {
	const operation = operationOf(request);
	if (operation === undefined) return [`${request.method} ${request.path}: No such operation`];
	const query = Object.fromEntries(queryOf(request));
	const queryProblems =
		operation.query === undefined
			? Object.keys(query).map((name) => `query.${name}: Unknown`)
			: schemaProblems('query', operation.query, query);
	return [
		...queryProblems,
		...headerProblems(operation, request),
		...bodyProblems(operation, request),
	];
}

/** In what the answer to a request departs from the contract of generation 2. */
export function findAnswerProblems(
	request: Pick<SimulatedRequest, 'method' | 'path'>,
	{ status, headers, body }: JudgedAnswer,
): string[] {
	const operation = operationOf(request);
	const problems: string[] = [];
	if ((headers['x-request-id'] ?? '') === '') problems.push('x-request-id: Must be there');
	const parsed = parseJson(body);
	if (parsed === undefined) return [...problems, 'answer: Is not JSON'];
	if (status >= 400) return [...problems, ...schemaProblems('answer', ErrorResponse, parsed.value)];
	// Whatever the route does not know is refused, so a success without an operation is none.
	if (operation === undefined) return [...problems, `${status}: There is no such operation`];
	const { success } = operation;
	if (status !== success.status) problems.push(`status: Must be ${success.status}, not ${status}`);
	return [...problems, ...schemaProblems('answer', success.answer, parsed.value)];
}
