import {
	runBatch,
	type BatchOptions,
	type Finished,
} from '../../../nodes/NinjaVideo/jobs/runBatch';
import { jobOf, type Outcome } from '../../../nodes/NinjaVideo/jobs/outcome';
import { anOrder, type World } from '../../support/builders';

/** What the batch under test makes of an outcome. */
export interface Result extends Finished {
	readonly outcome: Outcome;
}

/** Everything but a finished video is a failure. */
export const finish = async (outcome: Outcome): Promise<Result> =>
	await Promise.resolve({ failed: outcome.kind !== 'completed', outcome });

/** A minute in milliseconds. */
export const MINUTE_MS = 60_000;

/** Runs one order per name as a batch and hands back what became of each. */
export async function run(
	world: World,
	names: readonly string[],
	changes: Partial<BatchOptions<Result>> = {},
) {
	const { clock } = world;
	const results = await clock.run(
		runBatch<Result>(
			{
				tasks: names.map((name) => ({ kind: 'create', order: anOrder(name) })),
				waits: true,
				maxConcurrent: 10,
				endOnFailure: false,
				finish,
				...changes,
			},
			{ ...world, deadlineMs: () => clock.now() + 20 * MINUTE_MS },
		),
	);
	return results.map(({ outcome }) => outcome);
}

/** The kinds of some outcomes. */
export const kinds = (outcomes: readonly Outcome[]) => outcomes.map(({ kind }) => kind);
/** The request ids of some outcomes. */
export const ids = (outcomes: readonly Outcome[]) =>
	outcomes.map((outcome) => jobOf(outcome)?.requestId);
