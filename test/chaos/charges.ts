import type { History } from './runScript';

/** One charge by the simulator's book, and who caused it. Times in milliseconds of the clock. */
export interface ChargeRecord {
	readonly id: string;
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
	const runs = new Map(
		sent.flatMap(({ call, method, run }) =>
			method === 'POST' && call?.requestId !== undefined ? [[call.requestId, run]] : [],
		),
	);
	return book
		.filter(({ kind }) => kind === 'charge')
		.map(({ requestId, idempotencyKey = '', cents, at }) => ({
			id: requestId,
			item: itemOf(idempotencyKey) ?? -1,
			run: runs.get(requestId) ?? -1,
			cents,
			at,
			refundedAt: refunds.get(requestId) ?? Infinity,
		}));
}
