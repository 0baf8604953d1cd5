import { typicalSecondsOf } from '../nodes/NinjaVideo/catalog/models';
import {
	createFixedPollSchedule,
	createPollSchedule,
	type PollSchedule,
} from '../nodes/NinjaVideo/jobs/pollSchedule';

/** A way to time the looks at running jobs. */
export interface Policy {
	readonly name: string;
	create(): PollSchedule;
}

/** Gaps of a common backoff, in milliseconds; the last one repeats. */
const BACKOFF_MS = [5000, 8000, 11_000, 17_000, 25_000, 30_000];

/** Looks farther and farther apart, whatever the job says. */
function createBackoffForesight(): PollSchedule {
	return {
		watchJob() {
			let looks = 0;
			return {
				recordProgress() {},
				recordReady() {},
				nextWaitMs: () => BACKOFF_MS[Math.min(looks++, BACKOFF_MS.length - 1)] ?? 30_000,
			};
		},
	};
}

const fixed = (seconds: number): Policy => ({
	name: `fixed ${seconds} s`,
	create: () => createFixedPollSchedule(seconds * 1000),
});

/** Ours. */
export const OURS: Policy = { name: 'ours', create: () => createPollSchedule(typicalSecondsOf) };

/** What other nodes do. */
export const RIVALS: readonly Policy[] = [
	fixed(2),
	fixed(5),
	fixed(10),
	fixed(15),
	{ name: 'backoff 5-30 s', create: createBackoffForesight },
];
