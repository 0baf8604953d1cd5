import Ajv, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

import { parseJson, pathOf, queryOf, type SimulatedRequest } from '../request';
import type { ContractName } from '../settings';
import { type Operation, OPERATIONS } from './operations';
import type { Schema } from './shapes';

/** A request as far as a contract says something of it; a call recorded by the simulator is one. */
export type JudgedRequest = Pick<SimulatedRequest, 'method' | 'path' | 'headers' | 'body'>;

/** An answer as far as a contract says something of it. Header names in lower case. */
export interface JudgedAnswer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

const BASE = '/api/v1';
const MAX_KEY_LENGTH = 255;

const ajv = new Ajv({ allErrors: true, strict: false });
addFormats(ajv);
const validators = new WeakMap<Schema, ValidateFunction>();

function validatorOf(schema: Schema): ValidateFunction {
	const known = validators.get(schema) ?? ajv.compile(schema);
	validators.set(schema, known);
	return known;
}

/** In what a value departs from a schema, each beginning with `what`. */
function schemaProblems(what: string, schema: Schema, value: unknown): string[] {
	const validate = validatorOf(schema);
	if (validate(value)) return [];
	return (validate.errors ?? []).map(({ instancePath, message = '', params }) => {
		const path = [what, ...instancePath.split('/').slice(1)].join('.');
		return `${path}: ${message} ${JSON.stringify(params)}`;
	});
}

/** The operation a request is meant for, if the contract has it. */
export function operationOf(
	contract: ContractName,
	request: Pick<SimulatedRequest, 'method' | 'path'>,
): Operation | undefined {
	const path = pathOf(request);
	const all = OPERATIONS[contract].filter(({ method }) => method === request.method);
	// A path without an id comes before one that could be taken for it.
	return (
		all.find((operation) => path === `${BASE}${operation.path}`) ??
		all.find((operation) => {
			const [before = '', after] = `${BASE}${operation.path}`.split('{id}');
			return (
				after !== undefined && path.startsWith(before) && /^[^/]+$/.test(path.slice(before.length))
			);
		})
	);
}

function bodyProblems({ body: schema }: Operation, { body = '', headers }: JudgedRequest) {
	if (schema === undefined) return body === '' ? [] : ['body: There must be none'];
	const type = headers['content-type'] ?? '';
	const parsed = parseJson(body);
	return [
		...(/^application\/json\b/i.test(type)
			? []
			: [`content-type: Must be application/json, not "${type}"`]),
		...(parsed === undefined
			? ['body: Is not JSON']
			: schemaProblems('body', schema, parsed.value)),
	];
}

function headerProblems(operation: Operation, { headers }: JudgedRequest): string[] {
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

/** In what a request departs from a contract; empty if it keeps it. */
export function findRequestProblems(contract: ContractName, request: JudgedRequest): string[] {
	const operation = operationOf(contract, request);
	if (operation === undefined) {
		return [`${request.method} ${pathOf(request)}: ${contract} has no such operation`];
	}
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

/** In what the answer to a request departs from a contract; empty if it keeps it. */
export function findAnswerProblems(
	contract: ContractName,
	request: Pick<SimulatedRequest, 'method' | 'path'>,
	{ status, headers, body }: JudgedAnswer,
): string[] {
	const operation = operationOf(contract, request);
	if (operation === undefined) return [`${status}: ${contract} has no such operation`];
	const problems =
		operation.hasHttpId && (headers['x-request-id'] ?? '') === ''
			? ['x-request-id: Must be there']
			: [];
	const parsed = parseJson(body);
	if (parsed === undefined) return [...problems, 'answer: Is not JSON'];
	if (status >= 400)
		return [...problems, ...schemaProblems('answer', operation.error, parsed.value)];
	if (status !== operation.status) {
		problems.push(`status: Must be ${operation.status}, not ${status}`);
	}
	return [...problems, ...schemaProblems('answer', operation.answer, parsed.value)];
}
