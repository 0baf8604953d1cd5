import type { Outcome } from '../../../nodes/NinjaVideo/jobs/outcome';
import { aJob, anError } from '../../support/builders';

const job = aJob({ priceCents: 300, balanceCents: 3900 });

/** One outcome of every kind and shade, with a label. */
export const OUTCOMES: ReadonlyArray<{ readonly label: string; readonly outcome: Outcome }> = [
	{
		label: 'completed',
		outcome: {
			kind: 'completed',
			job,
			videoUrl: 'https://cdn.example.com/a.mp4',
			elapsedMs: 61_250,
		},
	},
	{ label: 'failed', outcome: { kind: 'failed', job, reason: 'refused', elapsedMs: 61_250 } },
	{ label: 'submitted', outcome: { kind: 'processing', job, reason: 'submitted' } },
	{
		label: 'looked at',
		outcome: { kind: 'processing', job, reason: 'looked', progress: 40 },
	},
	{
		label: 'not ready in time',
		outcome: {
			kind: 'processing',
			job,
			reason: 'deadline',
			progress: 0,
			elapsedMs: 1_200_000,
			fault: anError('service-fault'),
		},
	},
	{ label: 'ended', outcome: { kind: 'processing', job, reason: 'ended', elapsedMs: 5000 } },
	{
		label: 'status-unknown',
		outcome: {
			kind: 'status-unknown',
			job,
			error: anError('key-rejected', { status: 401 }),
			elapsedMs: 5000,
		},
	},
	{
		label: 'unknown',
		outcome: {
			kind: 'unknown',
			idempotencyKey: 'key 1',
			mayBeSentAgain: false,
			error: anError('service-fault', { status: 500 }),
		},
	},
	{
		label: 'cut off',
		outcome: { kind: 'unknown', idempotencyKey: 'key 1', mayBeSentAgain: false },
	},
	{
		label: 'unknown but replayed',
		outcome: {
			kind: 'unknown',
			idempotencyKey: 'key 1',
			mayBeSentAgain: true,
			error: anError('service-fault', { status: 500, trace: 'req_1' }),
		},
	},
	{
		label: 'refused',
		outcome: {
			kind: 'not-submitted',
			error: anError('rate-limited', { status: 429, retryAfterSeconds: 600 }),
		},
	},
	{ label: 'never its turn', outcome: { kind: 'not-submitted' } },
];
