import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { fetchBalance } from '../api/balance';
import { isRouteMissing } from '../api/errors';
import { toDollars } from '../money';
import { isTool } from '../n8n/tool';
import { balanceAdvice } from '../output/balanceAdvice';
import { freeFailure, type Failure } from '../output/failure';
import { addHint } from '../output/hints';
import { refuseRun } from '../output/toOutput';
import { createRun } from '../run/createRun';

const NO_BALANCE: Failure = {
	headline: 'NinjaChat does not tell the balance at this base URL',
	advice:
		"The balance is also in every order's item, as balance_usd, where NinjaChat says it. Otherwise look at your account at https://ninjachat.ai. Nothing was charged.",
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
	// Asked for under v1/video too: the call belongs to the account, and a service may have it beside either version.
	const balance = await fetchBalance(created.value.connection);
	if (!balance.ok) {
		const { error } = balance;
		return refuseRun(
			context,
			isRouteMissing(error) ? NO_BALANCE : freeFailure('Asking for the balance', error),
		);
	}
	const { value: balance_cents } = balance;
	const advice = balanceAdvice(balance_cents);
	addHint(context, advice);
	const json = {
		...{ balance_usd: toDollars(balance_cents), balance_cents, currency: 'usd' },
		...(isTool(context) ? { note: advice } : {}),
	};
	return [context.getInputData().map((_, item) => ({ json: { ...json }, pairedItem: { item } }))];
}
