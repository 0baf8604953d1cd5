import { normalizeName } from './shape';

/** Words for a job that is still being made, as public video APIs use them. Compared without case, spaces and dashes. */
export const RUNNING = new Set(
	'accepted created encoding generating inprogress inqueue notstarted pending preparing processing queued rendering running scheduled started starting submitted uploading upscaling waiting working'.split(
		' ',
	),
);

/** Words for a job that failed and was refunded: the contract's, and what says so itself. */
const FAILED = new Set(['failed', 'fail', 'failure', 'refunded']);
/** Words that end a job; no contract says whether it was refunded. */
const ENDED =
	/^(error|errored|cancell?ed|rejected|refused|denied|expired|deleted|archived|aborted|invalid|terminated|killed|crashed|stopped|lost|unknownjob|dead|time[d]?out|unsuccessful|nsfw|.*(error|failed|failure|cancelled|canceled|rejected|expired|timeout|timedout|violation|(filtered|moderated|blocked|flagged)(by.*|for.*)?))$/;

/** A word after which the next one does not hold: `not_failed`. */
const NEGATED = /(^|[\s_-])(not|no|non|never|without)[\s_-]+[a-z]+/g;
/** Parts of a word that say that the job goes on, whatever else it names. */
const GOES_ON =
	/^(re(tr(y|ying|ied)|cover(ing|ed|able)|sum(ing|ed)|queued|started|processing)|will|may|might|none|free)$/;

/**
 * How a job ended by the service's word, whose parts count too: `failed_refunded`, `cancelled_by_user`. Undefined for a
 * word that ends nothing, such as `not_failed` or `error_retrying`.
 */
export function endOf(word: string): 'failed' | 'ended' | undefined {
	const text = normalizeName(word);
	if (FAILED.has(text)) return 'failed';
	const plain = word
		.replace(/([a-z])([A-Z])/g, '$1 $2')
		.toLowerCase()
		.replace(/(timed?)[\s_-]+out/g, '$1out')
		.replace(NEGATED, '$1');
	const parts = plain.split(/[^a-z0-9]+/).filter(Boolean);
	if (parts.some((part) => GOES_ON.test(part))) return undefined;
	if (parts.includes('refunded') && !parts.some((part) => part.startsWith('part'))) return 'failed';
	if (ENDED.test(normalizeName(plain))) return 'ended';
	const isRunning = parts.some((part) => RUNNING.has(part) || part.endsWith('ing'));
	const isEnd = parts.some((part) => FAILED.has(part) || ENDED.test(part));
	return isEnd && !isRunning ? 'ended' : undefined;
}
