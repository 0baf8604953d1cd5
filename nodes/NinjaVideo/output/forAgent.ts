import type { IDataObject } from 'n8n-workflow';
import { OR } from '../jobs/outcome';
import type { Failure } from './failure';

/** Failures that another call with other values can get round. */
const CORRECTABLE = new Set(['invalid_input', 'bad_input', 'not_found', 'unique_key_taken']);

/** A free look is what a paid video needs next. */
const lookAgain = (ids: readonly string[]): string =>
	`Ask for its status with the request_id ${ids.join(OR)}, which is free.`;

/** Sentences and clauses of an advice that say what is said anyway, or that a person runs something again. */
const NOT_FOR_AGENTS =
	/\s*Nothing was \w+( for this item)? and nothing was charged\.|, then run [^.]* again(?=\.)|\s*Run (it|the item) again[^.]*\./g;

/**
 * What to do about a failure, for a language model: it can call tools and talk to its user, and nothing else. What
 * only a person can do is said as that.
 */
export function adviceForAgent({ advice, details }: Failure): string {
	const ids = idsIn(details);
	const { charged, code, retry_after_seconds: seconds } = details;
	if (charged === 'yes') {
		const url = typeof details.video_url === 'string' ? ` It is at ${details.video_url}.` : '';
		return `The video is paid for: do not order it again.${url} ${lookAgain(ids)}`;
	}
	if (charged === 'unknown') {
		const look = ids.length === 0 ? '' : ` ${lookAgain(ids)}`;
		return `It may have been charged: do not order it again, in other words neither.${look} Tell the user to check the NinjaChat balance, and order again only if the user then asks for it.`;
	}
	const facts = advice.replace(NOT_FOR_AGENTS, '').trim();
	if (code === 'generation_failed') {
		return 'It was not charged. Order it again at most once, with another prompt, or tell the user.';
	}
	if (CORRECTABLE.has(String(code))) {
		return `Nothing was charged. ${facts} Correct the call, then call the tool again.`;
	}
	if (typeof seconds === 'number' || code === 'rate_limited') {
		const pause = typeof seconds === 'number' ? `${Math.ceil(seconds)} seconds` : 'a minute';
		return `Nothing was charged. Try again after ${pause}, not before, or tell the user.`;
	}
	return `Nothing was charged. You cannot change this and another call would fail too. Tell the user: ${facts}`;
}

function idsIn({ request_id: id, possible_request_ids: possible }: IDataObject): string[] {
	if (typeof id === 'string') return [id];
	return Array.isArray(possible) ? possible.map(String) : [];
}

const AGAIN = 'Do not order it again.';

/**
 * What a language model is to do with a video that a tool handed it, as a field of the item: it reads nothing else.
 * @param fields the item's fields
 */
export function noteForAgent(fields: IDataObject): string {
	const { ordered_before: isKnown, request_id: id, status, video_url: url } = fields;
	const before = isKnown
		? 'This is the video of an earlier call with the same prompt and settings; it was not charged again. Only if the user wants one more, order it with a higher Copy Number, or with another prompt. '
		: '';
	if (typeof url === 'string') {
		return `${before}The video is ready: give the user the video_url. ${AGAIN}`;
	}
	if (status === 'failed') {
		return `${before}It could not be made and was not charged. Tell the user, or try another prompt once.`;
	}
	return `${before}It is ordered and paid for, and takes one to three minutes. ${AGAIN} Ask for its status with the request_id ${String(id)} later; that is free.`;
}
