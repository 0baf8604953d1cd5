import { judgeDownload } from '../../../nodes/NinjaVideo/api/download';
import type { Outcome } from '../../../nodes/NinjaVideo/jobs/outcome';
import { downloadFailure, outcomeFailure } from '../../../nodes/NinjaVideo/output/failure';
import type { Job, ServiceError } from '../../../nodes/NinjaVideo/videoService';
import { answer, errorOf, NO_ANSWER, ORDER, refusal } from './answers';
import { toRow, type ErrorRow } from './row';

const JOB: Job = { requestId: 'REQUEST_ID', startedAtMs: 0 };
const ELAPSED = { job: JOB, elapsedMs: 1_200_000 };

const processing = (reason: 'deadline' | 'ended', fault?: ServiceError): Outcome => ({
	kind: 'processing',
	reason,
	...ELAPSED,
	...(fault === undefined ? {} : { fault }),
});

/** What can become of a video that was ordered, and of an order that never left. */
export async function listVideoErrors(): Promise<ErrorRow[]> {
	const noUrl = await errorOf('look', answer(200, { status: 'completed' }));
	const gone = await errorOf('look', refusal(404, 'request_not_found'));
	const fault = await errorOf('look', NO_ANSWER);
	const notKnown: Outcome = { kind: 'status-unknown', error: gone, ...ELAPSED };
	const rows: ReadonlyArray<readonly [string, Outcome]> = [
		['NinjaChat says failed', { kind: 'failed', reason: 'REASON', ...ELAPSED }],
		['... and says no more', { kind: 'failed', reason: 'NinjaChat gave no reason', ...ELAPSED }],
		['Timeout', processing('deadline')],
		['Timeout, the last look went wrong', processing('deadline', fault)],
		['Stop, or another item ended the run', processing('ended')],
		['Completed, without an address', { kind: 'status-unknown', error: noUrl, ...ELAPSED }],
		['Wait: 404 for a minute', notKnown],
		[
			'An earlier run was cut off',
			{ kind: 'unknown', idempotencyKey: 'KEY', mayBeSentAgain: false },
		],
		['... under v1/videos', { kind: 'unknown', idempotencyKey: 'KEY', mayBeSentAgain: true }],
		['The run ended before its turn', { kind: 'not-submitted' }],
	];
	const reason = judged(404);
	return [
		...rows.map(([when, outcome]) => toRow(when, outcomeFailure(outcome, undefined))),
		toRow(
			'A look met what does not pass, such as 404 for a minute',
			outcomeFailure(notKnown, ORDER),
		),
		toRow(
			'The file cannot be fetched',
			downloadFailure(
				{ kind: 'completed', videoUrl: 'https://example.com/video.mp4', ...ELAPSED },
				undefined,
				reason,
			),
		),
	];
}

/** Why a download can fail, after its colon. The list in `n8n/binary.ts` is held against this by a test. */
export const DOWNLOAD_COMPLAINTS: readonly string[] = [
	judged(404),
	judged(200, { 'content-type': 'text/html' }),
	judged(200, { 'content-length': '9000000' }),
	'the video is over the maximum of 5.0 MB',
	'the connection to the video host failed',
	'the download broke off',
	'the video host sent an empty file',
	'only 100 of 200 bytes came',
	'its address is not a web address',
	'the run was stopped',
];

function judged(status: number, headers: Record<string, string> = {}): string {
	const verdict = judgeDownload({ status, headers }, 5_000_000);
	if (verdict.kind === 'take') throw new Error('Nothing is wrong with this download');
	return verdict.reason;
}
