import {
	balanceOf,
	firstCents,
	readOrder,
	toWholeCents,
} from '../../../nodes/NinjaVideo/api/readOrder';
import { listFields } from '../../../nodes/NinjaVideo/api/shape';
import { words } from '../../support/words';

const read = (body: unknown) => readOrder(JSON.stringify(body), {});

describe('the charge of an order', () => {
	it.each(
		words(
			'cost total_cost costUsd total_cost_usd this_request price_paid amount_charged charged charged_usd amountChargedUsd',
		),
	)('may be called %s', (name) => {
		expect(read({ [name]: 7, per_video: 9 }).priceCents).toBe(700);
		expect(read({ [`x${name}`]: 7 }).priceCents).toBeUndefined();
		expect(read({ [`${name}x`]: 7 }).priceCents).toBeUndefined();
	});

	it.each(
		words(
			'cost_cents total_cost_cents charged_cents amount_charged_cents cost_credits credits_used credits_charged credits_spent this_request_credits this_request_credits_used',
		),
	)('may be called %s, in cents', (name) => {
		expect(read({ [name]: 7, per_video: 9 }).priceCents).toBe(7);
		expect(read({ [`x${name}`]: 7 }).priceCents).toBeUndefined();
		expect(read({ [`${name}x`]: 7 }).priceCents).toBeUndefined();
	});

	it.each(words('cost cost_usd this_request'))('may stand inside of %s', (name) => {
		for (const inner of words('usd amount total value')) {
			expect(read({ [name]: { [inner]: 7 }, per_video: 9 }).priceCents).toBe(700);
		}
		for (const inner of words('cents credits')) {
			expect(read({ [name]: { [inner]: 7 }, per_video: 9 }).priceCents).toBe(7);
		}
		expect(read({ [name]: { count: 7 } }).priceCents).toBeUndefined();
		expect(read({ [`${name}x`]: { usd: 7, cents: 7 } }).priceCents).toBeUndefined();
	});

	it.each(words('per_video price priceUsd'))('is taken from %s where there is none', (name) => {
		expect(read({ [name]: 7 }).priceCents).toBe(700);
		expect(read({ [name]: 7, cost: { usd: 9 } }).priceCents).toBe(900);
		expect(read({ [name]: 7, cost: 3 }).priceCents).toBe(300);
	});

	it('is the highest that is named, and never below nothing', () => {
		expect(read({ cost: 3, charged: 9, cost_cents: 500 }).priceCents).toBe(900);
		expect(read({ cost: -3 }).priceCents).toBeUndefined();
		expect(read({ cost: -3, charged: 0 }).priceCents).toBe(0);
		expect(read({ price: -3 }).priceCents).toBeUndefined();
	});

	it.each([
		['$3.00', 300],
		['900 credits', 900],
		[' 1 Credit ', 1],
		['x 9 credits', undefined],
		['9 creditsx', undefined],
		[[7], 700],
		[[7, 8], undefined],
		[true, undefined],
		[null, undefined],
		['', undefined],
	])('of %j is %s cents', (cost, cents) => {
		expect(read({ cost }).priceCents).toBe(cents);
	});
});

describe('the balance of an account', () => {
	const balance = (body: unknown) => firstCents(listFields(body), balanceOf);

	it.each([
		[{ balance_cents: 7 }, 7],
		[{ balance: { cents: 7 } }, 7],
		[{ balance: 7 }, 700],
		[{ balance_usd: 7 }, 700],
		[{ new_balance: 7 }, 700],
		[{ remainingBalance: '$7' }, 700],
		[{ balance: { usd: 7 } }, 700],
		[{ balance: { amount: 7 } }, 700],
		[{ balance: { value: 7 } }, 700],
		[{ balance: 9, balance_cents: 7 }, 7],
		[{ usd: 7, cents: 7, amount: 7, value: 7 }, undefined],
		[{ balance: { count: 7 } }, undefined],
		[{ old_balance: 7 }, undefined],
	])('in %j is %s cents', (body, cents) => {
		expect(balance(body)).toBe(cents);
	});

	it.each([
		[7, 7],
		['7', 7],
		[' 7.4 ', 7],
		[7.6, 8],
		[-7, -7],
		['', undefined],
		[' ', undefined],
		['x', undefined],
		[null, undefined],
		[[7], undefined],
		[1e300, undefined],
		[Number.NaN, undefined],
	])('of %j cents is %s', (value, cents) => {
		expect(toWholeCents(value)).toBe(cents);
	});
});
