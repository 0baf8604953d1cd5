import { NodeOperationError } from 'n8n-workflow';
import type { Outcome } from '../../../nodes/NinjaVideo/jobs/outcome';
import { toOutput } from '../../../nodes/NinjaVideo/output/toOutput';
import { outcomeFailure } from '../../../nodes/NinjaVideo/output/failure';
import type { Job } from '../../../nodes/NinjaVideo/videoService';
import { answer, errorOf } from './answers';
import { contextOf } from './context';

const job = (requestId: string): Job => ({ requestId, startedAtMs: 0 });

/** The description of an error that ends a run of five items. */
export async function describeTogether(): Promise<string> {
	const error = await errorOf('look', answer(200, { status: 'completed' }));
	const outcomes: readonly Outcome[] = [
		{ kind: 'failed', job: job('FIRST'), reason: 'REASON', elapsedMs: 0 },
		{ kind: 'completed', job: job('SECOND'), videoUrl: 'https://example.com/', elapsedMs: 0 },
		{ kind: 'processing', job: job('THIRD'), reason: 'ended', elapsedMs: 0 },
		{ kind: 'status-unknown', job: job('FOURTH'), error, elapsedMs: 0 },
		{ kind: 'unknown', idempotencyKey: 'KEY', mayBeSentAgain: false },
	];
	const results = outcomes.map((outcome) => ({
		failed: true as const,
		failure: outcomeFailure(outcome, undefined),
		outcome,
	}));
	const run = { continues: false, buys: true, signal: new AbortController().signal };
	try {
		toOutput(contextOf({}), results, run);
	} catch (thrown) {
		if (thrown instanceof NodeOperationError) return `${thrown.message}. ${thrown.description}`;
	}
	throw new Error('The run did not end with an error');
}
