import { z } from 'zod';
import { toCents } from '../money';
import { request, type ApiConnection } from './transport';
import { toContractError } from './errors';

/** The path of the balance call, which only the second generation has. */
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

/**
 * The account's balance in US cents. Free.
 * @throws ServiceError
 */
export async function fetchBalance(connection: ApiConnection): Promise<number> {
	const json = await request(connection, { method: 'GET', path: BALANCE_PATH, timeoutMs: 30_000 });
	const cents = readBalance(json);
	if (cents !== undefined) return cents;
	throw toContractError('The answer of NinjaChat does not say the balance', false);
}
