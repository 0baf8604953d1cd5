import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { fetchBalance } from '../api/balance';
import { isRouteMissing } from '../api/errors';
import { toDollars } from '../money';
import { freeFailure, type Failure } from '../output/failure';
import { refuseRun } from '../output/toOutput';
import { createRun } from '../run/createRun';

const NO_BALANCE: Failure = {
	headline: 'The API v1/video does not tell the balance',
	advice:
		"Set 'API Version' of the credential to 'Automatic' or 'v1/videos', if NinjaChat has that at its base URL. The balance is also in every order's item, as balance_usd. Nothing was charged.",
	details: { code: 'no_balance_call', charged: 'no' },
};

/**
 * The balance of the account: one request per run, and the same answer for every item, so that each keeps its
 * pair. Costs nothing.
 */
export async function getBalance(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	if (context.getInputData().length === 0) return [[]];
	const created = await createRun(context);
	if (!created.ok) return refuseRun(context, created.error);
	const { api, connection } = created.value;
	if (api === 'v1/video') return refuseRun(context, NO_BALANCE);
	const balance = await fetchBalance(connection);
	if (!balance.ok) {
		const { error } = balance;
		return refuseRun(
			context,
			isRouteMissing(error) ? NO_BALANCE : freeFailure('Asking for the balance', error),
		);
	}
	const { value: balance_cents } = balance;
	const json = { balance_usd: toDollars(balance_cents), balance_cents, currency: 'usd' };
	return [context.getInputData().map((_, item) => ({ json: { ...json }, pairedItem: { item } }))];
}
