import type { Outcome } from '../../nodes/NinjaVideo/jobs/outcome';
import type { Clock } from '../../nodes/NinjaVideo/pacing/clock';
import { ScheduledRun, type RunLimits } from '../../nodes/NinjaVideo/pacing/scheduledRun';
import type { Scheduler } from '../../nodes/NinjaVideo/pacing/scheduler';
import { failure } from '../../nodes/NinjaVideo/result';
import { ServiceError, type VideoService } from '../../nodes/NinjaVideo/videoService';

/** A service that orders once more where it is not known whether the first order was accepted. */
export function insistent(real: VideoService): VideoService {
	return {
		...real,
		async submit(call) {
			const first = await real.submit(call);
			const isUnknown = !first.ok && first.error.facts.charged === 'unknown';
			return isUnknown ? await real.submit(call) : first;
		},
	};
}

/** A service whose errors are taken as proof that nothing was charged. */
export function careless(real: VideoService): VideoService {
	return {
		...real,
		async submit(call) {
			const first = await real.submit(call);
			if (first.ok) return first;
			const { message, facts } = first.error;
			return failure(new ServiceError(message, { ...facts, charged: 'no' }));
		},
	};
}

/** A service that counts its orders in their keys. */
export function withNewKeys(real: VideoService): VideoService {
	let orders = 0;
	return {
		...real,
		async submit(call) {
			orders += 1;
			return await real.submit({
				...call,
				idempotencyKey: `${call.idempotencyKey}-${orders}`,
			});
		},
	};
}

/** A run whose requests never leave the line. */
export class DeafRun extends ScheduledRun {
	constructor(scheduler: Scheduler, limits: RunLimits) {
		super(scheduler, { ...limits, signal: new AbortController().signal });
	}

	override order: ScheduledRun['order'] = async (request, about) =>
		await super.order({ ...request, giveUp: undefined }, about);
}

/** A clock for which a minute has 57 seconds. */
export function fastClock(clock: Clock): Clock {
	const startMs = clock.now();
	return {
		now: () => startMs + ((clock.now() - startMs) * 60) / 57,
		sleep: async (ms, signal) => await clock.sleep((ms * 57) / 60, signal),
	};
}

/** An outcome that takes a job nobody looked at for one that is still being made. */
export const guessed = (outcome: Outcome): Outcome =>
	outcome.kind === 'not-looked-at'
		? { ...outcome, kind: 'processing', reason: 'deadline' }
		: outcome;
