import {
	ServiceError,
	type ErrorPolicy,
	type ServiceErrorFacts,
	type ServiceErrorKind,
} from '../videoService';

/** What follows from a kind of failure, and what the user can do about it. */
interface KindPolicy extends ErrorPolicy {
	/** The advice after an order; empty where it is unknown whether it was charged. */
	readonly adviceForOrder: string;
	/** The advice after a free call. Never says to run the item again: the video may be paid for. */
	readonly adviceForFreeCall: string;
}

const TRY_LATER = 'Try again in a few minutes.';
const ENTER_KEY =
	'Open the credential and enter a valid API key (it starts with nj_sk_). Keys are made at https://ninjachat.ai.';
const CHECK_ADDRESS = 'Check the request ID and the base URL of the credential.';
const INTERCEPTED =
	'Ask whoever runs the network of this n8n, or check the base URL of the credential.';
const SUPPORT = 'Look again later; if it stays so, give the request ID to NinjaChat support.';

const policy = (
	charged: ErrorPolicy['charged'],
	flags: Partial<
		Record<'mayRepeatOrder' | 'mayRepeatFreeCall' | 'mayPassSoon' | 'endsOrdering', true>
	>,
	adviceForOrder: string,
	adviceForFreeCall: string,
): KindPolicy => ({
	charged,
	mayRepeatOrder: false,
	mayRepeatFreeCall: false,
	mayPassSoon: false,
	endsOrdering: false,
	...flags,
	adviceForOrder,
	adviceForFreeCall,
});

/**
 * The one table of decisions about failures. Evidence for `charged`: a 4xx and a 502 `generation_failed` were not
 * charged (vendor's error page); a connection that was never made cannot have carried an order; after anything else
 * it is unknown.
 */
export const ERROR_POLICY: Readonly<Record<ServiceErrorKind, KindPolicy>> = {
	aborted: policy('unknown', {}, '', TRY_LATER),
	'bad-input': policy(
		'no',
		{ mayPassSoon: true },
		'Correct the field it names, then run the item again.',
		TRY_LATER,
	),
	forbidden: policy(
		'no',
		{ mayRepeatFreeCall: true },
		'NinjaChat does not let this API key do that. Use another key.',
		'NinjaChat does not let this API key do that. Use another key.',
	),
	intercepted: policy(
		'no',
		{ endsOrdering: true, mayRepeatFreeCall: true },
		INTERCEPTED,
		INTERCEPTED,
	),
	'in-flight': policy('unknown', { mayRepeatFreeCall: true }, '', TRY_LATER),
	'key-rejected': policy('no', { endsOrdering: true }, ENTER_KEY, ENTER_KEY),
	'key-taken': policy(
		'no',
		{},
		'Another order has its idempotency key, and may be for the same video: look at your usage at https://ninjachat.ai before you order it in a new execution.',
		TRY_LATER,
	),
	'no-credits': policy(
		'no',
		{ endsOrdering: true, mayPassSoon: true },
		'Add credits to your NinjaChat account at https://ninjachat.ai, then run the remaining items again.',
		'Add credits to your NinjaChat account at https://ninjachat.ai.',
	),
	'over-cap': policy('no', { endsOrdering: true }, '', ''),
	'rate-limited': policy(
		'no',
		{ mayRepeatOrder: true, mayRepeatFreeCall: true },
		"Wait a minute, or lower 'Requests per Minute'.",
		"Wait a minute, or lower 'Requests per Minute'.",
	),
	'generation-failed': policy(
		'no',
		{ mayRepeatOrder: true, mayRepeatFreeCall: true },
		TRY_LATER,
		TRY_LATER,
	),
	'not-found': policy(
		'no',
		{ mayPassSoon: true },
		'Correct the field it names, then run the item again.',
		CHECK_ADDRESS,
	),
	'service-fault': policy('unknown', { mayRepeatFreeCall: true }, '', TRY_LATER),
	'never-connected': policy(
		'no',
		{ mayRepeatOrder: true, mayRepeatFreeCall: true },
		'Check the network and the base URL of the credential.',
		'Check the network and the base URL of the credential.',
	),
	'no-answer': policy('unknown', { mayRepeatFreeCall: true }, '', TRY_LATER),
	'unreadable-answer': policy('unknown', { mayRepeatFreeCall: true }, '', TRY_LATER),
	'no-video-url': policy('yes', { mayPassSoon: true }, SUPPORT, SUPPORT),
	redirected: policy(
		'no',
		{ mayPassSoon: true },
		'If that address is right, enter it as the base URL of the credential.',
		'If that address is right, enter it as the base URL of the credential.',
	),
};

/** What is known of one failure besides its kind; anything given wins over the table. */
export interface FailureFacts extends Partial<Omit<ServiceErrorFacts, 'kind'>> {
	/** Whether the call was an order. */
	readonly paid: boolean;
	/** The original error. */
	readonly cause?: unknown;
}

/** A failure of a kind, with what the table says of it. A free call is never charged. */
export function toServiceError(
	kind: ServiceErrorKind,
	message: string,
	{ paid, cause, ...facts }: FailureFacts,
): ServiceError {
	const { adviceForOrder, adviceForFreeCall, ...entry } = ERROR_POLICY[kind];
	const charged = paid || kind === 'no-video-url' ? (facts.charged ?? entry.charged) : 'no';
	return new ServiceError(
		message,
		{
			kind,
			code: kind.replaceAll('-', '_'),
			...entry,
			...facts,
			charged,
			advice:
				paid && charged === 'unknown'
					? ''
					: (facts.advice ?? (paid ? adviceForOrder : adviceForFreeCall)),
		},
		cause === undefined ? undefined : { cause },
	);
}
