import type { History } from './runScript';

/** One charge by the simulator's book, and who caused it. Times in milliseconds of the clock. */
export interface ChargeRecord {
	readonly id: string;
	/** What the answer to the order called the video: the id of its HTTP request where a fault took the other one. */
	readonly shownId: string;
	readonly item: number;
	/** The run that sent the order, even where it arrived later. */
	readonly run: number;
	readonly cents: number;
	readonly at: number;
	/** `Infinity` where it was never given back. */
	readonly refundedAt: number;
}

/** All charges of a history, in the order of the book. A charge nobody ordered belongs to item -1. */
export function readCharges({ book, itemOf, sent }: History): ChargeRecord[] {
	const refunds = new Map(
		book.flatMap(({ kind, requestId, at }) => (kind === 'refund' ? [[requestId, at]] : [])),
	);
	// A replay names the same job later, so the moment tells which order was the one that was charged.
	const orderOf = (id: string, chargedAt: number) =>
		sent.find(
			({ call, method }) => method === 'POST' && call?.requestId === id && call.at === chargedAt,
		);
	return book
		.filter(({ kind }) => kind === 'charge')
		.map(({ requestId, idempotencyKey = '', cents, at, httpId = requestId }) => {
			const order = orderOf(requestId, at);
			return {
				id: requestId,
				shownId: order?.call?.fault === 'missing-request-id' ? httpId : requestId,
				// Rows move, and so do keys: whoever sent the order it was charged for is asked first.
				item: order?.item ?? itemOf(idempotencyKey) ?? -1,
				run: order?.run ?? -1,
				cents,
				at,
				refundedAt: refunds.get(requestId) ?? Infinity,
			};
		});
}
