import type { Refusal } from '../jobs/outcome';

/** Why an order was not sent, in words, and the code for it. */
export interface RefusalWords {
	readonly headline: string;
	/** What to do; full sentences that follow the ones about the charge. */
	readonly advice: string;
	readonly code: string;
}

const IN_LOG =
	"Nothing is ordered now. Where an answer came, its request ID is in n8n's log, in a line with 'Ordered' or 'ordered under': fetch the video with 'Wait'.";

/**
 * The words for an order that was not sent because of what is known of it.
 * @param anyway how to order it all the same
 */
export function refusalWords(refusal: Refusal, anyway = 'start a new execution'): RefusalWords {
	switch (refusal.kind) {
		case 'key-taken':
			return {
				headline: `Unique Key '${refusal.uniqueKey.slice(0, 60)}' was used for another video`,
				advice: `It was ordered as ${refusal.taken}; this item asks for ${refusal.wanted}. A key makes one video: give this item another key, or restore its old values.`,
				code: 'unique_key_taken',
			};
		case 'key-shared':
			return {
				headline: `Unique Key '${refusal.uniqueKey.slice(0, 60)}' stands for another video in an earlier item`,
				advice: `That one asks for ${refusal.first}; this item asks for ${refusal.wanted}. A key makes one video: give this item another key.`,
				code: 'unique_key_taken',
			};
		case 'already-ordered':
			return refusal.uniqueKey === undefined
				? {
						headline:
							'This video was ordered by an earlier try that n8n has no record of: it may have been charged',
						advice: `${IN_LOG} To order it anyway, ${anyway}.`,
						code: 'already_ordered',
					}
				: {
						headline: `A video was ordered under Unique Key '${refusal.uniqueKey.slice(0, 60)}', and its request ID is not known here: it may have been charged`,
						advice: `${IN_LOG} To order it anyway, give the item another 'Unique Key'.`,
						code: 'already_ordered',
					};
		case 'record-lost':
			return {
				headline:
					'The record of what this execution ordered is lost, or of version 0.1 of this node: it may have been charged',
				advice: `${IN_LOG} To order it anyway, ${anyway}.`,
				code: 'record_lost',
			};
		case 'needs-replay':
			return {
				headline:
					"This workflow runs on n8n's second engine, which keeps no record of what was ordered",
				advice:
					"There only the API v1/videos is safe, which charges once for every order: set 'API Version' of the credential to 'v1/videos', or switch the workflow back to the first engine.",
				code: 'no_record_kept',
			};
		case 'no-journal':
			return {
				headline: "n8n's database could not be written, so the order was not sent",
				advice: 'Run the item again when the database works.',
				code: 'no_record_kept',
			};
	}
}
