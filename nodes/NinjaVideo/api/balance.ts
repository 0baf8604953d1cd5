import { failure, success, type Result } from '../result';
import type { ServiceError } from '../videoService';
import { toContractError } from './errors';
import { balanceOf, firstCents } from './readOrder';
import { listFields } from './shape';
import { request, type ApiConnection } from './transport';

/** The path of the balance call, which only v1/videos has. */
export const BALANCE_PATH = '/api/v1/balance';

/** The balance in an answer, in US cents; undefined where there is none in it. */
export const readBalance = (json: unknown): number | undefined =>
	firstCents(listFields(json), balanceOf);

/** The account's balance in US cents. Free. */
export async function fetchBalance(
	connection: ApiConnection,
): Promise<Result<number, ServiceError>> {
	const answer = await request(connection, {
		method: 'GET',
		path: BALANCE_PATH,
		timeoutMs: 30_000,
	});
	if (!answer.ok) return answer;
	const cents = readBalance(answer.value);
	return cents === undefined
		? failure(toContractError('The answer of NinjaChat does not say the balance', false))
		: success(cents);
}
