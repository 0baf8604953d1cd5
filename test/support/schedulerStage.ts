import {
	ScheduledRun,
	type Refusal,
	type RunLimits,
} from '../../nodes/NinjaVideo/pacing/scheduledRun';
import { Scheduler } from '../../nodes/NinjaVideo/pacing/scheduler';
import { Timing } from '../../nodes/NinjaVideo/pacing/timing';
import type { JobToWatch, WatchedJob } from '../../nodes/NinjaVideo/pacing/watchedJob';
import { createVirtualClock } from './virtualClock';

/** A minute in milliseconds. */
export const MINUTE_MS = 60_000;
const SLOW = 300_000;

/** A request that was sent. */
interface Sent {
	readonly name: string;
	/** Milliseconds since the start. */
	readonly atMs: number;
}

/** An account at its scheduler, whose service answers every request after some time. */
export function aScheduler({ answerMs = 200 } = {}) {
	const clock = createVirtualClock();
	const timing = new Timing((model) => (model === 'slow' ? SLOW : 60_000));
	const scheduler = new Scheduler(clock, timing);
	const sent: Sent[] = [];
	const nowMs = () => clock.elapsedMs();

	function aRun(limits: Partial<RunLimits> = {}) {
		const stop = new AbortController();
		const run = new ScheduledRun(scheduler, {
			requestsPerMinute: 60,
			signal: stop.signal,
			...limits,
		});
		const request = (name: string, refusal?: Refusal, giveUp?: AbortSignal) => ({
			giveUp,
			refusalOf: () => refusal,
			async send() {
				sent.push({ name, atMs: nowMs() });
				await clock.sleep(answerMs);
				return name;
			},
		});
		return {
			stop: () => stop.abort(),
			request,
			run,
			async order(
				name: string,
				about: { model?: string; isAgain?: boolean; deadlineMs?: number; refusal?: Refusal } = {},
			) {
				const { model = 'model', isAgain = false, refusal, deadlineMs = Infinity } = about;
				return await run.order(request(name, refusal), {
					model,
					isAgain,
					deadlineMs: () => clock.now() - nowMs() + deadlineMs,
				});
			},
			call: async (name: string, refusal?: Refusal, giveUp?: AbortSignal) =>
				await run.call(request(name, refusal, giveUp)),
			look: async (name: string, job: WatchedJob, refusal?: Refusal) =>
				await run.look(request(name, refusal), job),
			watch: (changes: Partial<JobToWatch> = {}) =>
				run.watch({
					model: 'model',
					startedAtMs: clock.now(),
					isNew: true,
					deadlineMs: clock.now() + 20 * MINUTE_MS,
					...changes,
				}),
		};
	}

	return { clock, scheduler, timing, sent, aRun, names: () => sent.map(({ name }) => name) };
}
