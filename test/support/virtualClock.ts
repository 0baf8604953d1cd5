/* eslint-disable @n8n/community-nodes/no-restricted-globals -- setImmediate lets every microtask settle before time moves */
import type { Clock } from '../../nodes/NinjaVideo/pacing/clock';

/** A clock whose time moves only when everybody waits: hours pass in milliseconds. */
export interface VirtualClock extends Clock {
	/** Drives time until `work` is done. Rejects where nobody can ever wake up again. */
	run<T>(work: Promise<T>): Promise<T>;
	/** Does something after `ms` milliseconds of virtual time. */
	after(ms: number, action: () => void): void;
	/** How many sleepers there are now. */
	sleeping(): number;
	/** Milliseconds since the clock was made. */
	elapsedMs(): number;
}

interface Sleeper {
	readonly wakeAtMs: number;
	wake(): void;
}

/** 2026-01-01T00:00:00Z, in milliseconds since the epoch. */
const START_MS = 1_767_225_600_000;

const settleMicrotasks = async () => await new Promise<void>((resolve) => setImmediate(resolve));

/** Makes a clock that stands still at `startMs` until it is run. */
export function createVirtualClock(startMs = START_MS): VirtualClock {
	const sleepers = new Set<Sleeper>();
	let nowMs = startMs;

	function earliest(): Sleeper | undefined {
		let first: Sleeper | undefined;
		for (const sleeper of sleepers) {
			if (first === undefined || sleeper.wakeAtMs < first.wakeAtMs) first = sleeper;
		}
		return first?.wakeAtMs === Infinity ? undefined : first;
	}

	async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
		if (signal?.aborted === true) return;
		await new Promise<void>((resolve) => {
			const sleeper: Sleeper = {
				wakeAtMs: nowMs + Math.max(0, ms),
				wake() {
					sleepers.delete(sleeper);
					signal?.removeEventListener('abort', sleeper.wake);
					resolve();
				},
			};
			sleepers.add(sleeper);
			signal?.addEventListener('abort', sleeper.wake);
		});
	}

	return {
		now: () => nowMs,
		sleep,
		sleeping: () => sleepers.size,
		elapsedMs: () => nowMs - startMs,
		after(ms, action) {
			void sleep(ms).then(action);
		},
		async run(work) {
			let done = false;
			const finish = () => {
				done = true;
			};
			work.then(finish, finish);
			await settleMicrotasks();
			while (!done) {
				const next = earliest();
				if (next === undefined) {
					throw new Error(
						`Deadlock after ${nowMs - startMs} ms: everybody waits and nobody sleeps`,
					);
				}
				nowMs = Math.max(nowMs, next.wakeAtMs);
				next.wake();
				await settleMicrotasks();
			}
			return await work;
		},
	};
}
