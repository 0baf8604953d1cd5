import { backoffMs } from '../pacing/backoff';
import type { Clock } from '../pacing/clock';
import type { ScheduledRun } from '../pacing/scheduledRun';
import type { WatchedJob } from '../pacing/watchedJob';
import type { Result } from '../result';
import type { Job, JobStatus, ServiceError, VideoService } from '../videoService';
import { fetchStatus } from './fetchStatus';
import type { Outcome } from './outcome';

/** What watching needs. */
export interface WatchDeps {
	readonly service: VideoService;
	readonly scheduler: ScheduledRun;
	readonly clock: Clock;
	/** A fixed time between looks in milliseconds; absent where it is to be learned. */
	readonly intervalMs?: number | undefined;
	/** When the last look is made, in milliseconds since the epoch. */
	readonly deadlineMs: number;
	/** When the run has to come to its end before n8n ends it, in milliseconds since the epoch. */
	readonly limitMs?: number | undefined;
	/** Ends the wait at once. */
	readonly signal: AbortSignal;
	/** Told after every look that shows something new. */
	onProgress?(job: Job, progress: number): void;
}

/** How long failures that may pass soon are looked at again, in milliseconds. */
const PASSES_SOON_MS = 60_000;
/** How long the look at the deadline may wait for its turn and its answer, in milliseconds. */
const LAST_LOOK_MS = 10_000;
/** The same where n8n is about to end the run. */
const AT_LIMIT_MS = 1500;

/** Whoever wakes up later than this was asleep with the whole machine, in milliseconds. */
const OVERSLEPT_MS = 2000;

/** Watches one job until it is ready, has failed, the deadline, or Stop. Sends free requests only. */
export async function watch(job: Job, isNew: boolean, deps: WatchDeps): Promise<Outcome> {
	const { clock, scheduler, deadlineMs, intervalMs } = deps;
	const { model, startedAtMs } = job;
	const watched = scheduler.watch({ model, startedAtMs, isNew, deadlineMs, intervalMs });
	const over = new AbortController();
	const tooLate = new AbortController();
	const lastLookMs = Math.max(deadlineMs, clock.now());
	const atLimitMs = (deps.limitMs ?? Infinity) + AT_LIMIT_MS;
	// One job after the other may be watched when the limit has come: all of them have to end by it.
	const untilMs = Math.max(clock.now(), Math.min(lastLookMs + LAST_LOOK_MS, atLimitMs));
	const ended = untilTooLate(untilMs, deps, over.signal).then(() => {
		tooLate.abort();
		return undefined;
	});
	const timeoutMs = () => (clock.now() < untilMs ? untilMs - clock.now() : LAST_LOOK_MS);
	const look = async () =>
		await Promise.race([
			fetchStatus(job, deps, { watched, giveUp: tooLate.signal, timeoutMs }),
			ended,
		]);
	const outcome = await watchUntilEnd(job, watched, deps, look);
	over.abort();
	if (outcome.kind === 'completed') watched.ready(clock.now());
	else watched.leave();
	scheduler.unwatch(watched);
	return outcome;
}

/** Sleeps until a moment, or Stop; where the machine slept longer, there is time for the last look all the same. */
async function untilTooLate(
	untilMs: number,
	{ clock, signal }: WatchDeps,
	over: AbortSignal,
): Promise<void> {
	const ending = AbortSignal.any([signal, over]);
	await clock.sleep(untilMs - clock.now(), ending);
	if (clock.now() > untilMs + OVERSLEPT_MS) await clock.sleep(LAST_LOOK_MS, ending);
}

async function watchUntilEnd(
	job: Job,
	watched: WatchedJob,
	deps: WatchDeps,
	look: () => Promise<Result<JobStatus, ServiceError> | undefined>,
): Promise<Outcome> {
	const { clock, signal } = deps;
	const elapsedMs = () => clock.now() - job.startedAtMs;
	let failures = 0;
	/** When failures of the kind that may pass soon began. */
	let hopingSinceMs: number | undefined;
	let progress: number | undefined;
	let fault: ServiceError | undefined;
	// The id that answered is the job's: every later call asks by it.
	const known = () => deps.service.identify(job);
	const about = () => ({
		job: known(),
		elapsedMs: elapsedMs(),
		...(progress === undefined ? {} : { progress }),
		...(fault === undefined ? {} : { fault }),
	});

	for (;;) {
		const seen = await look();
		if (seen === undefined) {
			return signal.aborted
				? { kind: 'processing', reason: 'ended', ...about() }
				: { kind: 'not-looked-at', ...about() };
		}
		if (seen.ok) {
			const status = seen.value;
			if (status.kind !== 'processing') return toOutcome(known(), status, elapsedMs());
			failures = 0;
			hopingSinceMs = undefined;
			fault = undefined;
			watched.notReady(clock.now(), status.progress);
			if (status.progress !== undefined && status.progress !== progress) {
				progress = status.progress;
				deps.onProgress?.(job, progress);
			}
			if (watched.wasLast) return { kind: 'processing', reason: 'deadline', ...about() };
		} else {
			fault = seen.error;
			failures += 1;
			const { mayRepeatFreeCall, mayPassSoon } = fault.facts;
			if (mayPassSoon) hopingSinceMs ??= clock.now();
			const mayPass = mayPassSoon && clock.now() - (hopingSinceMs ?? 0) < PASSES_SOON_MS;
			if (!mayRepeatFreeCall && !mayPass) {
				return { kind: 'status-unknown', job: known(), error: fault, elapsedMs: elapsedMs() };
			}
			// After a 429 the scheduler itself holds everything back.
			const waitMs = fault.kind === 'rate-limited' ? 0 : backoffMs(failures, 3000, 30_000);
			watched.retryIn(waitMs, clock.now());
		}
	}
}

/** What one look says, as an outcome. */
export function toOutcome(job: Job, status: JobStatus, elapsedMs?: number): Outcome {
	const elapsed = elapsedMs === undefined ? {} : { elapsedMs };
	switch (status.kind) {
		case 'completed':
			return { kind: 'completed', job, videoUrl: status.videoUrl, ...elapsed };
		case 'failed':
			return { kind: 'failed', job, reason: status.reason, ...elapsed };
		case 'ended':
			return { ...status, job, ...elapsed };
		case 'processing':
			return {
				kind: 'processing',
				job,
				reason: 'looked',
				...elapsed,
				...(status.progress === undefined ? {} : { progress: status.progress }),
			};
	}
}
