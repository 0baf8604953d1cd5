import { ERROR_POLICY, toServiceError } from '../../nodes/NinjaVideo/api/errorPolicy';
import type { Outcome } from '../../nodes/NinjaVideo/jobs/outcome';
import { downloadFailure } from '../../nodes/NinjaVideo/output/downloadFailure';
import {
	outcomeFailure,
	problemFailure,
	type Failure,
} from '../../nodes/NinjaVideo/output/failure';
import type { Job, ServiceErrorKind } from '../../nodes/NinjaVideo/videoService';
import { renderTable } from './table';

/** When each kind of failure comes about. */
const KINDS: Readonly<Record<ServiceErrorKind, string>> = {
	aborted: 'Stop, before an answer came',
	'bad-input': '400 and other refusals: NinjaChat names a field',
	forbidden: '403',
	intercepted: '407 or 511: something between n8n and NinjaChat answers',
	'in-flight': '409: the same order is being handled',
	'key-rejected': '401',
	'key-taken': '422 or another refusal: another order has the idempotency key',
	'no-credits': '402: the balance is too low',
	'over-cap': 'The next order would go over the spend limit',
	'rate-limited': '429',
	'generation-failed': '502 with `generation_failed`',
	'not-found': '404, 405 or 410',
	'service-fault': '500, 502, 503, 504 and other server errors',
	'never-connected': 'No connection was made',
	'no-answer': 'The connection ended, or the time was up, before an answer came',
	'unreadable-answer': 'An answer that does not say what it should, such as a web page',
	'no-video-url': 'Completed, without a URL',
	redirected: 'A redirect to another host: 301, 302, 307 or 308 without a request ID',
};

const JOB: Job = { requestId: 'REQUEST_ID', startedAtMs: 0 };
const MADE = { job: JOB, elapsedMs: 1_200_000 };

type Example = readonly [when: string, outcome: Outcome];

/** What can become of one item, by the kind of its outcome. */
const OUTCOMES: { readonly [Kind in Outcome['kind']]: readonly Example[] } = {
	failed: [['NinjaChat says failed', { kind: 'failed', reason: 'REASON', ...MADE }]],
	ended: [['NinjaChat ends it with an unknown word', { kind: 'ended', word: 'expired', ...MADE }]],
	processing: [
		['Timeout', { kind: 'processing', reason: 'deadline', ...MADE }],
		['Stop, or another item ended the run', { kind: 'processing', reason: 'ended', ...MADE }],
	],
	'not-looked-at': [['No look could be made at the deadline', { kind: 'not-looked-at', ...MADE }]],
	'status-unknown': [
		[
			'Completed, without a URL',
			{
				kind: 'status-unknown',
				error: toServiceError('no-video-url', 'NinjaChat gives no URL of the video', {
					paid: false,
				}),
				...MADE,
			},
		],
	],
	unknown: [
		['Cut off while ordering', { kind: 'unknown', idempotencyKey: 'KEY', mayBeSentAgain: false }],
		[
			'... with a Unique Key',
			{ kind: 'unknown', idempotencyKey: 'KEY', mayBeSentAgain: false, uniqueKey: 'UNIQUE_KEY' },
		],
		['... under v1/videos', { kind: 'unknown', idempotencyKey: 'KEY', mayBeSentAgain: true }],
		[
			"No answer before the workflow's limit",
			{ kind: 'unknown', idempotencyKey: 'KEY', mayBeSentAgain: false, reason: 'time-limit' },
		],
	],
	'not-submitted': [
		['The run ended before its turn', { kind: 'not-submitted' }],
		["The workflow's limit came first", { kind: 'not-submitted', reason: 'time-limit' }],
	],
	completed: [],
};

/** One failure of an item as the document shows it. */
export interface ErrorRow {
	readonly when: string;
	readonly failure: Failure;
}

/** Every failure that an item can have, other than an answer of NinjaChat to its order. */
export function listFailures(): ErrorRow[] {
	const completed = {
		kind: 'completed',
		videoUrl: 'https://example.com/video.mp4',
		...MADE,
	} as const;
	return [
		{
			when: 'A field is wrong',
			failure: problemFailure([
				{ field: 'Duration', value: '15', reason: 'is not allowed', allowed: 'Use 4, 6 or 8.' },
			]),
		},
		...Object.values(OUTCOMES)
			.flat()
			.map(([when, outcome]) => ({ when, failure: outcomeFailure(outcome, undefined) })),
		{
			when: 'The file cannot be fetched',
			failure: downloadFailure(
				{ outcome: completed, reason: 'the video host answered with 404' },
				undefined,
			),
		},
		{
			when: 'n8n cannot store the file',
			failure: downloadFailure(
				{
					outcome: completed,
					reason: 'its size of 600.5 MB exceeds the max size limit of 512 MB',
					isStorage: true,
				},
				undefined,
			),
		},
	];
}

const yes = (is: boolean) => (is ? 'yes' : '');

/** The document `docs/errors.md`, made from the code. */
export function renderErrors(): string {
	const kinds = (Object.keys(KINDS) as ServiceErrorKind[]).map((kind) => {
		const policy = ERROR_POLICY[kind];
		return [
			KINDS[kind],
			kind.replaceAll('-', '_'),
			policy.charged,
			yes(policy.mayRepeatOrder),
			yes(policy.endsOrdering),
			policy.adviceForOrder,
			policy.adviceForFreeCall,
		];
	});
	const failures = listFailures().map(({ when, failure }) => [
		when,
		String(failure.details.code),
		String(failure.details.charged),
		failure.headline,
		failure.advice,
	]);
	return `# Errors

Written by \`npm run docs\` from the code. \`REQUEST_ID\`, \`REASON\` and the numbers are examples.

Every error says what happened, whether it was charged, and what to do. Its \`details\` have \`code\`, \`charged\` (\`no\`, \`yes\`, \`unknown\`) and what is known of the video (\`request_id\`, \`model\`, \`video_url\`, ...); after an answer of NinjaChat also \`http_status\`, and \`http_request_id\` and \`retry_after_seconds\` where it sent them. After an answer to an order that does not say whether it was accepted, \`possible_request_ids\` are the IDs it names, and \`answer\` is a copy of it without the key. Where NinjaChat gives a code of its own, \`code\` is that one.

An error that ends a run names the item and the other videos of the run. With On Error set to continue, the item is \`{ error, message, details }\`: \`error\` is what happened, \`message\` the rest. What costs what is in [money.md](money.md).

## Failed items

${renderTable(['When', 'code', 'charged', 'error', 'message'], failures)}

## Answers of NinjaChat

Where it is unknown whether an order was charged, it is repeated only where NinjaChat charges once per idempotency key, as under \`v1/videos\`. A free call (a status, the balance, the model list) is never charged.

${renderTable(['Answer', 'code', 'Order charged', 'Order repeated', 'No more orders', 'After an order', 'After a free call'], kinds)}
`;
}
