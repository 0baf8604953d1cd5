import type { Failure } from '../../../nodes/NinjaVideo/output/failure';

/** One error as the document shows it. */
export interface ErrorRow {
	/** What leads to it, in our words; everything else is the code's. */
	readonly when: string;
	readonly code: string;
	readonly charged: string;
	readonly message: string;
	readonly advice: string;
}

/** A failure as a row. */
export function toRow(when: string, { headline, advice, details }: Failure): ErrorRow {
	return {
		when,
		code: String(details.code),
		charged: String(details.charged),
		message: headline,
		advice: advice.trim(),
	};
}
