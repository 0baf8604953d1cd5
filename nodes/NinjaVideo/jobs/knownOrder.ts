import type { Clock } from '../pacing/clock';
import {
	ServiceError,
	type Job,
	type Route,
	type VideoRequest,
	type VideoService,
} from '../videoService';
import type { Placed } from './identity';
import type { Ledger, Sending } from './ledger';
import type { Refusal } from './outcome';
import type { UniqueKeys } from './uniqueKeys';

/** One video to buy. */
export interface Order extends Placed {
	readonly request: VideoRequest;
	/** What it should cost, in US cents. */
	readonly priceCents: number;
	/** The unique key that a retry gives to what an earlier try ordered under another name. */
	readonly addedKey?: string;
}

/** What is known of an order before it is sent. */
export type KnownOrder =
	| { readonly kind: 'free'; readonly purchase: number }
	| {
			readonly kind: 'ordered';
			readonly job: Job;
			readonly purchase: number;
			/** Known by its unique key, maybe from another execution. */
			readonly isBefore: boolean;
	  }
	/** It may have been charged. It has a route if it may be sent again. */
	| {
			readonly kind: 'unknown';
			readonly sent: Sending;
			readonly error?: ServiceError;
			readonly route?: Route;
			readonly refusal?: Refusal;
	  }
	| { readonly kind: 'refused'; readonly refusal: Refusal };

/** What knows of orders. */
export interface LookUpDeps {
	readonly ledger: Ledger;
	readonly keys: UniqueKeys;
	readonly service: VideoService;
	readonly clock: Clock;
}

/** The order in a few words, for people. */
export const labelOf = ({ model, durationSeconds, prompt }: VideoRequest): string =>
	`${model}, ${durationSeconds} s, "${prompt.slice(0, 60)}"`;

/**
 * What is known of an order by this execution's ledger and the node's memory of unique keys. The journal is not
 * asked: that would write the order down. An order whose result is unknown has a route while replay is guaranteed:
 * same account, under a day, and its API version allowed.
 */
export function lookUpOrder(order: Order, deps: LookUpDeps): KnownOrder {
	const { clock, keys, ledger, service } = deps;
	const known = ledger.find(order);
	switch (known.kind) {
		case 'ordered': {
			// In a retry of an earlier try the ledger is an old one: its video may have failed and been ordered anew since.
			const { purchase = 0, evaluated } = findKey(order, keys) ?? {};
			const isLater = purchase > known.purchase && evaluated === order.hashes.evaluated;
			return isLater ? lookUpKey(order, purchase, keys) : { ...known, isBefore: false };
		}
		case 'taken':
			return { kind: 'refused', refusal: keyTaken(order, labelOf(known.request)) };
		case 'displaced':
			return { ...known, kind: 'unknown', refusal: { kind: 'already-ordered' } };
		case 'unknown': {
			const { sent, evidence } = known;
			const { at, untilMs = 0 } = sent.replay ?? {};
			const route = service
				.replayRoutes()
				.find(({ api, replay }) => api === sent.api && replay === at && clock.now() < untilMs);
			return {
				kind: 'unknown',
				sent,
				...(evidence === undefined
					? {}
					: { error: new ServiceError(evidence.message, evidence.facts) }),
				...(route === undefined ? {} : { route }),
			};
		}
		case 'free':
			return lookUpKey(order, known.purchase, keys);
	}
}

const findKey = ({ uniqueKey }: Order, keys: UniqueKeys) =>
	uniqueKey === undefined ? undefined : keys.find(uniqueKey);

function lookUpKey(order: Order, purchase: number, keys: UniqueKeys): KnownOrder {
	const record = findKey(order, keys);
	if (record === undefined || record.purchase < purchase) return { kind: 'free', purchase };
	if (record.failed === true) return { kind: 'free', purchase: record.purchase + 1 };
	return record.evaluated === order.hashes.evaluated
		? {
				kind: 'ordered',
				job: { ...record.job, orderedBefore: true },
				purchase: record.purchase,
				isBefore: true,
			}
		: { kind: 'refused', refusal: keyTaken(order, record.label) };
}

const keyTaken = ({ request, uniqueKey = '' }: Order, taken: string): Refusal => ({
	kind: 'key-taken',
	uniqueKey,
	wanted: labelOf(request),
	taken,
});
