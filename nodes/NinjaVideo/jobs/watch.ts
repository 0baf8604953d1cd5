import { backoffMs } from '../pacing/backoff';
import type { Clock } from '../pacing/clock';
import { poll } from '../pacing/poll';
import type { RateLimiter } from '../pacing/rateLimiter';
import type { Job, JobStatus, ServiceError, VideoService } from '../videoService';
import type { PollSchedule } from './pollSchedule';
import { fetchStatus } from './fetchStatus';
import type { Outcome } from './outcome';

/** What watching needs. */
export interface WatchDeps {
	readonly service: VideoService;
	readonly limiter: RateLimiter;
	readonly clock: Clock;
	readonly pollSchedule: PollSchedule;
	/** When to give up, in milliseconds since the epoch. */
	readonly deadlineMs: number;
	/** Ends the wait at once. */
	readonly signal: AbortSignal;
	/** Told after every look that shows something new. */
	onProgress?(job: Job, progress: number): void;
}

/** How long failures that may pass soon are looked at again, in milliseconds. */
const PASSES_SOON_MS = 60_000;

type Seen =
	| { readonly kind: 'status'; readonly status: Exclude<JobStatus, { kind: 'processing' }> }
	| { readonly kind: 'broken'; readonly error: ServiceError };

/** Watches one job until it is ready, has failed, the deadline, or Stop. Sends free requests only. */
export async function watch(job: Job, isNew: boolean, deps: WatchDeps): Promise<Outcome> {
	const { limiter, clock, pollSchedule } = deps;
	const elapsedMs = () => clock.now() - job.startedAtMs;
	let looks = 0;
	let failures = 0;
	/** When failures of the kind that may pass soon began. */
	let hopingSinceMs: number | undefined;
	let progress: number | undefined;
	let fault: ServiceError | undefined;
	const view = pollSchedule.watchJob(job);

	const meetFault = (error: ServiceError): Seen | undefined => {
		const { kind, facts } = error;
		const { mayRepeatFreeCall, mayPassSoon, retryAfterSeconds } = facts;
		fault = error;
		failures += 1;
		if (mayPassSoon) hopingSinceMs ??= clock.now();
		const mayPass = mayPassSoon && clock.now() - (hopingSinceMs ?? 0) < PASSES_SOON_MS;
		if (!mayRepeatFreeCall && !mayPass) return { kind: 'broken', error };
		if (kind === 'rate-limited') {
			const askedMs =
				retryAfterSeconds === undefined
					? backoffMs(failures, 3000, 30_000)
					: retryAfterSeconds * 1000;
			// Not past this job's deadline: orders of the same run wait at the same gate, and they have none.
			limiter.pauseFor(Math.min(askedMs, Math.max(0, deps.deadlineMs - clock.now())));
		}
		return undefined;
	};

	const end = await poll<Seen>({
		clock,
		deadlineMs: deps.deadlineMs,
		signal: deps.signal,
		nextWaitMs() {
			if (failures > 0) return backoffMs(failures, 3000, 30_000);
			return looks === 0 && !isNew ? 0 : view.nextWaitMs(elapsedMs());
		},
		async look(tooLate) {
			const seen = await fetchStatus(job, deps, tooLate);
			if (seen === undefined) return undefined;
			looks += 1;
			if (!seen.ok) return meetFault(seen.error);
			failures = 0;
			hopingSinceMs = undefined;
			fault = undefined;
			const status = seen.value;
			if (status.kind !== 'processing') return { kind: 'status', status };
			view.recordProgress(elapsedMs(), status.progress);
			if (status.progress !== undefined && status.progress !== progress) {
				progress = status.progress;
				deps.onProgress?.(job, progress);
			}
			return undefined;
		},
	});

	// The id that answered is the job's: every later call asks by it.
	const known = deps.service.identify(job);
	if (end.kind === 'done') {
		if (end.value.kind === 'broken') {
			return { kind: 'status-unknown', job: known, error: end.value.error, elapsedMs: elapsedMs() };
		}
		if (end.value.status.kind === 'completed' && isNew) view.recordReady(elapsedMs());
		return toOutcome(known, end.value.status, elapsedMs());
	}
	return {
		kind: 'processing',
		job: known,
		reason: end.kind === 'deadline' ? 'deadline' : 'ended',
		elapsedMs: elapsedMs(),
		...(progress === undefined ? {} : { progress }),
		...(fault === undefined ? {} : { fault }),
	};
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
