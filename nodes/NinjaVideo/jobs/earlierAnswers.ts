import { ServiceError, type Job, type ServiceErrorFacts } from '../videoService';

/** What earlier answers to an order said, none of which told whether it was accepted. */
export type EarlierAnswers = Pick<
	ServiceErrorFacts,
	'possibleRequestIds' | 'priceCents' | 'balanceCents'
>;

/** With the highest charge that an answer to the order stated: a replay may state none, or the price of the list. */
export function withEarlierCharge<T extends Pick<Job, 'priceCents' | 'balanceCents'>>(
	said: T,
	{ balanceCents, priceCents }: EarlierAnswers = {},
): T {
	return {
		...(balanceCents === undefined ? {} : { balanceCents }),
		...said,
		...(priceCents === undefined ? {} : { priceCents: Math.max(priceCents, said.priceCents ?? 0) }),
	};
}

/** With every id that an answer to the order named, and the highest charge that one stated. */
export function withEarlierAnswers(
	facts: ServiceErrorFacts,
	earlier: EarlierAnswers = {},
): ServiceErrorFacts {
	const ids = [...(earlier.possibleRequestIds ?? []), ...(facts.possibleRequestIds ?? [])];
	return {
		...withEarlierCharge(facts, earlier),
		...(ids.length === 0 ? {} : { possibleRequestIds: [...new Set(ids)] }),
	};
}

/** An error about an order, with what the earlier answers to it said. */
export const errorAfter = (error: ServiceError, earlier?: EarlierAnswers): ServiceError =>
	earlier === undefined || earlier === error.facts
		? error
		: new ServiceError(error.message, withEarlierAnswers(error.facts, earlier), { cause: error });
