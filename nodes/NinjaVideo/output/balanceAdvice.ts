import { USUAL_PRICE } from '../catalog/models';
import { formatDollars } from '../money';

/** The balance at which the service's own `balance.low` event comes first, in US cents (its webhooks page). */
const LOW_CENTS = 500;
const BUY = 'Buy credits at https://ninjachat.ai.';

/**
 * What a balance is enough for, by the usual prices, and what to do where that is little.
 * @param cents the balance in US cents, which may be below zero
 */
export function balanceAdvice(cents: number): string {
	const { leastCents, mostCents } = USUAL_PRICE;
	const balance = formatDollars(cents);
	if (cents <= 0) {
		return `The balance is ${balance}: NinjaChat refuses every order, at no cost. ${BUY}`;
	}
	if (cents < leastCents) {
		return `The balance of ${balance} is not enough for a video at the usual price, from ${formatDollars(leastCents)}. ${BUY}`;
	}
	const most = Math.floor(cents / leastCents);
	const fewest = Math.floor(cents / mostCents);
	const range = fewest === 0 ? `at most ${most}` : `${fewest} to ${most}`;
	const count = fewest === most ? `${most}` : range;
	const low = cents < LOW_CENTS ? `, which NinjaChat calls low. ${BUY}` : '.';
	return `The balance of ${balance} is enough for ${count} ${most === 1 ? 'video' : 'videos'} at the usual prices of ${formatDollars(leastCents)} to ${formatDollars(mostCents)}${low}`;
}
