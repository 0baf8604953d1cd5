import { ServiceError, type Job, type ServiceErrorFacts } from '../videoService';

/** What earlier answers to an order said, none of which told whether it was accepted. */
export type EarlierAnswers = Pick<
	ServiceErrorFacts,
	'possibleRequestIds' | 'priceCents' | 'balanceCents'
>;

/** The highest of the charges: a replay may state none, or the price of the list. */
function withEarlierCharge<T extends Pick<Job, 'priceCents' | 'balanceCents'>>(
	said: T,
	{ balanceCents, priceCents }: EarlierAnswers,
): T {
	return {
		...(balanceCents === undefined ? {} : { balanceCents }),
		...said,
		...(priceCents === undefined ? {} : { priceCents: Math.max(priceCents, said.priceCents ?? 0) }),
	};
}

/** The job of an order, with the highest charge that an answer to it stated and every other id that one named. */
export function jobAfter(job: Job, earlier: EarlierAnswers = {}): Job {
	const ids = new Set([...(job.otherIds ?? []), ...(earlier.possibleRequestIds ?? [])]);
	ids.delete(job.requestId);
	return {
		...withEarlierCharge(job, earlier),
		...(ids.size === 0 ? {} : { otherIds: [...ids] }),
	};
}

/** The facts of an error about an order, with the highest charge and every id of the answers before it. */
export function withEarlierAnswers(
	facts: ServiceErrorFacts,
	earlier: EarlierAnswers = {},
): ServiceErrorFacts {
	const ids = new Set([...(earlier.possibleRequestIds ?? []), ...(facts.possibleRequestIds ?? [])]);
	return {
		...withEarlierCharge(facts, earlier),
		...(ids.size === 0 ? {} : { possibleRequestIds: [...ids] }),
	};
}

/** An error about an order, with what the earlier answers to it said. */
export const errorAfter = (error: ServiceError, earlier?: EarlierAnswers): ServiceError =>
	earlier === undefined || earlier === error.facts
		? error
		: new ServiceError(error.message, withEarlierAnswers(error.facts, earlier), { cause: error });
