import { fetchBalance } from '../../../nodes/NinjaVideo/api/balance';
import { answer, scriptedConnection } from './scriptedCall';

describe('the balance', () => {
	it.each([
		[answer(200, { balance: '$39.00' }), { ok: true, value: 3900 }],
		[
			answer(200, { a: 1 }),
			{ error: { message: 'The answer of NinjaChat does not say the balance' } },
		],
		[answer(401, { error: 'invalid_api_key' }), { error: { kind: 'key-rejected' } }],
	])('is read, or it is said why it is not: %#', async (given, expected) => {
		expect(await fetchBalance(scriptedConnection([given]).connection)).toMatchObject(expected);
	});
});
