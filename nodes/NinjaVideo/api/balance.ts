import { z } from 'zod';
import { toCents } from '../money';
import { failure, success, type Result } from '../result';
import type { ServiceError } from '../videoService';
import { toContractError } from './errors';
import { request, type ApiConnection } from './transport';

/** The path of the balance call, which only v1/videos has. */
export const BALANCE_PATH = '/api/v1/balance';

/** 200 of `GET /api/v1/balance` (vendor's SDK). */
const balanceAnswer = z
	.object({
		balance_cents: z.number().int().nullish().catch(undefined),
		balance: z.union([z.string(), z.number()]).nullish().catch(undefined),
	})
	.passthrough();

/** The balance in an answer, in US cents; undefined where there is none in it. */
export function readBalance(json: unknown): number | undefined {
	const parsed = balanceAnswer.safeParse(json);
	if (!parsed.success) return undefined;
	return parsed.data.balance_cents ?? toCents(parsed.data.balance);
}

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
