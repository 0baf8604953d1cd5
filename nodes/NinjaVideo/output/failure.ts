import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Problem } from '../catalog/values';
import type { Outcome } from '../jobs/outcome';
import type { ServiceError, VideoRequest } from '../videoService';
import { refusalWords } from './refusalWords';
import { describeJob } from './toItem';
import { withoutKeys } from './withoutKeys';

/** One item that did not get its video, in words and as fields. */
export interface Failure {
	/** What happened; one sentence without a full stop. */
	readonly headline: string;
	/** Whether it was charged, and what to do next; full sentences. */
	readonly advice: string;
	/** Every field known at this point, request id first. */
	readonly details: IDataObject;
}

const NOTHING_ORDERED = 'Nothing was submitted for this item and nothing was charged.';
const NOT_CHARGED = 'It was not charged.';
/** Said of every video that NinjaChat took an order for. */
export const PAID = 'The video is paid for.';

const notAgain = (anyway: string) =>
	`It is not ordered again automatically. Check your NinjaChat balance; to order it anyway, ${anyway}.`;
/** Only where the service replays an order under its key. */
const SEND_AGAIN = 'Retry this execution within a day: NinjaChat charges once for it.';

const waitAgain = (requestId: string) =>
	`Use 'Wait' or 'Get Status' with the request ID ${requestId}. Do not create the video again.`;

/** A request that was refused before anything was submitted. */
export function problemFailure(problems: readonly Problem[]): Failure {
	const [first] = problems;
	const value = first === undefined || first.value === '' ? '' : ` '${first.value}'`;
	return {
		headline: `${first?.field ?? 'Input'}${value} ${first?.reason ?? 'cannot be used'}`,
		advice: [
			...problems.map((problem, index) =>
				index === 0 ? problem.allowed : `${problem.field} ${problem.reason}: ${problem.allowed}`,
			),
			NOTHING_ORDERED,
		].join(' '),
		details: {
			code: 'invalid_input',
			charged: 'no',
			field: first?.field ?? '',
			value: first?.value ?? '',
			problems: problems.map(({ field, value: given, reason, allowed }) => ({
				field,
				value: given,
				reason,
				allowed,
			})),
		},
	};
}

/** A new order of an agent after one whose answer was lost: the same video in other words would be paid for twice. */
export function lostAnswerFailure({ prompt }: VideoRequest): Failure {
	return {
		headline: 'Not ordered: the answer to an earlier order of this execution was lost',
		advice: `The earlier order, for '${prompt.slice(0, 60)}', may have been charged, and this one may be for the same video in other words. Check the NinjaChat balance; only a Copy Number of 2 or more orders a video all the same. ${NOTHING_ORDERED}`,
		details: { code: 'answer_lost_before', charged: 'no' },
	};
}

/** Something that stops the whole run before anything is submitted. */
export function runFailure(headline: string, advice: string, code: string): Failure {
	return {
		headline,
		advice: `${advice} Nothing was submitted and nothing was charged.`,
		details: { code, charged: 'no' },
	};
}

/** What an outcome other than a finished video means, in words. */
export function outcomeFailure(outcome: Outcome, request: VideoRequest | undefined): Failure {
	const details = describeJob(outcome, request);
	switch (outcome.kind) {
		case 'failed':
			return {
				headline: `NinjaChat could not make the video: ${outcome.reason}`,
				advice: `${NOT_CHARGED} Its request ID was ${outcome.job.requestId}. Change the prompt or the image, or run the item again.`,
				details: { ...details, code: 'generation_failed', charged: 'no' },
			};
		case 'ended':
			return {
				headline: `NinjaChat ended the video with the status '${outcome.word}'${outcome.reason === undefined ? '' : `: ${outcome.reason}`}`,
				advice: `It may have been charged: NinjaChat does not say whether such a video is refunded. Check your NinjaChat balance before you create it again. Its request ID is ${outcome.job.requestId}.`,
				details: { ...details, code: 'ended', charged: 'unknown' },
			};
		case 'processing':
			return {
				headline:
					outcome.reason === 'deadline'
						? `The video is still being made after ${toDuration(outcome.elapsedMs)}`
						: 'The wait for the video ended early',
				advice: `${PAID} ${waitAgain(outcome.job.requestId)}${withFault(outcome.fault)}`,
				details: {
					...details,
					code: outcome.reason === 'deadline' ? 'not_ready_in_time' : 'wait_ended',
					charged: 'yes',
				},
			};
		case 'not-looked-at':
			return {
				headline: `The video was not looked at in time, after ${toDuration(outcome.elapsedMs)}`,
				advice: `${PAID} It may be ready: the request limit had no place left for a last look, or no answer came. ${waitAgain(outcome.job.requestId)}${withFault(outcome.fault)}`,
				details: { ...details, code: 'not_looked_at_in_time', charged: 'yes' },
			};
		case 'status-unknown':
			// A request ID that was typed in may name no video at all.
			if (request === undefined && outcome.error.kind === 'not-found') {
				return {
					headline: outcome.error.message,
					advice: `Waiting costs nothing; a video ordered under the request ID ${outcome.job.requestId} may have been charged. Check the request ID, and the base URL and the API key of the credential.`,
					details: { ...details, ...errorFields(outcome.error), charged: 'unknown' },
				};
			}
			return {
				headline: outcome.error.message,
				advice: `${PAID} ${outcome.error.facts.advice} ${waitAgain(outcome.job.requestId)}`,
				details: { ...details, ...errorFields(outcome.error), charged: 'yes' },
			};
		case 'unknown':
			if (outcome.refusal !== undefined) {
				const { headline, advice, code } = refusalWords(outcome.refusal, waysRound(outcome));
				const { idempotencyKey: idempotency_key } = outcome;
				return {
					headline,
					advice,
					details: { ...details, code, charged: 'unknown', idempotency_key },
				};
			}
			return {
				headline: unknownHeadline(outcome),
				advice: `It is not known whether the video was ordered: it may have been charged. ${
					outcome.mayBeSentAgain ? SEND_AGAIN : notAgain(waysRound(outcome))
				}${withIds(outcome.error)}`,
				details: {
					...details,
					...(outcome.error === undefined ? { code: 'cut_off' } : errorFields(outcome.error)),
					...(outcome.reason === 'time-limit' ? { code: 'time_limit' } : {}),
					charged: 'unknown',
					idempotency_key: outcome.idempotencyKey,
				},
			};
		case 'not-submitted':
			if (outcome.refusal !== undefined) {
				const { headline, advice, code } = refusalWords(outcome.refusal);
				return {
					headline,
					advice: `${advice} ${NOTHING_ORDERED}`,
					details: { ...details, code, charged: 'no' },
				};
			}
			if (outcome.reason === 'time-limit') {
				return {
					headline: "Not ordered: the workflow's time limit came",
					advice: `${NOTHING_ORDERED} Raise the timeout in the settings of the workflow, or send fewer items, then run this item again.`,
					details: { ...details, code: 'time_limit', charged: 'no' },
				};
			}
			return outcome.error === undefined
				? {
						headline: 'The video was not ordered, because the run ended before its turn',
						advice: `${NOTHING_ORDERED} Run the item again.`,
						details: { ...details, code: 'not_submitted', charged: 'no' },
					}
				: {
						headline: outcome.error.message,
						advice: `${NOTHING_ORDERED.replace('submitted', 'accepted')} ${outcome.error.facts.advice}`,
						details: { ...details, ...errorFields(outcome.error), charged: 'no' },
					};
		case 'completed':
			return {
				headline: 'The video is ready',
				advice: PAID,
				details: { ...details, charged: 'yes' },
			};
	}
}

/** How to order what may have been ordered: an order with a unique key is refused in every execution. */
const waysRound = ({ uniqueKey }: Extract<Outcome, { kind: 'unknown' }>): string =>
	uniqueKey === undefined ? 'start a new execution' : "give the item another 'Unique Key'";

function unknownHeadline({ error, reason }: Extract<Outcome, { kind: 'unknown' }>): string {
	if (reason === 'time-limit') {
		return "The workflow's time limit came before NinjaChat answered the order";
	}
	return error?.message ?? 'An earlier run was cut off while this video was being ordered';
}

/** A free call that brought no answer. */
export function freeFailure(what: string, error: ServiceError): Failure {
	return {
		headline: error.message,
		advice: `${what} costs nothing. ${error.facts.advice}`,
		details: { ...errorFields(error), charged: 'no' },
	};
}

/** A status request that brought no status. `charged` is about this call; of the job it knows nothing. */
export function statusFailure(requestId: string, error: ServiceError): Failure {
	const failure = freeFailure('Asking for a status', error);
	return { ...failure, details: { request_id: requestId, ...failure.details } };
}

/**
 * One error item. Only this shape reaches n8n's error output *and* keeps its fields: exactly `error`, `message`
 * and `details`, and no `error` beside the json.
 */
export function toErrorItem(failure: Failure, itemIndex: number): INodeExecutionData {
	const { headline, advice, details } = withoutKeys(failure);
	return {
		json: { error: headline, message: advice, details },
		pairedItem: { item: itemIndex },
	};
}

const errorFields = (error: ServiceError): IDataObject => ({
	code: error.facts.code,
	...(error.facts.status === undefined ? {} : { http_status: error.facts.status }),
	...(error.facts.trace === undefined ? {} : { http_request_id: error.facts.trace }),
	...(error.facts.possibleRequestIds === undefined
		? {}
		: { possible_request_ids: [...error.facts.possibleRequestIds] }),
	...(error.facts.retryAfterSeconds === undefined
		? {}
		: { retry_after_seconds: error.facts.retryAfterSeconds }),
	...(error.facts.answer === undefined ? {} : { answer: error.facts.answer }),
});

const withIds = (error: ServiceError | undefined): string =>
	error?.facts.possibleRequestIds === undefined
		? ''
		: ` The answer names ${error.facts.possibleRequestIds.join(', ')}: ask for it with 'Get Status', which costs nothing.`;

const withFault = (fault: ServiceError | undefined): string =>
	fault === undefined ? '' : ` The last look went wrong: ${fault.message}.`;

function toDuration(ms = 0): string {
	const seconds = Math.round(ms / 1000);
	return seconds < 120 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`;
}
