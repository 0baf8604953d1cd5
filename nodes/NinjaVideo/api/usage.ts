import { failure, success, type Result } from '../result';
import type { ServiceError } from '../videoService';
import { toContractError } from './errors';
import { toWholeCents } from './readOrder';
import { listFields } from './shape';
import { request, type ApiConnection } from './transport';

/** The charges in an answer of `GET /usage`, less refunds, in US cents; undefined where it does not say. */
export function readUsage(json: unknown): number | undefined {
	const value = listFields(json).find(({ name }) => name === 'totalcostcents')?.value;
	const cents = toWholeCents(value);
	return cents === undefined ? undefined : Math.max(0, cents);
}

/** What the account was charged in the last day, less refunds, in US cents. Free; only v1/videos has it [K]. */
export async function fetchUsage(connection: ApiConnection): Promise<Result<number, ServiceError>> {
	const answer = await request(connection, {
		method: 'GET',
		path: '/api/v1/usage?period=1d',
		timeoutMs: 10_000,
	});
	if (!answer.ok) return answer;
	const cents = readUsage(answer.value);
	return cents === undefined
		? failure(toContractError('The answer of NinjaChat does not say what was spent', false))
		: success(cents);
}
